"""Reminders come when the host chose, moved with the meeting, and not to who declined."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.models import DueWork
from communities.scope import scope
from meetings.inviting import telling
from meetings.inviting.promises import REMIND, next_reminder, promise_reminders
from meetings.inviting.reminding import KIND
from meetings.models import Answer, Meeting, Series
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.mailroom.letters import HOST
from tests.meetings.invitation_scenes import answer_row, path_of
from tests.meetings.scenes import meetings_of, planned, says
from tests.notifications.notice_scenes import work
from tests.opened_mail import html_of, opened, text_of

pytestmark = pytest.mark.django_db
DAY = 24 * 60


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def reminders() -> dict[str, OutgoingMail]:
    """Return the newest reminder by the first name of who got it."""
    found = OutgoingMail.objects.filter(kind=KIND).order_by("pk")
    return {mail.to.partition("@")[0]: mail for mail in found}


def begins_in(cast: Cast, meeting: Meeting, wait: timedelta) -> None:
    """Let the meeting begin so soon, planned long before; look at what is due."""
    starts = timezone.now() + wait
    with scope(cast.community):
        long_ago = timezone.now() - timedelta(days=30)
        Meeting.objects.filter(pk=meeting.pk).update(
            starts_at=starts, ends_at=starts + timedelta(hours=1), changed_at=long_ago
        )
        Series.objects.update(created_at=long_ago)
    DueWork.objects.filter(kind=REMIND, object_id=meeting.pk).update(due_at=timezone.now())
    work()


def test_who_answered_differently_is_reminded_differently(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meetings_of(planned(cast, reminders=[DAY]))[0]
        says(cast.sam, meeting)
        says(cast.tess, meeting, Answer.NO)
        says(cast.fay, meeting, Answer.MAYBE)
    begins_in(cast, meeting, timedelta(hours=23))
    found = reminders()
    assert "tess" not in found
    assert "You said that you are coming." in text_of(found["sam"])
    assert "Do you know now?" in text_of(found["fay"])
    assert str(opened(found["pat"])["Subject"]).startswith("Are you coming? Monthly table")
    path_of(found["pat"], "yes")
    path_of(found["sam"], "late")
    # Who said so is not asked again, and who did not cannot change his mind.
    assert "/mail/meeting/yes/" not in text_of(found["sam"])
    assert "/mail/meeting-here/" in text_of(found["sam"])
    assert "I cannot come after all" in html_of(found["sam"])
    assert "I cannot come after all" not in text_of(found["pat"])
    assert "pronto" in text_of(found["rosa"])


def test_late_is_one_tap_and_a_button(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meetings_of(planned(cast, rule="", reminders=[60]))[0]
        says(cast.sam, meeting, guests=2)
    begins_in(cast, meeting, timedelta(minutes=50))
    path = path_of(reminders()["sam"], "late")
    page = Client().get(path).text
    assert "I am coming late" in page
    told = Client().post(path, {"guests": "2", "words": ""}).text
    assert "with 2 more people. We know that you come later." in told
    assert answer_row(cast, cast.sam) == ("yes", 2, "link")
    in_spanish = Client().post(path_of(reminders()["rosa"], "late"), {"guests": "", "words": ""})
    assert "Sabemos que llega más tarde." in in_spanish.text


def test_each_reminder_comes_once_and_the_next_one_is_promised(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "BATCH", 2)
    with scope(cast.community):
        meeting = meetings_of(planned(cast, rule="", reminders=[60, DAY]))[0]
    begins_in(cast, meeting, timedelta(hours=23))
    count = OutgoingMail.objects.filter(kind=KIND).count()
    assert count == len(reminders()) > 4
    row = DueWork.objects.get(kind=REMIND)
    with scope(cast.community):
        meeting.refresh_from_db()
    assert abs(row.due_at - (meeting.starts_at - timedelta(hours=1))) < timedelta(seconds=1)
    begins_in(cast, meeting, timedelta(minutes=59))
    assert OutgoingMail.objects.filter(kind=KIND).count() == 2 * count
    assert not DueWork.objects.filter(kind=REMIND).exists()


def test_what_was_planned_after_its_reminder_was_due_is_not_reminded_of(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meetings_of(planned(cast, rule="", reminders=[DAY]))[0]
    starts = timezone.now() + timedelta(hours=2)
    with scope(cast.community):
        Meeting.objects.update(starts_at=starts, ends_at=starts + timedelta(hours=1))
    DueWork.objects.filter(kind=REMIND, object_id=meeting.pk).update(due_at=timezone.now())
    work()
    assert not reminders()


def test_a_moved_meeting_takes_its_reminder_along(cast: Cast) -> None:
    with scope(cast.community):
        series = planned(cast, rule="", reminders=[DAY])
        meeting = meetings_of(series)[0]
        for days in (3, 20):
            starts = timezone.now() + timedelta(days=days)
            Meeting.objects.update(starts_at=starts, ends_at=starts + timedelta(hours=1))
            meeting.refresh_from_db()
            promise_reminders(series, [meeting])
        DueWork.objects.filter(kind=REMIND).update(due_at=timezone.now())
    work()
    assert not reminders()
    at = DueWork.objects.get(kind=REMIND).due_at
    assert abs(at - (starts - timedelta(days=1))) < timedelta(seconds=1)


@pytest.mark.parametrize("day", [date(2027, 3, 14), date(2027, 11, 7)])
def test_hours_before_are_hours_that_pass_also_when_the_clock_changes(day: date) -> None:
    zone = ZoneInfo("America/Chicago")
    starts = datetime.combine(day, time(9), tzinfo=zone).astimezone(ZoneInfo("UTC"))
    at = next_reminder(
        Series(reminders=[DAY]), Meeting(starts_at=starts), after=starts - timedelta(days=9)
    )
    assert at == starts - timedelta(hours=24)
    # On the wall it shows another hour the day before.
    assert at.astimezone(zone).hour == (8 if day.month == 3 else 10)


def test_quiet_hours_hold_a_reminder_back_only_while_it_is_of_use(cast: Cast) -> None:
    hour = timezone.now().hour
    user = cast.sam.user
    user.time_zone, user.quiet_from, user.quiet_until = "UTC", (hour - 1) % 24, (hour + 3) % 24
    user.save()
    with scope(cast.community):
        first, second, *_rest = meetings_of(planned(cast, reminders=[DAY]))
    begins_in(cast, first, timedelta(hours=1))
    assert reminders()["sam"].due_at <= timezone.now()
    begins_in(cast, second, timedelta(hours=20))
    assert reminders()["sam"].due_at > timezone.now()
