"""A break from mails: begun, ended, and kept to by the digest and by mails at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.actions import pause_mails
from accounts.models import User
from accounts.pause_form import PauseForm, why_not_until
from communities.models import Membership
from core.signed_links import make_token
from digests.links import PACE
from tests.cast import Cast
from tests.digests.scenes import MONDAY, TUESDAY, ask, mails, send, settle_in
from tests.notifications import notice_scenes

type SignIn = Callable[[Membership], Client]

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({"length": "7"}, date(2026, 3, 9)),
        ({"length": "28"}, date(2026, 3, 30)),
        ({"length": "7", "day": "2026-05-01"}, date(2026, 3, 9)),
        ({"length": "day", "day": "2026-03-03"}, date(2026, 3, 3)),
        ({"length": "day", "day": "2027-03-03"}, date(2027, 3, 3)),
        ({"length": "day", "day": "2026-03-02"}, None),
        ({"length": "day", "day": "2027-03-04"}, None),
        ({"length": "day"}, None),
        ({"length": "soon"}, None),
        ({}, None),
    ],
)
def test_a_length_or_a_day_within_a_year(fields: dict[str, str], until: date | None) -> None:
    form = PauseForm(fields, today=TODAY)
    assert (form.until if form.is_valid() else None) == until


def test_why_not_is_said_in_a_sentence() -> None:
    assert "after today" in why_not_until(TODAY, today=TODAY)
    assert "next year" in why_not_until(TODAY + timedelta(days=400), today=TODAY)
    assert why_not_until(TODAY + timedelta(days=1), today=TODAY) == ""


def test_the_day_is_that_of_ones_own_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    # 13:00 in UTC is the next day already where Guam's clocks are, at 23:00 it is not yet.
    monkeypatch.setattr("accounts.models.timezone.now", lambda: MONDAY + timedelta(hours=2))
    person = User(time_zone="Pacific/Guam", mails_paused_until=TUESDAY.date())
    assert person.today == TUESDAY.date()
    assert person.mails_pause is None
    person.time_zone = "America/New_York"
    assert person.mails_pause == TUESDAY.date()


@pytest.mark.django_db
def test_no_digest_comes_before_the_day_and_the_first_one_tells_what_was_missed(
    cast: Cast,
) -> None:
    settle_in(cast.community, cast.other)
    ask(cast.superintendents, cast.sam, "Buses")
    pause_mails(cast.tess.user, TUESDAY.date())
    send(MONDAY)
    assert mails(cast.tess) == []
    send(TUESDAY)
    assert len(mails(cast.tess)) == 1


@pytest.mark.django_db
def test_nothing_comes_at_once_in_a_pause(cast: Cast) -> None:
    topic = notice_scenes.ask(cast.superintendents, cast.sam)
    pause_mails(cast.sam.user, cast.sam.user.today + timedelta(days=7))
    notice_scenes.answer(topic, cast.tess)
    notice_scenes.work()
    assert notice_scenes.mails(cast.sam) == []
    pause_mails(cast.sam.user, None)
    notice_scenes.answer(topic, cast.tess)
    notice_scenes.work()
    assert len(notice_scenes.mails(cast.sam)) == 1


@pytest.mark.django_db
def test_one_pauses_on_ones_own_page_and_comes_back(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.sam)
    assert "No mails come" not in client.get("/c/four-rivers/settings/me/").text
    page = client.post("/me/mails/pause/", {"length": "14"}, follow=True)
    assert "They come again on" in page.text
    assert "They come again on" in client.get("/c/four-rivers/settings/me/").text
    cast.sam.user.refresh_from_db()
    assert cast.sam.user.mails_pause == cast.sam.user.today + timedelta(days=14)
    page = client.post("/me/mails/pause/delete/", follow=True)
    assert "Pause my mails" in page.text
    assert client.post("/me/mails/pause/", {"length": "day"}).status_code == 422


@pytest.mark.django_db
def test_one_pauses_by_the_link_of_a_mail_without_signing_in(cast: Cast, client: Client) -> None:
    token = make_token(PACE, user=cast.rosa.user_id)
    assert client.get(f"/mail/pause/{token}/").status_code == 405
    page = client.post(f"/mail/pause/{token}/", {"length": "7"}, follow=True)
    assert "Los correos volverán" in page.text
    page = client.post(f"/mail/pause/{token}/delete/", follow=True)
    assert "Pausar mis correos" in page.text
    assert client.post(f"/mail/pause/{token}/", {"length": "x"}).status_code == 422
    assert client.post("/mail/pause/forged/", {"length": "7"}).status_code == 404
