"""What is quoted goes beyond its community only with those whose words these are, and back with them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.quiet_hours import quiet_until
from communities.leaving import Words, leave_for_good
from communities.models import Membership
from communities.scope import scope
from core.timezones import zone_named
from forums.actions import open_topic, remove_post, reply
from forums.models import Post
from knowledge.actions.life import publish
from knowledge.commons.asking_wider import ask_wider, silence_beyond
from knowledge.commons.quoted import Going, how_going
from knowledge.commons.releasing import agree_to_release, choose_credit, withdraw
from knowledge.commons.wider_answers import settle_wider
from knowledge.harvest.links import quoted_path
from knowledge.kinds import Reach
from knowledge.models import (
    CommonsEntry,
    Consent,
    QuotedPerson,
    QuotingRules,
    Release,
    Resource,
    WiderConsent,
)
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.forums.test_attachments import no_room_beyond
from tests.forums.test_attachments import work as work_of_kind
from tests.knowledge.scenes import asked_for, quoting, with_file
from tests.knowledge.test_commons import form_of, page, rows
from tests.mailroom.letters import HOST, arrive, letter
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of

AsMember = Callable[[Membership], Client]
ANSWER = "Ring at six. Two parents walk in front."
OWN = "Who walks with them?"


def going(
    home: str = "named",
    *,
    reach: str = Reach.PUBLIC,
    hidden: bool = False,
    named: bool | None = None,
    own: bool = False,
    **said: str,
) -> Going:
    person = QuotedPerson(consent=home, name_hidden=hidden)
    answers = {step: WiderConsent(reach=step, answer=answer) for step, answer in said.items()}
    return how_going(person, answers, reach, is_own=own, is_named=named)


def test_a_yes_counts_for_its_step_and_for_narrower_ones() -> None:
    assert going() == going(platform="named") == Going.TO_ASK
    assert going(public="waiting") == Going.ASKED
    assert going(public="named") == Going.NAMED
    assert going(public="named", reach=Reach.PLATFORM) == Going.NAMED
    assert going(platform="declined") == going(public="declined") == Going.NOT
    assert going(platform="named", public="declined", reach=Reach.PLATFORM) == Going.NAMED
    assert going("declined", public="named") == going("changes", public="named") == Going.NOT


def test_a_name_stands_there_only_where_nothing_says_no_to_it() -> None:
    for values in (
        {"home": "nameless"},
        {"hidden": True},
        {"named": False},
        {"reach": Reach.PLATFORM, "platform": "nameless"},
    ):
        assert going(**{"public": "named", **values}) == Going.NAMELESS  # type: ignore[arg-type]
    assert going(own=True) == going(own=True, named=False) == Going.NAMELESS
    assert going(own=True, named=True) == Going.NAMED
    assert going(own=True, public="declined") == Going.NOT


def test_silence_is_never_a_name_and_never_yes_to_the_public_web() -> None:
    for silence, among in (
        ("named", Consent.NAMELESS),
        ("nameless", Consent.NAMELESS),
        ("declined", Consent.DECLINED),
    ):
        assert silence_beyond(Reach.PUBLIC, silence) == Consent.DECLINED
        assert silence_beyond(Reach.PLATFORM, silence) == among


@pytest.fixture
def made(cast: Cast, settings: Settings) -> Resource:
    """Return what sam published for everybody, with tess's words and his own; she agreed to that."""
    settings.INBOUND_HOST = HOST
    with scope(cast.community):
        cast.community.may_publish = True
        cast.community.save()
        asked = open_topic(cast.superintendents, by=cast.sam, title="Late buses", body=OWN)
        reply(asked, by=cast.tess, body=ANSWER)
        first, second = Post.objects.filter(topic=asked).order_by("number")
        words = {first.pk: OWN, second.pk: ANSWER}
        resource = quoting(cast, words, audience=None, licence="cc-by")
        QuotedPerson.objects.update(consent=Consent.NAMED)
        publish(resource, by=cast.fay)
        resource.community = cast.community
    return resource


def asked(cast: Cast, made: Resource, reach: str = Reach.PLATFORM) -> Release:
    """Let author and admin agree to a step, and those who are quoted be asked."""
    release = asked_for(cast, made, by=cast.sam, reach=reach)
    release.resource.community = cast.community
    agree_to_release(release, by=cast.ada)
    ask_wider(release.pk)
    ask_wider(release.pk)
    return release


