"""Who does what until when: written down in the section, reminded of, settled in four ways."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.models import DueWork, Membership
from communities.scope import scope
from meetings.models import ActionItem, ActionState, NotesSection
from meetings.notes import item_mails, promises
from meetings.notes.outcomes import change_item, settle_item, take_on
from meetings.notes.reviewing import begin_review, seen_of, send_notes
from moderation.models import Act
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.mailroom.letters import HOST, answers, arrive, letter, reply_to
from tests.meetings.notes_scenes import as_section_form, met, section_of, writes
from tests.meetings.scenes import meetings_of
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def browser_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user, backend="accounts.backend.SessionBackend")
    return client


def given(cast: Cast, owner: Membership, *, days: int = 9) -> ActionItem:
    """Let fay have sent notes in which somebody took something on until so many days from now."""
    with scope(cast.community):
        section = section_of(cast)
        item = take_on(
            section,
            "Ask the district.",
            owner=owner,
            due_on=timezone.localdate() + timedelta(days=days),
            by=cast.fay,
        )
        begin_review(section.notes)
        send_notes(section.notes, by=cast.fay, seen=seen_of(section.notes))
    work()
    return item


def told() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="action_item").order_by("pk"))


def subjects() -> list[str]:
    return [str(opened(mail)["Subject"]) for mail in told()]


def given_several(cast: Cast, owner: Membership, *days: int) -> list[ActionItem]:
    """Let fay have sent notes in which somebody took on something for each of these days from now."""
    with scope(cast.community):
        section = section_of(cast)
        items = [
            take_on(
                section,
                f"Thing {n}.",
                owner=owner,
                due_on=timezone.localdate() + timedelta(days=away),
                by=cast.fay,
            )
            for n, away in enumerate(days, 1)
        ]
        begin_review(section.notes)
        send_notes(section.notes, by=cast.fay, seen=seen_of(section.notes))
    work()
    return items


def states(items: list[ActionItem], cast: Cast) -> list[str]:
    return [stands(item, cast).state for item in items]


def stands(item: ActionItem, cast: Cast) -> ActionItem:
    with scope(cast.community):
        return ActionItem.objects.get(pk=item.pk)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """Lets days pass: the handler is told another time, and its row is due."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def shows(self, moment: datetime) -> None:
        """Let it be that time, and the worker look at what is due."""
        self.monkeypatch.setattr(timezone, "now", lambda: moment)
        work()


def test_the_scribe_writes_down_who_does_what_with_the_text(cast: Cast) -> None:
    with scope(cast.community):
        section = section_of(cast)
    tess = browser_of(cast.tess)
    url = f"/c/four-rivers/meetings/{section.notes.meeting.number}/notes/sections/1/"
    tess.post(f"{url}scribe/")
    day = timezone.localdate() + timedelta(days=5)
    sent = as_section_form(
        section,
        "Rosa asks.",
        decision="We walk on Fridays.",
        words="Ask the bakery",
        owner=cast.rosa.pk,
        due_on=day.isoformat(),
    )
    tess.post(url, sent)
    page = browser_of(cast.sam).get(url).content.decode()
    for words in ("Rosa asks.", "We walk on Fridays.", "Ask the bakery", "Rosa Peña"):
        assert words in page


def test_what_is_missing_is_said_and_the_text_is_saved_all_the_same(cast: Cast) -> None:
    with scope(cast.community):
        section = section_of(cast)
    tess = browser_of(cast.tess)
    url = f"/c/four-rivers/meetings/{section.notes.meeting.number}/notes/sections/1/"
    tess.post(f"{url}scribe/")
    sent = as_section_form(section, "Words.", words="Ask", owner="", due_on="2020-01-01")
    answer = tess.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose who does it." in page
    assert "That day is past." in page
    assert 'value="Ask"' in page
    with scope(cast.community):
        assert NotesSection.objects.get().text == "Words."
        assert not ActionItem.objects.exists()


def test_nothing_is_given_to_somebody_who_is_not_invited(cast: Cast) -> None:
    with scope(cast.community):
        section = section_of(cast, met(cast, audience=cast.superintendents.audience))
        writes(cast.sam, section, "One.", base=0)
    url = f"/c/four-rivers/meetings/{section.notes.meeting.number}/notes/sections/1/"
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    sent = as_section_form(section, "One.", words="Ask", owner=cast.pat.pk, due_on=day)
    assert browser_of(cast.sam).post(url, sent).status_code == 422


