"""The public page of a community, and joining by it; and leaving."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community, Membership
from communities.models.community import Joining
from communities.models.membership import Status
from communities.scope import scope
from forums.models import ForumUserObjectPermission
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.opened_mail import opened, text_of

type SignIn = Callable[[Membership], Client]
ABOUT = "/c/four-rivers/about/"
ASK = "/c/four-rivers/about/request/"


def policy(cast: Cast, joining: str) -> None:
    Community.objects.filter(pk=cast.community.pk).update(joining=joining)


def status(cast: Cast, person: Membership) -> str | None:
    with scope(cast.community):
        found = Membership.objects.filter(user=person.user, community=cast.community).first()
        return found.status if found else None


@pytest.mark.parametrize("joining", ["request", "open"])
def test_the_page_shows_the_charter_to_anybody(cast: Cast, joining: str) -> None:
    policy(cast, joining)
    page = Client().get(ABOUT)
    assert page.status_code == 200
    assert "We learn the same things twice" in page.content.decode()


def test_a_community_by_invitation_is_not_there_for_outsiders(
    cast: Cast, as_member: SignIn
) -> None:
    for client in (Client(), as_member(cast.olga), as_member(cast.lee)):
        assert client.get(ABOUT).status_code == 404
        assert client.post(ASK).status_code == 404
        assert client.post("/c/four-rivers/about/account/").status_code == 404
    assert as_member(cast.sam).get(ABOUT).status_code == 200


def test_getting_the_address_of_an_act_is_refused(cast: Cast) -> None:
    for address in (ASK, "/c/four-rivers/about/account/", "/c/four-rivers/join/x/link/"):
        assert Client().get(address).status_code == 405


def test_a_visitor_is_let_make_an_account(cast: Cast) -> None:
    policy(cast, "open")
    client = Client()
    response = client.post("/c/four-rivers/about/account/")
    assert response["Location"] == f"{reverse('account_signup')}?next={ABOUT}"
    assert client.session["joining_community"] == "four-rivers"
    assert client.post(ASK)["Location"].startswith(reverse("account_login"))


def test_anybody_joins_an_open_community_as_a_member_of_the_outer_circle(
    cast: Cast, as_member: SignIn
) -> None:
    policy(cast, "open")
    response = as_member(cast.olga).post(ASK)
    assert response["Location"] == "/c/four-rivers/welcome/"
    with scope(cast.community):
        member = Membership.objects.get(user=cast.olga.user)
    assert (member.status, member.circle, member.standing) == ("active", "outer", "member")


def test_a_request_waits_for_a_facilitator_with_its_note(cast: Cast, as_member: SignIn) -> None:
    policy(cast, "request")
    client = as_member(cast.olga)
    client.post(ASK, {"note": "I teach in Lakes."})
    assert status(cast, cast.olga) == Status.REQUESTED
    assert client.get("/c/four-rivers/").status_code == 404
    assert "You have asked to join" in client.get(ABOUT).content.decode()
    assert (
        "I teach in Lakes."
        in as_member(cast.fay).get("/c/four-rivers/people/requests/").content.decode()
    )


def request_of(cast: Cast, as_member: SignIn, person: Membership) -> str:
    policy(cast, "request")
    as_member(person).post(ASK)
    with scope(cast.community):
        pk = Membership.objects.get(user=person.user).pk
    return f"/c/four-rivers/people/requests/{pk}"


def test_an_approved_person_is_in_and_told_by_mail(cast: Cast, as_member: SignIn) -> None:
    address = request_of(cast, as_member, cast.olga)
    as_member(cast.fay).post(f"{address}/approval/")
    assert status(cast, cast.olga) == Status.ACTIVE
    mail = OutgoingMail.objects.get()
    assert mail.to == "olga@example.org"
    assert opened(mail)["Subject"] == "You are a member of Four Rivers Network"


def test_a_declined_person_gets_the_reason_and_may_ask_again(cast: Cast, as_member: SignIn) -> None:
    address = request_of(cast, as_member, cast.olga)
    fay = as_member(cast.fay)
    assert fay.post(f"{address}/refusal/", {"reason": ""}).status_code == 422
    fay.post(f"{address}/refusal/", {"reason": "We are full this year."})
    assert status(cast, cast.olga) is None
    assert "We are full this year." in text_of(OutgoingMail.objects.get())
    as_member(cast.olga).post(ASK)
    assert status(cast, cast.olga) == Status.REQUESTED


def test_a_former_member_who_is_declined_stays_a_former_member(
    cast: Cast, as_member: SignIn
) -> None:
    address = request_of(cast, as_member, cast.lee)
    as_member(cast.fay).post(f"{address}/refusal/", {"reason": "No."})
    assert status(cast, cast.lee) == Status.LEFT


def test_a_note_that_is_too_long_is_kept_and_said(cast: Cast, as_member: SignIn) -> None:
    policy(cast, "request")
    response = as_member(cast.olga).post(ASK, {"note": "x" * 501})
    assert response.status_code == 422
    assert "x" * 501 in response.content.decode()


def test_who_leaves_is_out_and_what_he_wrote_stays(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.sam)
    before = cast.community.people_version
    assert client.post("/c/four-rivers/leave/").status_code == 302
    assert status(cast, cast.sam) == Status.LEFT
    assert client.get("/c/four-rivers/").status_code == 404
    assert client.get("/c/lakes/").status_code == 200
    assert Community.objects.get(pk=cast.community.pk).people_version != before


def test_a_facilitator_who_leaves_gives_the_forums_back(cast: Cast, as_member: SignIn) -> None:
    as_member(cast.fay).post("/c/four-rivers/leave/")
    with scope(cast.community):
        assert not ForumUserObjectPermission.objects.filter(user=cast.fay.user).exists()


def test_the_last_admin_names_another_before_leaving(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.ada)
    assert "You are the only admin" in client.get("/c/four-rivers/leave/").content.decode()
    assert client.post("/c/four-rivers/leave/").status_code == 422
    for nobody in (cast.ada, cast.gus, cast.lee, cast.olga):
        answer = client.post("/c/four-rivers/leave/", {"successor": nobody.pk})
        assert answer.status_code == 422, nobody.name
    client.post("/c/four-rivers/leave/", {"successor": cast.fay.pk})
    assert status(cast, cast.ada) == Status.LEFT
    with scope(cast.community):
        assert Membership.objects.get(pk=cast.fay.pk).standing == "admin"


def test_a_link_to_a_public_page_says_what_it_is(cast: Cast, client: Client) -> None:
    Community.objects.filter(pk=cast.community.pk).update(joining=Joining.OPEN)
    html = client.get("/c/four-rivers/about/").content.decode()
    assert '<meta property="og:title" content="Four Rivers Network">' in html
    assert "http://testserver/c/four-rivers/about/" in html
    assert "og:title" in client.get("/").content.decode()
    # What is not public says nothing.
    assert "og:" not in client.get("/accounts/login/").content.decode()
