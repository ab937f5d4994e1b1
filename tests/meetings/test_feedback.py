"""After a meeting: who is asked, how they say it, what their host reads, and what all hear of it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.leaving import Words, leave_for_good
from communities.models import DueWork, Membership
from communities.scope import scope
from meetings.feedback.hearing import say_heard, stamp
from meetings.feedback.promises import ASK_FEEDBACK, ask_newly_noted, asked_at
from meetings.feedback.reading import read_feedback
from meetings.feedback.saying import Said, say
from meetings.inviting import telling
from meetings.models import Answer, Feedback, Heard, Meeting, State, Worth
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.mailroom.letters import HOST, answers, arrive, letter, reply_to
from tests.meetings.after_meetings import browser_of, held, noted, page_of
from tests.meetings.scenes import begins, meetings_of, planned, says
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db


FEEDBACK = "feedback/"


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def look() -> None:
    """Let the hour pass at which the question is due."""
    DueWork.objects.filter(kind=ASK_FEEDBACK).update(due_at=timezone.now())
    work()


def asked() -> list[str]:
    """Return the first names of who was asked, one a mail."""
    found = OutgoingMail.objects.filter(kind="meeting_feedback").order_by("to")
    return [mail.to.partition("@")[0] for mail in found]


def mail_to(member: Membership, kind: str = "meeting_feedback") -> OutgoingMail:
    return OutgoingMail.objects.get(kind=kind, to=member.user.email)


def path_of(mail: OutgoingMail, said: str) -> str:
    found = re.search(rf"https?://\S*/mail/meeting-feedback/{said}/\S*", text_of(mail))
    assert found, text_of(mail)
    return urlsplit(found[0]).path


def said_by(cast: Cast, member: Membership) -> tuple[str, str, str, bool] | None:
    with scope(cast.community):
        found = Feedback.objects.filter(member=member).first()
        return (found.worth, found.change, found.words, found.is_named) if found else None


def test_each_meeting_that_is_planned_is_asked_about_an_hour_after_its_end(cast: Cast) -> None:
    with scope(cast.community):
        meetings = meetings_of(planned(cast))
    due = dict(DueWork.objects.filter(kind=ASK_FEEDBACK).values_list("object_id", "due_at"))
    assert due == {one.pk: one.ends_at + timedelta(hours=1) for one in meetings}


def test_those_who_came_are_asked_and_nobody_else(cast: Cast) -> None:
    meeting = held(cast)
    with scope(cast.community):
        says(cast.pat, meeting)
    noted(cast, meeting, cast.sam, cast.rosa)
    look()
    assert asked() == ["rosa", "sam"]
    assert "Thank you for coming." in text_of(mail_to(cast.sam))
    assert "¿Valió la pena" in text_of(mail_to(cast.rosa))


def test_where_nobody_was_noted_those_are_asked_who_said_yes_and_had_a_seat(cast: Cast) -> None:
    meeting = held(cast, capacity=2)
    with scope(cast.community):
        says(cast.sam, meeting)
        says(cast.ada, meeting)
        says(cast.tess, meeting)
        says(cast.pat, meeting, Answer.MAYBE)
        says(cast.rosa, meeting, Answer.NO)
    look()
    # tess waited for a seat, and ada is the host.
    assert asked() == ["sam"]
    assert "If you could not be there" in text_of(mail_to(cast.sam))


def test_a_cancelled_meeting_is_not_asked_about(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    with scope(cast.community):
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CANCELLED)
    look()
    assert asked() == []


def test_a_meeting_that_was_moved_is_asked_about_after_its_new_end(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    with scope(cast.community):
        begins(meeting, timezone.now() - timedelta(minutes=90))
    look()
    assert asked() == []
    assert DueWork.objects.get(kind=ASK_FEEDBACK).due_at == asked_at(meeting)


def test_nobody_is_asked_about_what_was_a_week_ago(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    with scope(cast.community):
        begins(meeting, timezone.now() - timedelta(days=8))
    look()
    assert asked() == []


def test_a_worker_that_stops_after_a_batch_misses_nobody_and_asks_nobody_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam, cast.tess, cast.rosa)
    monkeypatch.setattr(telling, "BATCH", 2)
    look()
    assert asked() == ["rosa", "sam", "tess"]
    with scope(cast.community):
        ask_newly_noted(meeting)
    look()
    assert asked() == ["rosa", "sam", "tess"]


def test_who_is_noted_later_is_asked_later(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    look()
    noted(cast, meeting, cast.tess)
    with scope(cast.community):
        ask_newly_noted(meeting)
    look()
    assert asked() == ["sam", "tess"]


def test_a_link_marks_an_answer_and_two_presses_say_both(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    look()
    path = path_of(mail_to(cast.sam), "partly")
    page = Client().get(path).text
    assert re.search(r'value="partly"[^>]* checked', page)
    assert said_by(cast, cast.sam) is None
    Client().post(path, {"worth": "partly", "change": "yes", "words": ""})
    assert said_by(cast, cast.sam) == ("partly", "yes", "", False)
    Client().post(path, {"worth": "partly", "words": "Shorter.", "is_named": "on"})
    assert said_by(cast, cast.sam) == ("partly", "yes", "Shorter.", True)


def test_enter_in_a_field_answers_no_question(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    look()
    for page in (
        browser_of(cast.sam).get(page_of(cast, meeting, FEEDBACK)),
        Client().get(path_of(mail_to(cast.sam), "yes")),
    ):
        form = page.content.decode().partition('<form class="form"')[2]
        # A browser presses the first button of a form when somebody types Enter.
        first = re.search(r"<button[^>]*>", form)
        assert first
        assert "name=" not in first[0]


def test_who_was_there_and_does_not_see_the_meeting_is_not_asked(cast: Cast) -> None:
    meeting = held(cast, audience=cast.superintendents.audience)
    noted(cast, meeting, cast.sam, cast.rosa)
    look()
    assert asked() == ["sam"]


def test_a_link_of_nobody_or_of_who_left_opens_nothing(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    look()
    path = path_of(mail_to(cast.sam), "yes")
    assert Client().get(path[:-3] + "x/").status_code == 404
    leave_for_good(cast.sam, Words.NAMED)
    assert Client().get(path).status_code == 404


def test_what_is_too_long_or_empty_is_said_and_kept(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    look()
    path = path_of(mail_to(cast.sam), "yes")
    long = Client().post(path, {"worth": "yes", "words": "x" * 1001})
    assert long.status_code == 422
    assert "x" * 1001 in long.text
    empty = Client().post(path, {"words": ""})
    assert empty.status_code == 422
    assert "Choose an answer, or write a line." in empty.text
    assert said_by(cast, cast.sam) is None


@pytest.mark.parametrize(
    ("text", "worth", "words"),
    [
        ("Yes", Worth.YES, ""),
        ("Sí, mucho.\nGracias", Worth.YES, "mucho.\nGracias"),
        ("en parte. Faltó tiempo.", Worth.PARTLY, "Faltó tiempo."),
        ("No\nToo long", Worth.NO, "Too long"),
        ("No problem, it was great", None, "No problem, it was great"),
        ("Yesterday was great", None, "Yesterday was great"),
        ("The food was good", None, "The food was good"),
    ],
)
def test_a_plain_reply_is_read_and_not_guessed(text: str, worth: Worth | None, words: str) -> None:
    assert (read_feedback(text).worth, read_feedback(text).words) == (worth, words)


def test_a_plain_reply_is_kept_and_a_second_one_is_added(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.rosa)
    look()
    to = reply_to(mail_to(cast.rosa))
    arrive(letter(to, "Sí. Faltó tiempo.", sender="rosa@example.org"))
    arrive(letter(to, "Y café.", sender="rosa@example.org"))
    assert said_by(cast, cast.rosa) == ("yes", "", "Faltó tiempo.\nY café.", False)
    assert not answers(cast.rosa)


def test_a_reply_after_a_month_is_answered_with_a_sentence(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    look()
    with scope(cast.community):
        begins(meeting, timezone.now() - timedelta(days=31))
    arrive(letter(reply_to(mail_to(cast.sam)), "Yes", sender="sam@example.org"))
    assert "more than a month ago" in text_of(answers(cast.sam)[0])
    assert said_by(cast, cast.sam) is None


def test_the_host_reads_numbers_and_words_and_names_only_of_who_wants_it(cast: Cast) -> None:
    meeting = held(cast)
    with scope(cast.community):
        say(meeting, cast.sam, Said(worth="yes", words="More buses.", is_named=True))
        say(meeting, cast.tess, Said(worth="no", words="Too loud."))
    page = browser_of(cast.ada).get(page_of(cast, meeting, FEEDBACK)).text
    assert "2 people answered." in page
    said = page[page.index("More buses.") : page.index("Only hosts and facilitators")]
    assert "Too loud." in page
    assert "Sam" in said
    assert "Tess" not in said
    assert "More buses." not in browser_of(cast.pat).get(page_of(cast, meeting, FEEDBACK)).text


def test_results_cost_the_same_for_many(cast: Cast) -> None:
    meeting = held(cast)
    browser = browser_of(cast.fay)
    browser.get(page_of(cast, meeting, FEEDBACK))
    counts = []
    for members in ([cast.sam], [cast.tess, cast.rosa, cast.pat]):
        with scope(cast.community):
            for member in members:
                say(meeting, member, Said(worth="yes", words=f"{member.pk}", is_named=True))
        with CaptureQueriesContext(connection) as asked_for:
            browser.get(page_of(cast, meeting, FEEDBACK))
        counts.append(len(asked_for))
    assert counts[0] == counts[1]


def test_before_the_end_and_of_a_cancelled_meeting_nothing_can_be_said(cast: Cast) -> None:
    meeting = held(cast)
    browser = browser_of(cast.sam)
    with scope(cast.community):
        begins(meeting, timezone.now())
    assert browser.get(page_of(cast, meeting, FEEDBACK)).status_code == 403
    with scope(cast.community), pytest.raises(PermissionDenied, match="not over yet"):
        say(meeting, cast.sam, Said(worth="yes"))
    with scope(cast.community):
        begins(meeting, timezone.now() - timedelta(hours=3))
        Meeting.objects.update(state=State.CANCELLED)
    refused = browser.post(page_of(cast, meeting, FEEDBACK), {"worth": "yes"})
    assert refused.status_code == 403
    assert "cancelled" in refused.text
    assert said_by(cast, cast.sam) is None


def told() -> list[str]:
    found = OutgoingMail.objects.filter(kind="meeting_heard").order_by("to")
    return [mail.to.partition("@")[0] for mail in found]


def test_what_was_heard_goes_to_all_once_and_stands_at_the_next_meeting(cast: Cast) -> None:
    meeting = held(cast, rule="FREQ=WEEKLY;COUNT=2")
    host = browser_of(cast.ada)
    host.post(page_of(cast, meeting, "feedback/heard/"), {"words": "Shorter from now on."})
    work()
    everybody = told()
    assert {"sam", "rosa", "tess"} <= set(everybody)
    assert "Shorter from now on." in text_of(mail_to(cast.rosa, "meeting_heard"))
    assert opened(mail_to(cast.sam, "meeting_heard"))["Subject"].startswith("What we heard")
    with scope(cast.community):
        seen, following = stamp(Heard.objects.get()), meetings_of(meeting.series)[1]
    host.post(page_of(cast, meeting, "feedback/heard/"), {"words": "At seven.", "seen": seen})
    work()
    assert told() == everybody
    sam = browser_of(cast.sam)
    assert "At seven." in sam.get(page_of(cast, meeting)).text
    assert "At seven." in sam.get(page_of(cast, following)).text


def test_of_two_hosts_at_once_nothing_is_lost(cast: Cast) -> None:
    meeting = held(cast)
    with scope(cast.community):
        say_heard(meeting, "From ada.", seen="", by=cast.ada)
    path = page_of(cast, meeting, "feedback/heard/")
    late = browser_of(cast.fay).post(path, {"words": "From fay.", "seen": ""})
    assert late.status_code == 409
    assert "From ada." in late.text
    assert "From fay." in late.text
    with scope(cast.community):
        heard = Heard.objects.get()
    assert heard.words == "From ada."
    browser_of(cast.fay).post(path, {"words": "From both.", "seen": stamp(heard)})
    with scope(cast.community):
        assert Heard.objects.get().words == "From both."


def test_members_do_not_tell_what_was_heard(cast: Cast) -> None:
    meeting = held(cast)
    path = page_of(cast, meeting, "feedback/heard/")
    assert browser_of(cast.sam).post(path, {"words": "Mine."}).status_code == 403
    with scope(cast.community):
        assert not Heard.objects.exists()