def test_its_owner_is_told_then_reminded_the_day_before_and_three_times_after(
    cast: Cast, clock: Clock
) -> None:
    item = given(cast, cast.sam)
    zone = ZoneInfo(cast.sam.user.time_zone)
    first = [str(opened(told()[0])["Subject"])]
    assert first == ["For you to do: Ask the district."]

    def at(days: int, hour: int = 10) -> datetime:
        day = item.due_on + timedelta(days=days)
        return datetime(day.year, day.month, day.day, hour, tzinfo=zone)

    clock.shows(at(-1, hour=8))
    assert len(told()) == 1
    for days in (-1, 0, 1, 2, 8, 15, 16, 22, 40):
        clock.shows(at(days))
        work()
    assert subjects() == [
        "For you to do: Ask the district.",
        "Reminder: Ask the district.",
        *["Is it done? Ask the district."] * 3,
    ]
    assert not DueWork.objects.filter(kind=promises.REMIND).exists()


def test_after_a_month_without_a_worker_one_reminder_is_sent_and_not_all(
    cast: Cast, clock: Clock
) -> None:
    item = given(cast, cast.sam)
    clock.shows(timezone.now() + timedelta(days=9 + 10))
    assert subjects()[1:] == ["Is it done? Ask the district."]
    with scope(cast.community):
        item_mails.remind_of_item(item.pk)
    assert len(told()) == 2


def test_what_is_done_is_reminded_of_no_more(cast: Cast, clock: Clock) -> None:
    item = given(cast, cast.sam)
    with scope(cast.community):
        item.community = cast.community
        settle_item(item, ActionState.DONE, by=cast.sam)
    clock.shows(timezone.now() + timedelta(days=60))
    assert len(told()) == 1


def test_given_to_somebody_else_that_one_is_told(cast: Cast) -> None:
    item = given(cast, cast.sam)
    with scope(cast.community):
        item.community = cast.community
        change_item(item, words=item.words, owner=cast.tess, due_on=item.due_on, by=cast.fay)
    work()
    assert [mail.to for mail in told()] == ["sam@example.org", "tess@example.org"]


@pytest.mark.parametrize(("who", "words"), [("sam", "Done. Thanks!"), ("rosa", "¡Hecho!")])
def test_a_plain_reply_settles_it(cast: Cast, who: str, words: str) -> None:
    owner = getattr(cast, who)
    item = given(cast, owner)
    arrive(letter(reply_to(told()[0]), words, sender=owner.user.email))
    after = stands(item, cast)
    assert (after.state, after.settled_by_id, after.said) == ("done", owner.pk, "")
    assert not answers(owner)


def test_other_words_are_kept_for_the_hosts_and_nothing_is_guessed(cast: Cast) -> None:
    item = given(cast, cast.sam)
    arrive(letter(reply_to(told()[0]), "Done, but two forms are missing", sender="sam@example.org"))
    after = stands(item, cast)
    assert (after.state, after.said) == ("open", "Done, but two forms are missing")
    said = text_of(answers(cast.sam)[0])
    assert "It is still open" in said
    assert "/mail/action/" in said
    url = f"/c/four-rivers/meetings/actions/{item.number}/"
    assert "two forms are missing" in browser_of(cast.fay).get(url).content.decode()
    assert "two forms are missing" not in browser_of(cast.pat).get(url).content.decode()


def test_several_things_of_one_person_are_one_mail_with_a_link_each(
    cast: Cast, clock: Clock
) -> None:
    items = given_several(cast, cast.sam, 9, 9, 20)
    assert subjects() == ["For you to do: 3 things"]
    text = text_of(told()[0])
    assert [text.count(f"{n}. Thing {n}.") for n in (1, 2, 3)] == [1, 1, 1]
    paths = [
        line.partition("localhost:8000")[2] for line in text.split() if "/mail/action/" in line
    ]
    assert len(set(paths)) == 3
    assert "You also took this on:" not in Client().get(paths[1]).content.decode()
    page = Client().post(paths[1]).content.decode()
    # The page leads on to what is left, and to nothing of others.
    assert [path in page for path in paths] == [True, False, True]
    assert states(items, cast) == ["open", "done", "open"]
    # What has its day by itself is reminded of by itself.
    clock.shows(timezone.now() + timedelta(days=10))
    assert subjects()[1:] == ["Is it done? Thing 1."]


