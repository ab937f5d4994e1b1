"""What goes beyond a community: only what both agreed to, only as it was shown, until withdrawn."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.due_work import do_one
from communities.leaving import Words, leave_for_good
from communities.models import DueWork, Membership
from communities.models.membership import Standing
from communities.scope import scope
from knowledge.actions.writing import change_resource
from knowledge.commons.released import Released
from knowledge.commons.releasing import (
    NotYetError,
    agree_to_release,
    ask_release,
    choose_credit,
)
from knowledge.content import content_of
from knowledge.kinds import Reach
from knowledge.models import CommonsCopy, CommonsEntry, Release, Resource, Snapshot
from knowledge.permissions import release_hats
from moderation.models import Act
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.knowledge.scenes import asked_for, let_out, published, released_to_all
from tests.opened_mail import text_of

AsMember = Callable[[Membership], Client]
SECRETS = "Write to sam@example.org or ask Tess Bell."
LIBRARY = "/c/four-rivers/library/"


def page(resource: Resource, rest: str = "") -> str:
    return f"{LIBRARY}{resource.number}/release/{rest}"


def form_of(html: str) -> dict[str, Any]:
    """Return what the form of a page would send, with no choice made by us."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))


def flags_in(html: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'type="radio" name="(\w+)"', html)))


def told(cast: Cast) -> list[str]:
    """Do what is due, and return who was written to."""
    for pk in (
        DueWork.objects.filter(kind="tell_of_release").order_by("pk").values_list("pk", flat=True)
    ):
        do_one(pk)
    mails = OutgoingMail.objects.filter(key__contains="/release/").order_by("pk")
    return list(mails.values_list("to", flat=True))


