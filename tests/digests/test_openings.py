"""What a facilitator says first in the digests, what he sees of them, and when they leave."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from communities.models import Membership
from communities.models.membership import Pace
from communities.scope import scope
from digests.leaving import next_due
from digests.models import DigestOpening
from digests.openings import write_opening
from tests.cast import Cast
from tests.digests.scenes import DAY, MONDAY, TUESDAY, ask, mails, only_mail, part, send, settle_in

pytestmark = pytest.mark.django_db

PAGE = "/c/four-rivers/digest/"


@pytest.fixture
def settled(cast: Cast) -> Cast:
    settle_in(cast.community, cast.other)
    return cast


def opens(cast: Cast, body: str = "Bring *one* question.", at: datetime = MONDAY - DAY) -> None:
    with scope(cast.community):
        write_opening(by=cast.fay, body=body, last_day=None)
        DigestOpening.objects.update(written_at=at)


def test_each_member_finds_the_opening_once_with_the_name_of_who_wrote_it(settled: Cast) -> None:
    opens(settled)
    ask(settled.families, settled.pat, "Buses")
    ask(settled.lakes_forum, settled.olga, "Boats")
    send()
    text = part(only_mail(settled.tess))
    assert text.index("Bring one question.\nFay Moua, Four Rivers Network") < text.index("Buses")
    assert "Bring <em>one</em> question." in part(only_mail(settled.tess), "html")
    assert part(only_mail(settled.sam)).count("Bring one question.") == 1
    ask(settled.families, settled.pat, "Snow", at=TUESDAY)
    send(TUESDAY + DAY)
    assert "Bring" not in part(mails(settled.tess)[1])


def test_an_opening_makes_no_mail_and_waits_for_the_next_one(settled: Cast) -> None:
    opens(settled)
    send()
    assert mails(settled.tess) == []
    ask(settled.families, settled.pat, "Buses", at=TUESDAY)
    opens(settled, "Changed.")
    send(TUESDAY + DAY)
    assert "Changed." in part(only_mail(settled.tess))


def test_after_its_last_day_an_opening_stands_nowhere(settled: Cast) -> None:
    opens(settled)
    with scope(settled.community):
        DigestOpening.objects.update(last_day=(MONDAY - DAY).date())
    ask(settled.families, settled.pat, "Buses")
    send()
    assert "Bring" not in part(only_mail(settled.tess))


def test_a_facilitator_writes_changes_and_takes_back_an_opening(
    settled: Cast, client: Client
) -> None:
    client.force_login(settled.fay.user)
    long_ago = {"body": "Welcome **all**.", "last_day": "2020-01-01"}
    refused = client.post(PAGE, long_ago)
    assert refused.status_code == 422
    assert "Welcome **all**." in refused.text
    page = client.post(PAGE, {"body": "Welcome **all**.", "last_day": ""}, follow=True)
    assert "<strong>all</strong>" in page.text
    assert "Written by Fay Moua." in page.text
    page = client.post(f"{PAGE}opening/delete/", follow=True)
    assert "Written by" not in page.text
    client.force_login(settled.sam.user)
    assert client.get(PAGE).status_code == 403


def test_a_preview_shows_what_a_role_gets_of_what_the_facilitator_sees(
    settled: Cast, client: Client
) -> None:
    now = timezone.now()
    ask(settled.superintendents, settled.sam, "Among ourselves", at=now - DAY)
    ask(settled.families, settled.pat, "Buses", at=now - DAY)
    client.force_login(settled.fay.user)
    people = User.objects.count()

    def seen_as(role: str) -> list[bool]:
        page = client.get(f"{PAGE}preview/", {"role": settled.roles[role].pk})
        assert page.status_code == 200
        return [title in page.text for title in ("Among ourselves", "Buses")]

    assert seen_as("superintendent") == [True, True]
    assert seen_as("principal") == [False, True]
    # The admin sees neither forum.
    client.force_login(settled.ada.user)
    assert seen_as("superintendent") == [False, False]
    assert User.objects.count() == people
    with scope(settled.community):
        assert Membership.objects.count() == 8


@pytest.mark.parametrize(
    ("pace", "weekday", "expected"),
    [
        (Pace.DAILY, 0, "2026-03-07"),
        (Pace.WEEKDAYS, 0, "2026-03-09"),
        (Pace.WEEKLY, 3, "2026-03-12"),
        (Pace.MONTHLY, 3, "2026-04-02"),
    ],
)
def test_the_next_digest_is_announced_for_its_day(pace: Pace, weekday: int, expected: str) -> None:
    # Friday afternoon; the clocks change on Sunday.
    now = datetime(2026, 3, 6, 20, tzinfo=UTC)
    at = next_due(pace, now, "America/New_York", hour=7, weekday=weekday)
    assert at.date().isoformat() == expected
    assert at - now < timedelta(days=35)
