"""The pages that a mail opens: without signing in, one person and one act."""

import time
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from communities.models import Membership
from communities.models.membership import Pace
from communities.scope import scope
from communities.switcher import my_communities
from core.signed_links import make_short_token, make_token, read_short_token
from digests.checks import unsubscribe_link_fits
from digests.links import pace_url, unsubscribe_url
from notifications.levels import levels_of
from notifications.models import OutgoingMail
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict() -> Client:
    """Give a mail program: no cookie, and forgery is checked for."""
    return Client(enforce_csrf_checks=True)


def path(url: str) -> str:
    return urlsplit(url).path


def paces(member: Membership) -> dict[str, str]:
    return {entry.slug: entry.pace for entry in my_communities(member.user)}


def test_looking_at_the_link_changes_nothing(cast: Cast, client: Client) -> None:
    page = client.get(path(unsubscribe_url(cast.sam.user_id)))
    assert page.status_code == 200
    assert "Stop these mails" in page.text
    assert "Four Rivers Network" in page.text
    assert paces(cast.sam) == {"four-rivers": "daily", "lakes": "daily"}


def test_a_mail_program_unsubscribes_with_one_click(cast: Cast, strict: Client) -> None:
    page = strict.post(path(unsubscribe_url(cast.sam.user_id)), {"List-Unsubscribe": "One-Click"})
    assert page.status_code == 200
    assert paces(cast.sam) == {"four-rivers": "never", "lakes": "never"}
    assert paces(cast.tess) == {"four-rivers": "daily"}


def test_the_page_after_says_how_to_come_back(cast: Cast, strict: Client) -> None:
    page = strict.post(f"/mail/unsubscribe/{path(unsubscribe_url(cast.sam.user_id))[3:]}")
    assert "You will get no more of these mails" in page.text
    assert "/mail/pace/" in page.text


def test_the_hour_and_the_day_are_chosen_on_the_page_that_a_mail_opens(
    cast: Cast, client: Client
) -> None:
    page = path(pace_url(cast.tess.user_id))
    choice = {f"community_{cast.community.pk}": "monthly"}
    client.post(page, choice | {"digest_hour": "18", "digest_weekday": "4"})
    cast.tess.user.refresh_from_db()
    assert (cast.tess.user.digest_hour, cast.tess.user.digest_weekday) == (18, 4)
    assert paces(cast.tess) == {"four-rivers": "monthly"}
    wrong = client.post(page, choice | {"digest_hour": "24"})
    assert wrong.status_code == 422
    # An older page that does not ask for them leaves them as they are.
    client.post(page, {f"community_{cast.community.pk}": "weekly"})
    cast.tess.user.refresh_from_db()
    assert (cast.tess.user.digest_hour, cast.tess.user.digest_weekday) == (18, 4)
    assert paces(cast.tess) == {"four-rivers": "weekly"}


def test_a_link_may_name_one_community(cast: Cast, strict: Client) -> None:
    strict.post(path(unsubscribe_url(cast.sam.user_id, cast.other.pk)))
    assert paces(cast.sam) == {"four-rivers": "daily", "lakes": "never"}


def test_a_mailed_unsubscribe_link_is_short_enough_for_a_header(cast: Cast) -> None:
    token = make_short_token("unsubscribe", 2**31, 2**31)
    assert len(token) <= 30
    assert read_short_token("unsubscribe", token) == [2**31, 2**31]
    assert read_short_token("another-act", token) is None


def test_a_site_address_that_is_too_long_for_the_header_is_warned_of(settings: Settings) -> None:
    settings.SITE_URL = "https://porchlight.example.org"
    assert unsubscribe_link_fits() == []
    settings.SITE_URL = "https://" + "a-very-long-name." * 4 + "example.org"
    assert [warning.id for warning in unsubscribe_link_fits()] == ["digests.W001"]


# Not one letter: in place of the last one, some letters would say the same.
@pytest.mark.parametrize("change", ["xx", "AAAA", "%C3%A9", "=", "a/b"])
def test_a_forged_link_leads_nowhere(cast: Cast, strict: Client, change: str) -> None:
    good = path(unsubscribe_url(cast.sam.user_id))
    for forged in (f"/u/{change}/", good[:-2] + change + "/", "/u/" + change + good[4:]):
        assert strict.get(forged).status_code == 404
        assert strict.post(forged).status_code == 404
    assert strict.post("/mail/pace/forged/").status_code in {403, 404}
    assert strict.get("/mail/pace/forged/").status_code == 404
    assert paces(cast.sam) == {"four-rivers": "daily", "lakes": "daily"}