def test_reminders_of_one_day_are_one_mail_and_keep_the_numbers(cast: Cast, clock: Clock) -> None:
    items = given_several(cast, cast.sam, 9, 12, 9)
    with scope(cast.community):
        for one in items:
            one.community = cast.community
        # They are numbered by their days.
        numbers = {one.words: one.told_as for one in ActionItem.objects.all()}
        assert numbers == {"Thing 1.": 1, "Thing 3.": 2, "Thing 2.": 3}
    clock.shows(timezone.now() + timedelta(days=14))
    assert subjects()[1:] == ["Reminder: 3 things for you to do"]
    assert "Which of them are done?" in text_of(told()[1])
    assert "2. Thing 3." in text_of(told()[1])
    assert "Was to be done by" in text_of(told()[1])


def test_what_another_person_took_on_is_a_mail_of_his(cast: Cast) -> None:
    with scope(cast.community):
        section = section_of(cast)
        for owner in (cast.sam, cast.tess, cast.sam):
            day = timezone.localdate() + timedelta(days=9)
            take_on(section, f"For {owner.name}.", owner=owner, due_on=day, by=cast.fay)
        begin_review(section.notes)
        send_notes(section.notes, by=cast.fay, seen=seen_of(section.notes))
    work()
    assert sorted(mail.to for mail in told()) == ["sam@example.org", "tess@example.org"]


@pytest.mark.parametrize(
    ("who", "words", "expected"),
    [
        ("sam", "Done 1 and 3, thanks!", ["done", "open", "done"]),
        ("rosa", "Hecho el 2", ["open", "done", "open"]),
        ("sam", "All done", ["done", "done", "done"]),
        ("rosa", "Ya está todo listo.", ["done", "done", "done"]),
    ],
)
def test_a_reply_names_what_is_done_by_number(
    cast: Cast, who: str, words: str, expected: list[str]
) -> None:
    owner = getattr(cast, who)
    items = given_several(cast, owner, 9, 9, 9)
    arrive(letter(reply_to(told()[0]), words, sender=owner.user.email))
    assert states(items, cast) == expected
    said = text_of(answers(owner)[0])
    assert [f"Thing {n}." in said for n in (1, 2, 3)] == [one == "done" for one in expected]


def test_done_alone_is_asked_back_while_several_are_open(cast: Cast) -> None:
    items = given_several(cast, cast.sam, 9, 9)
    arrive(letter(reply_to(told()[0]), "Done!", sender="sam@example.org"))
    assert states(items, cast) == ["open", "open"]
    said = text_of(answers(cast.sam)[0])
    assert "Which of these is done?" in said
    assert said.count("/mail/action/") == 2
    with scope(cast.community):
        items[0].community = cast.community
        settle_item(items[0], ActionState.DONE, by=cast.sam)
    arrive(letter(reply_to(told()[0]), "Done.", sender="sam@example.org"))
    assert states(items, cast) == ["done", "done"]


def test_other_words_about_several_are_kept_with_all_that_are_open(cast: Cast) -> None:
    items = given_several(cast, cast.sam, 9, 9)
    arrive(letter(reply_to(told()[0]), "The district is slow.", sender="sam@example.org"))
    assert [stands(one, cast).said for one in items] == ["The district is slow."] * 2
    arrive(letter(reply_to(told()[0]), "Done 1. They pay all of it.", sender="sam@example.org"))
    assert [stands(one, cast).said for one in items] == [
        "Done 1. They pay all of it.",
        "The district is slow.",
    ]


def test_a_number_goes_no_further_than_its_owner(cast: Cast) -> None:
    items = given_several(cast, cast.sam, 9, 9)
    with scope(cast.community):
        items[1].community = cast.community
        change_item(
            items[1], words="Thing 2.", owner=cast.tess, due_on=items[1].due_on, by=cast.fay
        )
    work()
    arrive(letter(reply_to(told()[0]), "Done 1 and 2", sender="sam@example.org"))
    assert states(items, cast) == ["open", "open"]
    arrive(letter(reply_to(told()[1]), "Done", sender="tess@example.org"))
    assert states(items, cast) == ["open", "done"]