def out(cast: Cast, made: Resource) -> CommonsEntry:
    """Let it go to all communities and then to the web, with tess's yes to both."""
    with scope(cast.community):
        for reach in Reach:
            asked(cast, made, reach)
            Client().post(link(cast), {"elsewhere": "1", "answer": "named"})
    entry: CommonsEntry = CommonsEntry.objects.select_related("current").get()
    return entry


def link(cast: Cast) -> str:
    with scope(cast.community):
        person = QuotedPerson.objects.get(member=cast.tess)
        return quoted_path(cast.community.pk, person.pk)


def public_html(entry: CommonsEntry) -> str:
    return Client().get(entry.get_absolute_url()).content.decode()


def told(what: str) -> list[str]:
    work()
    mails = OutgoingMail.objects.filter(key__contains=what).order_by("to")
    return list(mails.values_list("to", flat=True))


def test_each_wider_step_asks_again_and_waits(
    cast: Cast, as_member: AsMember, made: Resource
) -> None:
    sam = as_member(cast.sam)
    html = sam.get(page(made) + "?reach=platform").content.decode()
    assert "2 people are quoted in it." in html
    assert "1 did not agree to this step yet" in html
    assert ANSWER in html
    decided = {**form_of(html), "quotes": "along"}
    sam.post(page(made), {**decided, "ask": "1"})
    with scope(cast.community):
        release = Release.objects.select_related("community").get()
        release.resource = made
        assert not WiderConsent.objects.exists()
        agree_to_release(release, by=cast.ada)
        ask_wider(release.pk)
        ask_wider(release.pk)
    assert not CommonsEntry.objects.exists()
    [mail] = OutgoingMail.objects.filter(key__contains="/wider/")
    text = text_of(mail)
    assert "is to be read in other communities here" in text
    assert "your words are read there without your name" in text
    assert ANSWER in text
    assert OWN not in text
    assert "You are quoted there." in as_member(cast.tess).get("/c/four-rivers/").content.decode()
    html = as_member(cast.ada).get(page(made)).content.decode()
    assert "It waits for 1 answer." in html
    arrive(letter(str(opened(mail)["Reply-To"]), "Yes", sender="tess@example.org"))
    [entry] = CommonsEntry.objects.readable()
    assert entry.current is not None
    # Sam did not choose to be named.
    assert entry.current.quotations == [[OWN, ""], [ANSWER, "Tess Bell"]]
    with scope(cast.community):
        asked(cast, made, Reach.PUBLIC)
    entry.refresh_from_db()
    assert entry.reach == Reach.PLATFORM
    mail = OutgoingMail.objects.filter(key__contains="/wider/").order_by("-pk")[0]
    assert "your words do not go on the public web" in text_of(mail)
    with scope(cast.community):
        one = WiderConsent.objects.get(reach=Reach.PUBLIC)
        settle_wider(one.pk)
        WiderConsent.objects.filter(pk=one.pk).update(until=timezone.now() - timedelta(hours=1))
        settle_wider(one.pk)
    html = public_html(entry)
    assert OWN in html
    assert ANSWER not in html
    # She said nothing, and says it now.
    Client().post(link(cast), {"elsewhere": "1", "answer": "nameless"})
    html = public_html(entry)
    assert ANSWER in html
    assert "Tess" not in html


def test_in_quiet_hours_the_question_waits(cast: Cast, made: Resource) -> None:
    user, hour = cast.tess.user, timezone.now().astimezone(zone_named("America/New_York")).hour
    user.quiet_from, user.quiet_until = (hour - 1) % 24, (hour + 2) % 24
    user.save()
    with scope(cast.community):
        asked(cast, made)
    [mail] = OutgoingMail.objects.filter(key__contains="/wider/")
    assert mail.due_at == quiet_until(user, timezone.now())


