"""Hours of one's own clock in which no mail at once comes."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.quiet_hours import quiet_until
from communities.models import DueWork
from communities.scope import scope
from core.timezones import zone_named
from notifications.models import Notice
from tests.cast import Cast
from tests.notifications.notice_scenes import answer, ask, mails, work
from tests.opened_mail import text_of


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, 30, tzinfo=zone_named("America/New_York"))


@pytest.mark.parametrize(
    ("begin", "end", "now", "ends"),
    [
        (None, None, at(2, 23), None),
        (21, 7, at(2, 20), None),
        (21, 7, at(2, 21), datetime(2026, 3, 3, 12, tzinfo=UTC)),
        (21, 7, at(3, 6), datetime(2026, 3, 3, 12, tzinfo=UTC)),
        (21, 7, at(3, 7), None),
        (9, 12, at(3, 11), datetime(2026, 3, 3, 17, tzinfo=UTC)),
        (9, 12, at(3, 12), None),
        # The night in which clocks go forward.
        (21, 7, at(7, 23), datetime(2026, 3, 8, 11, tzinfo=UTC)),
    ],
)
def test_when_quiet_hours_end(
    begin: int | None, end: int | None, now: datetime, ends: datetime | None
) -> None:
    assert quiet_until(User(quiet_from=begin, quiet_until=end), now) == ends


@pytest.mark.django_db
def test_what_comes_in_quiet_hours_waits_and_comes_in_one_mail(cast: Cast) -> None:
    hour = timezone.now().astimezone(zone_named("America/New_York")).hour
    user = cast.sam.user
    user.quiet_from, user.quiet_until = (hour - 1) % 24, (hour + 2) % 24
    user.save()
    topic = ask(cast.superintendents, cast.sam)
    for words in ("The first.", "The second.", "The third."):
        answer(topic, cast.tess, words)
        work()
    assert mails(cast.sam) == []
    with scope(cast.community):
        assert Notice.objects.filter(member=cast.sam, told_at=None).count() == 3
    due = DueWork.objects.get(kind="write_notices", object_id=cast.sam.pk)
    assert due.due_at == quiet_until(user, timezone.now())
    User.objects.update(quiet_from=None, quiet_until=None)
    DueWork.objects.update(due_at=timezone.now())
    work()
    (mail,) = mails(cast.sam)
    assert all(words in text_of(mail) for words in ("The first.", "The second.", "The third."))


@pytest.mark.django_db
def test_they_are_chosen_beside_the_pace_of_mails(cast: Cast, client: Client) -> None:
    client.force_login(cast.sam.user)
    page = "/c/four-rivers/settings/me/"
    fields = {"pace": "daily", "digest_hour": "7", "digest_weekday": "0"}
    wrong = client.post(page, fields | {"quiet_from": "21", "quiet_until": ""})
    assert wrong.status_code == 422
    assert "Choose two different times" in wrong.text
    client.post(page, fields | {"quiet_from": "21", "quiet_until": "7"})
    user = User.objects.get(pk=cast.sam.user_id)
    assert (user.quiet_from, user.quiet_until) == (21, 7)
    client.post(page, fields | {"quiet_from": "", "quiet_until": ""})
    user.refresh_from_db()
    assert (user.quiet_from, user.quiet_until) == (None, None)