def test_the_link_of_the_mail_shows_a_button_and_only_pressing_it_settles(cast: Cast) -> None:
    item = given(cast, cast.sam)
    text = text_of(told()[0])
    path = next(
        line.partition("localhost:8000")[2] for line in text.split() if "/mail/action/" in line
    )
    assert "It is done" in Client().get(path).content.decode()
    assert stands(item, cast).state == "open"
    page = Client().post(path, {"said": "They pay half."}).content.decode()
    assert "Thank you." in page
    after = stands(item, cast)
    assert (after.state, after.said) == ("done", "They pay half.")
    assert "It is done already." in Client().get(path).content.decode()
    assert Client().get("/mail/action/abc/").status_code == 404


def test_the_link_of_somebody_who_has_it_no_more_says_so(cast: Cast) -> None:
    item = given(cast, cast.sam)
    path = next(
        line.partition("localhost:8000")[2]
        for line in text_of(told()[0]).split()
        if "/mail/action/" in line
    )
    with scope(cast.community):
        item.community = cast.community
        change_item(item, words="Ask.", owner=cast.tess, due_on=item.due_on, by=cast.fay)
    assert "Not yours to do any more" in Client().post(path).content.decode()
    assert stands(item, cast).state == "open"


def test_others_do_not_settle_it_and_hosts_who_do_stand_in_the_record(cast: Cast) -> None:
    item = given(cast, cast.sam)
    url = f"/c/four-rivers/meetings/actions/{item.number}/"
    for path in ("done/", "done/delete/", "dropped/"):
        assert browser_of(cast.pat).post(url + path).status_code == 403
    browser_of(cast.fay).post(f"{url}dropped/")
    assert stands(item, cast).state == "dropped"
    with scope(cast.community):
        assert Act.objects.get(act="item_dropped").note == "Ask the district."
    browser_of(cast.sam).post(f"{url}done/delete/")
    assert stands(item, cast).state == "open"


def test_each_finds_his_own_in_a_list_and_on_the_first_page(cast: Cast) -> None:
    given(cast, cast.sam)
    where = "/c/four-rivers/meetings/actions/"
    assert "Ask the district." in browser_of(cast.sam).get(where).content.decode()
    assert "Ask the district." in browser_of(cast.sam).get("/c/four-rivers/").content.decode()
    assert "Ask the district." not in browser_of(cast.tess).get(where).content.decode()
    assert "Ask the district." not in browser_of(cast.tess).get("/c/four-rivers/").content.decode()
    hosted = browser_of(cast.fay).get(where, {"of": "hosted"}).content.decode()
    assert "Ask the district." in hosted
    assert "Of meetings that I host" not in browser_of(cast.tess).get(where).content.decode()


def test_what_is_open_stands_on_the_notes_of_the_next_meeting(cast: Cast) -> None:
    item = given(cast, cast.sam)
    with scope(cast.community):
        meeting = ActionItem.objects.select_related("meeting__series").get(pk=item.pk).meeting
        later = meetings_of(meeting.series)[1]
        later.starts_at = timezone.now() + timedelta(hours=2)
        later.ends_at = later.starts_at + timedelta(hours=1)
        later.save()
    url = f"/c/four-rivers/meetings/{later.number}/notes/"
    page = browser_of(cast.tess).get(url).content.decode()
    assert "Still open from before" in page
    assert "Ask the district." in page


def test_whose_owner_leaves_needs_somebody_else_and_reminds_nobody(
    cast: Cast, clock: Clock
) -> None:
    item = given(cast, cast.sam)
    with scope(cast.community):
        ActionItem.objects.update(owner=None)
    clock.shows(timezone.now() + timedelta(days=60))
    assert len(told()) == 1
    url = f"/c/four-rivers/meetings/actions/{item.number}/"
    assert "Nobody has it now" in browser_of(cast.fay).get(url).content.decode()


def test_who_does_not_see_the_meeting_any_more_gets_no_mail_about_it(
    cast: Cast, clock: Clock
) -> None:
    with scope(cast.community):
        section = section_of(cast, met(cast, audience=cast.superintendents.audience))
        due_on = timezone.localdate() + timedelta(days=3)
        take_on(section, "Ask.", owner=cast.sam, due_on=due_on, by=cast.fay)
        begin_review(section.notes)
        send_notes(section.notes, by=cast.fay, seen=seen_of(section.notes))
        cast.sam.role_links.all().delete()
        cast.community.people_changed()
    work()
    assert not told()