def test_who_takes_back_his_yes_waits_for_nobody(
    cast: Cast, as_member: AsMember, made: Resource
) -> None:
    entry = out(cast, made)
    answer = Client().get(entry.get_absolute_url())
    assert ANSWER in answer.content.decode()
    assert "Tess Bell" in rows()
    Client().post(link(cast), {"elsewhere": "1", "answer": "declined"})
    again = Client().get(
        entry.get_absolute_url(), headers={"if-none-match": answer.headers["ETag"]}
    )
    assert again.status_code == 200
    assert ANSWER not in again.content.decode()
    assert ANSWER not in rows()
    assert "Tess Bell" not in rows()
    # At home she is quoted still.
    assert ANSWER in as_member(cast.pat).get(made.get_absolute_url()).content.decode()
    assert told("/taken-off/") == ["ada@example.org", "sam@example.org"]
    with scope(cast.community):
        asked(cast, made, Reach.PUBLIC)
    assert ANSWER not in public_html(entry)
    # Nobody agreed to words that were not in the preview; the next renewal brings them.
    Client().post(link(cast), {"elsewhere": "1", "answer": "named"})
    assert ANSWER not in public_html(entry)
    with scope(cast.community):
        asked(cast, made, Reach.PUBLIC)
    assert "Tess Bell" in public_html(entry)
    # No at home is no everywhere.
    Client().post(link(cast), {"answer": "declined"})
    assert ANSWER not in rows()
    html = as_member(cast.sam).get(page(made) + "?reach=public").content.decode()
    assert "Somebody does not want to be quoted." in html


def test_a_removed_post_goes_from_there_whatever_stays_at_home(cast: Cast, made: Resource) -> None:
    entry = out(cast, made)
    with scope(cast.community):
        QuotingRules.objects.create(community=cast.community, removed="nameless")
        post = Post.objects.select_related("author", "topic").get(author=cast.tess)
        remove_post(post, by=cast.tess)
    assert told("/taken-off/") == ["ada@example.org", "sam@example.org"]
    assert ANSWER not in rows()
    assert OWN in public_html(entry)


@pytest.mark.parametrize("words", [Words.NAMELESS, Words.ERASED])
def test_who_leaves_leaves_there_too(cast: Cast, made: Resource, words: Words) -> None:
    out(cast, made)
    leave_for_good(cast.tess, words)
    assert "Tess" not in rows()
    assert (ANSWER in rows()) is (words == Words.NAMELESS)
    with scope(cast.community):
        kept = str(list(Release.objects.values_list("quotations", flat=True)))
    assert (ANSWER in kept) is (words == Words.NAMELESS)


def test_other_words_keep_them_at_home_and_reach_the_authors(cast: Cast, made: Resource) -> None:
    with scope(cast.community):
        asked(cast, made)
    [mail] = OutgoingMail.objects.filter(key__contains="/wider/")
    address = str(opened(mail)["Reply-To"])
    arrive(letter(address, "Yes, but say seven.", sender="tess@example.org"))
    assert CommonsEntry.objects.readable().exists()
    assert ANSWER not in rows()
    assert told("/wider/")
    passed_on = OutgoingMail.objects.get(
        kind="moderation", user=cast.sam.user, key__contains="wider"
    )
    assert "say seven" in text_of(passed_on)
    assert "Tess" not in text_of(passed_on)
    with scope(cast.community):
        withdraw(made, by=cast.ada, words="No.")
    Client().post(link(cast), {"elsewhere": "1", "answer": "named"})
    assert not CommonsEntry.objects.readable().exists()


def test_what_is_quoted_may_stay_at_home_and_then_nobody_is_asked(
    cast: Cast, as_member: AsMember, made: Resource
) -> None:
    sam, url = as_member(cast.sam), page(made)
    html = sam.get(url + "?reach=platform").content.decode()
    asking = {**form_of(html), "quotes": "home"}
    # It is not what was shown.
    assert sam.post(url, {**asking, "ask": "1"}).status_code == 422
    html = sam.post(url, {**asking, "look": "1"}).content.decode()
    assert ANSWER not in html
    sam.post(url, {**asking, **form_of(html), "ask": "1"})
    with scope(cast.community):
        release = Release.objects.select_related("community").get()
        release.resource = made
        agree_to_release(release, by=cast.ada)
        assert not WiderConsent.objects.exists()
    [entry] = CommonsEntry.objects.readable()
    assert entry.current is not None
    assert entry.current.quotations == []