def test_each_community_has_its_own_pace(cast: Cast, client: Client) -> None:
    address = path(pace_url(cast.sam.user_id))
    page = client.get(address)
    assert "Four Rivers Network" in page.text
    assert "Lakes Network" in page.text
    fields = {
        f"community_{cast.community.pk}": "weekly",
        f"community_{cast.other.pk}": "never",
    }
    page = client.post(address, fields)
    assert "Your choice is saved." in page.text
    assert paces(cast.sam) == {"four-rivers": "weekly", "lakes": "never"}


def test_a_wrong_choice_is_said_and_changes_nothing(cast: Cast, client: Client) -> None:
    address = path(pace_url(cast.sam.user_id))
    fields = {
        f"community_{cast.community.pk}": "hourly",
        f"community_{cast.other.pk}": "never",
    }
    assert client.post(address, fields).status_code == 422
    assert paces(cast.sam) == {"four-rivers": "daily", "lakes": "daily"}


def test_a_form_cannot_reach_a_community_one_is_not_in(cast: Cast, client: Client) -> None:
    fields = {
        f"community_{cast.community.pk}": "weekly",
        f"community_{cast.other.pk}": "never",
    }
    client.post(path(pace_url(cast.tess.user_id)), fields)
    assert paces(cast.tess) == {"four-rivers": "weekly"}
    with scope(cast.other):
        assert set(Membership.objects.values_list("pace", flat=True)) == {Pace.DAILY}


def test_choosing_is_protected_against_forgery(cast: Cast, strict: Client) -> None:
    assert strict.post(path(pace_url(cast.sam.user_id))).status_code == 403


def test_an_old_link_offers_a_new_one_to_ones_own_address(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 91 * 86400)
    old = "/mail/pace/" + make_token("pace", user=cast.sam.user_id) + "/"
    monkeypatch.undo()
    page = client.get(old)
    assert "This link is too old" in page.text
    assert not OutgoingMail.objects.exists()
    assert "sam@example.org" not in page.text
    for _twice in range(2):
        assert "A new link is on its way" in client.post(old).text
    mail = OutgoingMail.objects.get()
    assert mail.to == "sam@example.org"
    assert paces(cast.sam) == {"four-rivers": "daily", "lakes": "daily"}


def test_the_pages_are_in_the_readers_language(cast: Cast, client: Client) -> None:
    page = client.get(path(pace_url(cast.rosa.user_id)), headers={"accept-language": "en"})
    assert '<html lang="es"' in page.text


def test_name_and_language_are_changed_by_the_link(cast: Cast, client: Client) -> None:
    address = path(pace_url(cast.rosa.user_id)) + "me/"
    assert "Mi nombre y mi idioma" in client.get(address).text
    assert client.post(address, {"display_name": "", "language": "en"}).status_code == 422
    page = client.post(address, {"display_name": "Rosa Peña Ruiz", "language": "en"}, follow=True)
    assert "Your choice is saved." in page.text
    cast.rosa.user.refresh_from_db()
    assert (cast.rosa.user.name, cast.rosa.user.language) == ("Rosa Peña Ruiz", "en")


def test_one_chooses_which_forums_write(cast: Cast, client: Client) -> None:
    address = path(pace_url(cast.rosa.user_id)) + "forums/four-rivers/"
    page = client.get(address)
    assert "Family engagement" in page.text
    assert "Superintendents" not in page.text
    place = ("forums.forum", cast.families.pk)
    for chosen, level in (([], "nothing"), ([cast.families.pk], "mentions")):
        assert client.post(address, {"wanted": chosen}).status_code == 302
        with scope(cast.community):
            found = levels_of([cast.rosa.pk], place, community_id=cast.community.pk)
        assert found[cast.rosa.pk] == level
    hidden = {"wanted": [cast.superintendents.pk]}
    assert client.post(address, hidden).status_code == 422
    assert client.get(address.replace("four-rivers", "lakes")).status_code == 404
