"""Steps back from the web and from other communities, and what is read by no way any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from communities.models import Membership
from communities.models.membership import Standing, Status
from communities.scope import scope
from knowledge.actions.life import show_to
from knowledge.commons.copying import copy_into_library
from knowledge.commons.released import Released
from knowledge.commons.releasing import ask_release, withdraw
from knowledge.kinds import Reach
from knowledge.models import CommonsEntry, Release, Resource
from knowledge.permissions import release_hats
from moderation.models import Act
from tests.cast import Cast
from tests.knowledge.scenes import let_out, published, released_by_lakes, released_to_all
from tests.knowledge.test_commons import form_of, page, told

AsMember = Callable[[Membership], Client]
OTHERS = "/c/lakes/library/others/"


def test_what_leaves_the_web_stays_with_the_communities(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        entry = released_to_all(cast)
        resource = Resource.objects.get()
    url = entry.get_absolute_url()
    etag = Client().get(url).headers["ETag"]
    sam = as_member(cast.sam)
    assert sam.post(page(resource, "withdrawal/"), {"words": "Not yet."}).status_code == 422
    told(cast)
    sam.post(page(resource, "withdrawal/"), {"words": "Not yet.", "extent": "web"})
    later = http_date((timezone.now() + timedelta(days=1)).timestamp())
    for ask in (Client().get, Client().head):
        for headers in ({}, {"if-none-match": etag}, {"if-modified-since": later}):
            assert ask(url, headers=headers).status_code == 410
    gone = Client().get(url).content.decode()
    assert "has taken it off the public web" in gone
    for where in (url, "/commons/?words=everybody", "/commons/feed/", "/sitemap.xml"):
        text = Client().get(where).content.decode()
        assert "For everybody" not in text
        assert f"<loc>http://testserver{url}" not in text
    assert "For everybody" in as_member(cast.olga).get(f"{OTHERS}{entry.pk}/").content.decode()
    assert told(cast)[-1] == "ada@example.org"
    with scope(cast.community):
        assert Act.objects.filter(act="release_off_web", note="Not yet.").exists()
        again = let_out(cast, resource, reach=Reach.PUBLIC)
    assert (again.pk, Client().get(url).status_code) == (entry.pk, 200)


def test_a_page_does_not_go_by_its_time_but_by_what_it_says(cast: Cast) -> None:
    with scope(cast.community):
        entry = released_to_all(cast)
    later = http_date((timezone.now() + timedelta(days=1)).timestamp())
    answer = Client().get(entry.get_absolute_url(), headers={"if-modified-since": later})
    assert answer.status_code == 200


def test_who_narrows_it_at_home_reads_what_that_does_elsewhere(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        released_to_all(cast)
        resource = Resource.objects.select_related("community").get()
    fay = as_member(cast.fay)
    html = fay.get(f"{resource.get_absolute_url()}audience/").content.decode()
    assert "is read outside of your community, too" in html
    with scope(cast.community):
        show_to(resource, cast.superintendents.audience, by=cast.fay)
    html = as_member(cast.ada).get(page(resource)).content.decode()
    assert "At home fewer people see it now than elsewhere." in html


def test_what_is_not_let_out_is_read_by_no_address(cast: Cast, as_member: AsMember) -> None:
    entry = released_by_lakes(cast)
    url, pat = entry.get_absolute_url(), as_member(cast.pat)
    others = f"/c/four-rivers/library/others/{entry.pk}/"
    it = entry.current
    assert it is not None
    # To communities only: nothing of it is on the web, by whatever number or method.
    for number in (entry.pk, it.pk, entry.pk + 1, 0):
        for ask in (Client().get, Client().head):
            assert ask(f"/commons/{number}/").status_code == 404
    assert Client().post(url).status_code == 405
    assert Client().get("/commons/", headers={"host": "elsewhere.example"}).status_code == 400
    for where in ("/commons/?words=fish", "/commons/feed/", "/sitemap.xml"):
        assert "Ice fishing" not in Client().get(where).content.decode()
    # The address of another community leads nobody to it who is not in that one.
    assert Client().get(others).status_code == 302
    assert pat.get(f"{OTHERS}{entry.pk}/").status_code == 404
    assert as_member(cast.olga).get(f"{OTHERS}{entry.pk}/").status_code == 404
    assert as_member(cast.gus).post(f"{others}copy/").status_code == 403
    assert pat.get(f"{others}?against={it.number}").status_code == 200
    with scope(cast.other):
        resource = Resource.objects.select_related("community").get()
        withdraw(resource, by=cast.olga, words="No.")
    for ask in (pat.get, pat.head):
        for query in ("", "?against=1", f"?against={it.number}"):
            tombstone = ask(others + query)
            assert tombstone.status_code == 410
            assert "Ice fishing" not in tombstone.content.decode()
    assert pat.post(f"{others}copy/").status_code == 404
    # Who read it a moment before it was withdrawn copies nothing.
    with scope(cast.community), pytest.raises(CommonsEntry.DoesNotExist):
        copy_into_library(entry, it, by=cast.pat, form_key=None)


def test_a_facilitator_says_how_authors_agreed_who_are_not_here(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, licence="cc-by", authors=("Dolores Vega",))
        resource.community = cast.community
        assert release_hats(cast.ada, resource) == (False, True)
        Membership.objects.filter(pk=cast.sam.pk).update(status=Status.LEFT)
        Membership.objects.filter(pk=cast.rosa.pk).update(standing=Standing.ADMIN)
    fay, ada = as_member(cast.fay), as_member(cast.ada)
    html = fay.get(page(resource) + "?reach=platform").content.decode()
    assert "we do not ask them: Dolores Vega" in html
    name = html.partition('type="radio" name="')[2].partition('"')[0]
    asking = {**form_of(html), name: "out"}
    assert fay.post(page(resource), {**asking, "look": "1"}).status_code == 422
    asking["permission"] = "She wrote to me on 2 May that she is glad of it."
    html = fay.post(page(resource), {**asking, "look": "1"}).content.decode()
    fay.post(page(resource), {**asking, **form_of(html), "ask": "1"})
    html = ada.get(page(resource)).content.decode()
    assert "glad of it" in html
    ada.post(page(resource, "agreement/"), form_of(html))
    assert CommonsEntry.objects.readable().count() == 1
    with scope(cast.community):
        assert Act.objects.filter(act="release_asked_platform", note__contains="glad").exists()
        found = Resource.objects.get()
        found.community = cast.community
        # An admin who stands in for them does not decide on it, too.
        made = Release.objects.get().content
        waits = ask_release(found, Released.from_json(made), reach=Reach.PLATFORM, by=cast.ada)
        assert (waits.author_id, waits.admin_id, waits.is_waiting) == (cast.ada.pk, None, True)