def rows() -> str:
    """Return all that stands outside of the community's rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT json_agg(s)::text FROM knowledge_snapshot s")
        return str(cursor.fetchone()[0])


def test_who_lacks_a_licence_is_led_to_where_he_chooses_one(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
    edit = f"{resource.get_absolute_url()}edit/?open=whose"
    sam = as_member(cast.sam)
    assert (
        f'href="{edit}#id_licence"' in sam.get(page(resource) + "?reach=platform").content.decode()
    )
    form = sam.get(edit).content.decode()
    assert re.search(
        r'<details[^>]* open><summary><span>Whose it is.*id="id_licence"', form, re.DOTALL
    )


def test_an_author_and_an_admin_let_all_communities_read_it_without_what_they_left_out(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, licence="cc-by", body=f"We walk.\n\n{SECRETS}")
    sam, ada = as_member(cast.sam), as_member(cast.ada)
    html = sam.get(page(resource) + "?reach=platform").content.decode()
    flags = flags_in(html)
    assert len(flags) == 2
    asking = form_of(html)
    undecided = sam.post(page(resource), {**asking, flags[0]: "out", "ask": "1"})
    assert undecided.status_code == 422
    assert not CommonsEntry.objects.exists()
    decided = {**asking, **dict.fromkeys(flags, "out")}
    html = sam.post(page(resource), {**decided, "look": "1"}).content.decode()
    preview = html.partition("This is everything that becomes visible")[2].partition("own-name")[0]
    assert "We walk." in preview
    assert "sam@example.org" not in preview
    assert sam.post(page(resource), {**decided, "seen": "x", "ask": "1"}).status_code == 422
    sam.post(page(resource), {**decided, "seen": form_of(html)["seen"], "ask": "1"})
    assert not CommonsEntry.objects.exists()
    assert told(cast) == ["ada@example.org"]
    assert as_member(cast.fay).post(page(resource, "agreement/")).status_code == 403
    html = ada.get(page(resource)).content.decode()
    assert "I agree" in html
    ada.post(page(resource, "agreement/"))
    assert not CommonsEntry.objects.exists()
    ada.post(page(resource, "agreement/"), form_of(html))
    ada.post(page(resource, "agreement/"), form_of(html))
    [entry] = CommonsEntry.objects.readable()
    assert entry.reach == Reach.PLATFORM
    assert "sam@example.org" not in rows()
    assert "Tess Bell" not in rows()
    # Nobody said that he wants to be named.
    assert "Sam Ortiz" not in rows()
    assert told(cast)[1:] == ["sam@example.org"]
    with scope(cast.community):
        acts = list(Act.objects.order_by("pk").values_list("act", flat=True))
        assert acts == [
            "published",
            "release_asked_platform",
            "release_agreed",
            "released_platform",
        ]
    assert Client().get(entry.get_absolute_url()).status_code == 404
    assert "Walking bus" not in Client().get("/commons/").content.decode()


def test_each_thing_to_decide_on_is_shown_where_it_stands_and_as_it_was_typed(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        said = f"Ask <b>them</b>. {SECRETS}"
        resource = published(
            cast, cast.sam, licence="cc-by", body=said, authors=(cast.sam.pk, "The <i>guards</i>")
        )
    html = as_member(cast.sam).get(page(resource) + "?reach=platform").content.decode()
    assert "“Ask &lt;b&gt;them&lt;/b&gt;. Write to sam@example.org or ask Tess Bell.”" in html
    assert "we do not ask them: The &lt;i&gt;guards&lt;/i&gt;." in html
    assert "<i>guards" not in html


def test_who_agrees_reads_first_what_he_agrees_to_and_what_was_decided(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, licence="cc-by", body=f"We walk.\n\n{SECRETS}")
        release = asked_for(cast, resource, by=cast.sam, left_out=[cast.tess.name])
        release.kept = ["sam@example.org"]
        release.save()
    html = as_member(cast.ada).get(page(resource)).content.decode()
    assert "Shown, after a look at it: sam@example.org" in html
    assert "One thing is left out." in html
    assert html.index("We walk.") < html.index("I agree")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"licence": "ours"}, "Its licence says"),
        ({"licence": "cc-by", "narrow": True}, "First let everyone"),
    ],
)
def test_what_must_stay_is_not_released(
    cast: Cast, as_member: AsMember, fields: dict[str, Any], reason: str
) -> None:
    with scope(cast.community):
        narrow = cast.superintendents.audience if fields.pop("narrow", False) else None
        resource = published(cast, cast.sam, audience=narrow, **fields)
    sam = as_member(cast.sam)
    html = sam.get(page(resource) + "?reach=platform").content.decode()
    assert reason in html
    assert "becomes visible, and nothing else" not in html
    # What cannot be is not offered again.
    assert "?reach=platform" not in html
    asking = {"reach": "platform", "version": "1", "ask": "1"}
    assert sam.post(page(resource), asking).status_code == 422
    with scope(cast.community):
        assert not Release.objects.exists()


def test_the_public_web_is_a_step_of_its_own_and_the_community_s_choice(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, licence="cc-by")
        let_out(cast, resource)
    sam = as_member(cast.sam)
    closed = sam.get(page(resource) + "?reach=public").content.decode()
    assert "has not chosen to put things on the public web" in closed
    cast.community.may_publish = True
    cast.community.save()
    with scope(cast.community):
        let_out(cast, resource, reach=Reach.PUBLIC)
    [entry] = CommonsEntry.objects.public()
    assert Client().get(entry.get_absolute_url()).status_code == 200
    cast.community.may_publish = False
    cast.community.save()
    for url in (entry.get_absolute_url(), "/commons/", "/commons/feed/", "/sitemap.xml"):
        text = Client().get(url).content.decode()
        assert "Walking bus" not in text
        assert "/commons/1" not in text


def test_a_refusal_comes_with_words_and_who_asked_may_take_it_back(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, licence="cc-by", contributors=(cast.pat.pk,))
        asked_for(cast, resource, by=cast.sam)
    ada = as_member(cast.ada)
    assert ada.post(page(resource, "delete/")).status_code == 403
    assert ada.post(page(resource, "refusal/"), {"words": ""}).status_code == 422
    words = {"words": "Say first who pays."}
    assert ada.post(page(resource, "refusal/"), words).status_code == 422
    ada.post(page(resource, "refusal/"), form_of(ada.get(page(resource)).content.decode()) | words)
    assert told(cast) == ["sam@example.org"]
    assert "Say first who pays." in as_member(cast.sam).get(page(resource)).content.decode()
    # Who is only named reads there what becomes of his name, and not this.
    assert "Say first who pays." not in as_member(cast.pat).get(page(resource)).content.decode()
    with scope(cast.community):
        asked_for(cast, resource, by=cast.sam)
    as_member(cast.sam).post(page(resource, "delete/"))
    assert "wait" not in ada.post(page(resource, "agreement/")).content.decode()
    assert not CommonsEntry.objects.exists()


def test_who_named_himself_an_author_or_is_a_guest_speaks_for_no_author(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, licence="cc-by", authors=(cast.sam.pk, cast.tess.pk))
        found = Resource.objects.with_labels().get()
        found.community = cast.community
        both = replace(content_of(found), authors=(cast.sam.pk, cast.tess.pk, cast.ada.pk))
        change_resource(found, both, by=cast.ada, began_from=1)
        assert release_hats(cast.ada, found) == (False, True)
        assert release_hats(cast.tess, found) == (True, False)
        assert release_hats(cast.sam, found) == (True, False)
        cast.tess.standing = Standing.GUEST
        assert release_hats(cast.tess, found) == (False, False)
        cast.tess.save(update_fields=["standing"])
        assert asked_for(cast, resource, by=cast.ada).is_waiting
    told(cast)
    [mail] = OutgoingMail.objects.filter(key__contains="/waiting/asked")
    assert mail.to == "sam@example.org"


def test_what_was_so_when_it_was_asked_for_must_be_so_when_it_is_released(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, licence="cc-by", authors=(cast.sam.pk, cast.tess.pk))
        release = asked_for(cast, resource, by=cast.tess)
        Resource.objects.update(licence="ours")
        with pytest.raises(NotYetError):
            agree_to_release(release, by=cast.ada)
        made = replace(Released.from_json(release.content), licence="ours")
        Resource.objects.update(licence="cc-by")
        with pytest.raises(NotYetError):
            ask_release(release.resource, made, reach=Reach.PLATFORM, by=cast.sam)
        # She is no author any more.
        resource.credits.filter(member=cast.tess).delete()
        agree_to_release(release, by=cast.ada)
        assert not CommonsEntry.objects.exists()
        agree_to_release(release, by=cast.sam)
        assert CommonsEntry.objects.exists()


def test_an_author_who_is_an_admin_agrees_once_for_both(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.ada, licence="cc-by")
        asked_for(cast, resource, by=cast.ada)
    assert CommonsEntry.objects.readable().count() == 1


def test_a_public_page_is_the_same_for_everybody_and_may_be_kept(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        entry = released_to_all(cast)
        choose_credit(Resource.objects.get(), cast.sam, is_named=True)
        Resource.objects.get()
    url = entry.get_absolute_url()
    for browser in (Client(), as_member(cast.tess)):
        answer = browser.get(url, headers={"accept-language": "es"})
        assert answer.cookies == {}
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "X-Robots-Tag" not in answer.headers
    html = answer.content.decode()
    assert '<html lang="en"' in html
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', html)[0])
    assert data["author"] == [{"@type": "Person", "name": "Sam Ortiz"}]
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "Ortiz, S. (" in html
    again = Client().get(url, headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304
    feed = Client().get("/commons/feed/").content.decode()
    assert "For everybody" in feed
    assert url in Client().get("/sitemap.xml").content.decode()
    assert "Allow: /commons/" in Client().get("/robots.txt").content.decode()


def test_who_comes_from_a_search_engine_finds_more_in_the_language_of_the_page(cast: Cast) -> None:
    with scope(cast.community):
        first = released_to_all(cast)
        values = {"licence": "cc-by", "title": "Autobús a pie", "said_language": "es"}
        second = let_out(
            cast,
            published(cast, cast.sam, body="Preguntar a Tess Bell.", **values),
            reach=Reach.PUBLIC,
            left_out=[cast.tess.name],
        )
        at_home = let_out(cast, published(cast, cast.sam, licence="cc-by", title="Not on the web"))
    html = Client().get(second.get_absolute_url()).content.decode()
    assert html.count('href="/commons/?in=es"') == 2
    assert f'href="{first.get_absolute_url()}"' in html
    assert at_home.get_absolute_url() not in html
    assert "[…] está donde" in html
    html = Client().get(first.get_absolute_url()).content.decode()
    assert 'href="/commons/"' in html
    assert "?in=" not in html
    assert "[…]" not in html
    with CaptureQueriesContext(connection) as two:
        Client().get(first.get_absolute_url())
    with scope(cast.community):
        for title in ("A", "B", "C"):
            one = published(cast, cast.sam, licence="cc-by", title=title)
            let_out(cast, one, reach=Reach.PUBLIC)
    with CaptureQueriesContext(connection) as five:
        html = Client().get(first.get_absolute_url()).content.decode()
    assert len(two) == len(five)
    assert "Autobús a pie" not in html


def test_the_list_is_read_in_another_language_and_lists_the_same(cast: Cast) -> None:
    with scope(cast.community):
        released_to_all(cast)
    english = Client().get("/commons/").content.decode()
    switch = re.search(r'href="(\?[^"]*)" hreflang="es"', english)
    assert switch
    spanish = Client().get(f"/commons/{switch[1]}").content.decode()
    assert '<html lang="es"' in spanish
    assert "For everybody" in spanish
    # What is looked for keeps the language of the page, and the page what is looked for.
    assert '<input type="hidden" name="in" value="es">' in spanish
    none = Client().get("/commons/?language=es&in=en").content.decode()
    assert '<html lang="en"' in none
    assert "For everybody" not in none
    assert 'href="?language=es&amp;in=es" hreflang="es"' in none
    assert Client().get("/commons/?in=xx").status_code == 200


def test_what_is_withdrawn_leaves_its_address_and_no_word(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        entry = released_to_all(cast)
        resource = Resource.objects.get()
    assert as_member(cast.tess).post(page(resource, "withdrawal/")).status_code == 403
    sam = as_member(cast.sam)
    assert sam.post(page(resource, "withdrawal/"), {"words": ""}).status_code == 422
    sam.post(page(resource, "withdrawal/"), {"words": "It does not work.", "extent": "all"})
    gone = Client().get(entry.get_absolute_url())
    assert gone.status_code == 410
    assert gone.headers["X-Robots-Tag"] == "noindex"
    assert "Its authors withdrew it" in gone.content.decode()
    for url in (
        entry.get_absolute_url(),
        "/commons/",
        "/commons/?words=everybody",
        "/commons/feed/",
    ):
        text = Client().get(url).content.decode()
        assert "For everybody" not in text
        assert "walking school bus" not in text
    assert str(entry.pk) + "/" not in Client().get("/sitemap.xml").content.decode()
    assert told(cast)[-1] == "ada@example.org"
    with scope(cast.community):
        assert Act.objects.filter(act="release_withdrawn", note="It does not work.").exists()
        assert not Snapshot.objects.exists()
        # Those who copied the last one know it by its number.
        values = {"community": cast.other, "resource_id": 1, "version": 1}
        CommonsCopy.objects.create(entry=entry, number=2, **values)
        again = let_out(cast, resource).current
        assert again is not None
        assert again.number == 3


def test_who_agrees_to_a_newer_version_reads_what_it_says_otherwise(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, licence="cc-by", body="Ring at six.")
        let_out(cast, resource)
        resource = Resource.objects.with_labels().get()
        resource.community = cast.community
        later = replace(content_of(resource), body="Ring at seven.")
        change_resource(resource, later, by=cast.sam, began_from=1)
    sam, ada = as_member(cast.sam), as_member(cast.ada)
    asked = sam.get(page(resource) + "?reach=platform").content.decode()
    with scope(cast.community):
        asked_for(cast, resource, by=cast.sam)
    for html in (asked, ada.get(page(resource)).content.decode()):
        assert "newer version" in html
        assert "all communities here read it" not in html.partition("otherwise than version 1")[0]
        assert "otherwise than version 1" in html
        assert "Ring at<del> six.</del><ins> seven.</ins>" in html


def test_a_newer_version_takes_the_place_at_the_same_address(cast: Cast) -> None:
    with scope(cast.community):
        entry = released_to_all(cast)
        found = Resource.objects.with_labels().get()
        found.community = cast.community
        content = replace(content_of(found), title="For all")
        change_resource(found, content, by=cast.sam, began_from=1)
        assert "For everybody" in Client().get(entry.get_absolute_url()).content.decode()
        again = let_out(cast, found)
    assert again.pk == entry.pk
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Snapshot.objects.update(title="Other")


def test_names_go_with_the_wish_and_with_the_person(cast: Cast) -> None:
    with scope(cast.community):
        released_to_all(cast)
        resource = Resource.objects.select_related("community").get()
        choose_credit(resource, cast.sam, is_named=True)
        assert "Sam Ortiz" in rows()
        choose_credit(resource, cast.sam, is_named=False)
        assert "Sam Ortiz" not in rows()
        choose_credit(resource, cast.sam, is_named=True)
    leave_for_good(cast.sam, Words.NAMELESS)
    assert "Sam Ortiz" not in rows()
    assert "For everybody" in rows()


def test_who_does_not_see_it_any_more_may_take_back_his_name_and_an_admin_all_of_it(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        both = (cast.sam.pk, cast.pat.pk)
        resource = published(cast, cast.sam, title="For both", licence="cc-by", authors=both)
        choose_credit(resource, cast.pat, is_named=True)
        let_out(cast, resource)
        waiting = asked_for(cast, resource, by=cast.sam)
        assert "Pat" in rows()
        found = Resource.objects.with_labels().get()
        found.community = cast.community
        alone = replace(content_of(found), title="For sam", authors=(cast.sam.pk,))
        change_resource(found, alone, by=cast.sam, began_from=1)
        Resource.objects.update(audience=cast.superintendents.audience)
    pat, ada = as_member(cast.pat), as_member(cast.ada)
    html = pat.get(page(resource)).content.decode()
    assert "For both" in html
    assert "For sam" not in html
    pat.post(page(resource, "credit/"), {"named": "no"})
    assert "Pat" not in rows()
    html = ada.get(page(resource)).content.decode()
    assert "Pat" not in html.partition('id="waits"')[2]
    with scope(cast.community):
        choose_credit(waiting.resource, cast.pat, is_named=True)
    leave_for_good(cast.pat, Words.NAMELESS)
    with scope(cast.community):
        assert "Pat" not in str(list(Release.objects.values_list("content", flat=True)))
    ada.post(page(resource, "withdrawal/"), {"words": "It is narrow now."})
    assert not CommonsEntry.objects.readable().exists()
    assert ada.get(page(resource)).status_code == 404


def test_who_is_credited_says_by_a_link_whether_he_is_named_and_is_asked_once_a_step(
    cast: Cast,
) -> None:
    cast.community.may_publish = True
    cast.community.save()
    with scope(cast.community):
        resource = published(
            cast, cast.sam, licence="cc-by", authors=(cast.sam.pk,), contributors=(cast.tess.pk,)
        )
        for reach in (Reach.PLATFORM, Reach.PLATFORM, Reach.PUBLIC):
            release = asked_for(cast, resource, by=cast.sam, reach=reach)
            told(cast)
            release.resource.community = cast.community
            agree_to_release(release, by=cast.ada)
    mails = OutgoingMail.objects.filter(to="tess@example.org", key__contains="name-asked")
    first, second = (text_of(mail) for mail in mails.order_by("pk"))
    assert "by all communities here" in first
    assert "on the public web" in second
    link = re.search(r"/mail/named/[\w-]+/", first)
    assert link
    entry = CommonsEntry.objects.get()
    stranger = Client()
    assert "You are counted" in stranger.get(link[0]).content.decode()
    assert "Tess Bell" not in Client().get(entry.get_absolute_url()).content.decode()
    assert "you are named" in stranger.post(link[0], {"named": "yes"}).content.decode()
    assert "Tess Bell" in Client().get(entry.get_absolute_url()).content.decode()
    stranger.post(link[0], {"named": "no"})
    assert "Tess Bell" not in Client().get(entry.get_absolute_url()).content.decode()
    assert stranger.get("/mail/named/AAAAAAAAAAAAAAAAAAAA/").status_code == 404
    leave_for_good(cast.tess, Words.NAMELESS)
    assert stranger.post(link[0], {"named": "yes"}).status_code == 404


def test_the_words_of_who_is_erased_go_even_if_others_wrote_on(cast: Cast) -> None:
    with scope(cast.community):
        both = (cast.sam.pk, cast.tess.pk)
        resource = published(cast, cast.sam, licence="cc-by", authors=both)
        entry = let_out(cast, resource)
        found = Resource.objects.with_labels().get()
        found.community = cast.community
        change_resource(found, replace(content_of(found), body="New."), by=cast.tess, began_from=1)
    leave_for_good(cast.sam, Words.ERASED)
    assert not entry.snapshots.exists()
    with scope(cast.community):
        resource = Resource.objects.select_related("community").get()
        choose_credit(resource, cast.tess, is_named=True)
        assert not Release.objects.exists()


def test_a_sign_that_xml_does_not_know_breaks_no_feed(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, title="A \x0b </script> bus", licence="cc-by")
        cast.community.may_publish = True
        cast.community.save()
        entry = let_out(cast, resource, reach=Reach.PUBLIC)
    assert Client().get("/commons/feed/").status_code == 200
    html = Client().get(entry.get_absolute_url()).content.decode()
    assert html.count("</script>") == 1


def test_who_erases_his_words_erases_what_others_read(cast: Cast) -> None:
    with scope(cast.community):
        entry = released_to_all(cast)
    leave_for_good(cast.sam, Words.ERASED)
    assert not Snapshot.objects.exists()
    assert Client().get(entry.get_absolute_url()).status_code == 410