def test_nobody_is_asked_any_more_once_it_is_taken_back(
    cast: Cast, as_member: AsMember, made: Resource
) -> None:
    with scope(cast.community):
        asked(cast, made)
        choose_credit(made, cast.sam, is_named=True)
    assert as_member(cast.pat).post(page(made, "delete/")).status_code == 403
    as_member(cast.ada).post(page(made, "delete/"))
    with scope(cast.community):
        assert not WiderConsent.objects.exists()
    answer = Client().post(link(cast), {"elsewhere": "1", "answer": "named"})
    assert answer.status_code == 422
    assert not CommonsEntry.objects.exists()


def test_no_earlier_copy_keeps_words_that_were_taken_back(cast: Cast, made: Resource) -> None:
    out(cast, made)
    with scope(cast.community):
        # Renewed without what it quotes: who copied the earlier one compares with that still.
        asked_for(cast, made, by=cast.sam, reach=Reach.PUBLIC, quotes=False)
        agree_to_release(Release.objects.select_related("community").latest("pk"), by=cast.ada)
    assert ANSWER in rows()
    Client().post(link(cast), {"elsewhere": "1", "answer": "nameless"})
    assert "Tess Bell" not in rows()
    with scope(cast.community):
        asked(cast, made, Reach.PUBLIC)
        asked_for(cast, made, by=cast.sam, reach=Reach.PUBLIC, quotes=False)
        agree_to_release(Release.objects.select_related("community").latest("pk"), by=cast.ada)
    assert ANSWER in rows()
    Client().post(link(cast), {"elsewhere": "1", "answer": "declined"})
    assert ANSWER not in rows()


def test_the_question_waits_for_the_end_of_quiet_hours(cast: Cast, made: Resource) -> None:
    hour = timezone.now().astimezone(zone_named(cast.tess.user.time_zone)).hour
    cast.tess.user.quiet_from, cast.tess.user.quiet_until = (hour - 1) % 24, (hour + 2) % 24
    cast.tess.user.save()
    with scope(cast.community):
        asked(cast, made)
    [mail] = OutgoingMail.objects.filter(key__contains="/wider/")
    assert mail.due_at > timezone.now() + timedelta(minutes=30)


def test_who_has_no_name_at_home_has_none_there_and_reads_so(cast: Cast, made: Resource) -> None:
    Client().post(link(cast), {"answer": "nameless"})
    with scope(cast.community):
        asked(cast, made)
    [mail] = OutgoingMail.objects.filter(key__contains="/wider/")
    arrive(letter(str(opened(mail)["Reply-To"]), "Yes", sender="tess@example.org"))
    with scope(cast.community):
        assert WiderConsent.objects.get().answer == Consent.NAMELESS


def test_who_answers_what_nobody_asks_any_more_reads_so(cast: Cast, made: Resource) -> None:
    page = Client().post(link(cast), {"elsewhere": "1", "answer": "named"})
    assert page.status_code == 422
    assert "This is not asked any more." in page.content.decode()


def test_an_answer_is_kept_where_the_disk_is_full_and_it_goes_out_later(
    cast: Cast, made: Resource
) -> None:
    with scope(cast.community):
        file = with_file(made, by=cast.sam, name="big.txt", data=b"a " * 100_000)
        release = asked_for(cast, made, by=cast.sam, files=[file.key])
        release.resource.community = cast.community
        with no_room_beyond(100_000):
            # Tess is asked first.
            agree_to_release(release, by=cast.ada)
            ask_wider(release.pk)
    with no_room_beyond(100_000):
        Client().post(link(cast), {"elsewhere": "1", "answer": "named"})
    assert not CommonsEntry.objects.exists()
    with scope(cast.community):
        assert WiderConsent.objects.get().answer == Consent.NAMED
    with no_room_beyond(100_000):
        work_of_kind("go_on_with_release")
    assert not CommonsEntry.objects.exists()
    work_of_kind("go_on_with_release")
    assert CommonsEntry.objects.readable().exists()


def test_a_person_whom_no_mail_reaches_has_not_agreed(cast: Cast, made: Resource) -> None:
    with scope(cast.community):
        Membership.objects.filter(pk=cast.tess.pk).update(status="left")
        asked(cast, made)
    [entry] = CommonsEntry.objects.readable()
    assert entry.current is not None
    assert entry.current.quotations == [[OWN, ""]]
    assert not OutgoingMail.objects.filter(key__contains="/wider/").exists()
