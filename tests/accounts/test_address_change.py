"""A person's address changes; everything else stays."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from communities.models import Membership
from communities.scope import scope
from tests.accounts.conftest import code_in, words_of
from tests.cast import Cast
from tests.smtp_peer import SmtpPeer

ADDRESS = "/accounts/email/"
CONFIRM = "/accounts/confirm-email/"


def change(browser: Client, address: str) -> None:
    answer = browser.post(ADDRESS, {"email": address, "action_add": "1"})
    assert answer.headers["Location"] == CONFIRM


def test_a_new_address_counts_once_its_code_is_typed(
    client: Client, cast: Cast, smtp_peer: SmtpPeer, sign_in: Callable[[Client, User], Client]
) -> None:
    person = cast.rosa.user
    sign_in(client, person)
    change(client, "Rosa.Pena@Example.NET")
    person.refresh_from_db()
    assert person.email == "rosa@example.org"

    [mail] = smtp_peer.to("rosa.pena@example.net")
    answer = client.post(CONFIRM, {"code": code_in(mail.text)})
    assert answer.headers["Location"] == "/me/security/"
    person.refresh_from_db()
    assert person.email == "rosa.pena@example.net"
    assert EmailAddress.objects.get(user=person).email == "rosa.pena@example.net"
    told = smtp_peer.to("rosa@example.org")[-1]
    assert "rosa.pena@example.net" in told.text
    with scope(cast.community):
        assert Membership.objects.get(pk=cast.rosa.pk).is_active
    sign_in(Client(), person)


def test_an_address_of_somebody_else_is_neither_taken_nor_betrayed(
    client: Client,
    sam: User,
    rosa: User,
    smtp_peer: SmtpPeer,
    sign_in: Callable[[Client, User], Client],
) -> None:
    sign_in(client, sam)
    change(client, rosa.email)
    assert "We sent a mail" in words_of(client.get(CONFIRM).content)
    for mail in smtp_peer.to(rosa.email):
        first = mail.text.splitlines()[0].strip()
        client.post(CONFIRM, {"code": first})
    sam.refresh_from_db()
    rosa.refresh_from_db()
    assert (sam.email, rosa.email) == ("sam@example.org", "rosa@example.org")


def test_a_wrong_code_changes_nothing(
    client: Client, sam: User, smtp_peer: SmtpPeer, sign_in: Callable[[Client, User], Client]
) -> None:
    sign_in(client, sam)
    change(client, "sam@example.net")
    right = code_in(smtp_peer.to("sam@example.net")[0].text)
    client.post(CONFIRM, {"code": "000000" if right != "000000" else "111111"})
    sam.refresh_from_db()
    assert sam.email == "sam@example.org"
