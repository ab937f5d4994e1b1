"""Who reaches which page of a community: everybody a rule knows of, at every door of this app."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Invitation, Membership, ProvisioningDraft
from communities.models.membership import Status
from communities.scope import scope
from tests.cast import Cast, make_member, make_user

type SignIn = Callable[[Membership], Client]


@dataclass(frozen=True)
class Door:
    """A page, who gets in, and whether it is for acts only."""

    name: str
    takes: str = ""
    """What stands in its address: member, request, invitation, draft, number."""
    members: int = 200
    guests: int = 200
    facilitators: int = 200
    admins: int = 200
    post_only: bool = False
    read_only: bool = False


DOORS = [
    Door("welcome", read_only=True),
    Door("leave"),
    Door("people", guests=403, read_only=True),
    Door("person", "member", guests=403, read_only=True),
    Door("person_edit", "member", members=403, guests=403),
    Door("invite", members=403, guests=403),
    Door("invite_check", "draft", members=404, guests=404, admins=404),
    Door("invitations", members=403, guests=403, read_only=True),
    Door("resend_invitation", "invitation", members=403, guests=403, post_only=True),
    Door("withdraw_invitation", "invitation", members=403, guests=403, post_only=True),
    Door("requests", members=403, guests=403, read_only=True),
    Door("approve_request", "request", members=403, guests=403, post_only=True),
    Door("refuse_request", "request", members=403, guests=403),
    Door("charter", read_only=True),
    Door("charter_history", read_only=True),
    Door("charter_version", "number", read_only=True),
    Door("charter_edit", members=403, guests=403),
    Door("settings", members=403, guests=403, facilitators=403),
    Door("my_settings"),
]
doors = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)


@pytest.fixture
def ids(cast: Cast) -> dict[str, int]:
    """One row of each kind in Four Rivers; the draft is the facilitator's."""
    with scope(cast.community):
        asked = make_member(cast.community, make_user("Asa Long"), status=Status.REQUESTED)
        invitation = Invitation.objects.create(
            community=cast.community, email="new@example.org", issued_at=timezone.now()
        )
    draft = ProvisioningDraft.objects.create(
        owner=cast.fay.user, target=cast.community, people=b"zoe@example.org"
    )
    return {
        "member": cast.tess.pk,
        "request": asked.pk,
        "invitation": invitation.pk,
        "draft": draft.pk,
        "number": 1,
    }


def url(door: Door, ids: dict[str, int], slug: str = "four-rivers") -> str:
    return reverse(
        f"communities:{door.name}", args=[slug, *([ids[door.takes]] if door.takes else [])]
    )


def ask(client: Client, door: Door, address: str) -> int:
    return int((client.post if door.post_only else client.get)(address).status_code)


@doors
def test_each_standing_gets_what_is_its_own(
    cast: Cast, as_member: SignIn, ids: dict[str, int], door: Door
) -> None:
    address = url(door, ids)
    passed = 302 if door.post_only else 200
    for member, expected in (
        (cast.sam, door.members),
        (cast.gus, door.guests),
        (cast.fay, door.facilitators),
    ):
        wanted = passed if expected == 200 else expected
        assert ask(as_member(member), door, address) == wanted, member.name


@doors
def test_an_admin_gets_what_is_his(
    cast: Cast, as_member: SignIn, ids: dict[str, int], door: Door
) -> None:
    wanted = 302 if door.post_only else door.admins
    assert ask(as_member(cast.ada), door, url(door, ids)) == wanted


@doors
@pytest.mark.parametrize("who", ["lee", "olga"])
def test_who_is_not_a_member_any_more_or_never_was_gets_404(
    cast: Cast, as_member: SignIn, ids: dict[str, int], door: Door, who: str
) -> None:
    client = as_member(cast.members[who])
    assert ask(client, door, url(door, ids)) == 404
    assert client.post(url(door, ids), {"pace": "never"}).status_code in {404, 405}


@doors
def test_a_visitor_is_sent_to_sign_in(cast: Cast, ids: dict[str, int], door: Door) -> None:
    client = Client()
    response = (client.post if door.post_only else client.get)(url(door, ids))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@doors
def test_rows_of_another_community_are_not_there(
    cast: Cast, as_member: SignIn, ids: dict[str, int], door: Door
) -> None:
    if door.takes in {"", "number"}:
        return
    with scope(cast.other):
        keeper = make_member(cast.other, cast.fay.user, standing="admin")
    assert ask(as_member(keeper), door, url(door, ids, "lakes")) == 404


@doors
def test_a_number_that_is_nobodys_is_not_there(
    cast: Cast, as_member: SignIn, ids: dict[str, int], door: Door
) -> None:
    if door.takes:
        nobody = dict.fromkeys(ids, 999_999)
        assert ask(as_member(cast.fay), door, url(door, nobody)) == 404


@doors
def test_a_method_that_makes_no_sense_is_refused(
    cast: Cast, as_member: SignIn, ids: dict[str, int], door: Door
) -> None:
    client = as_member(cast.fay)
    assert client.put(url(door, ids)).status_code == 405
    if door.post_only:
        assert client.get(url(door, ids)).status_code == 405
    if door.read_only:
        assert client.post(url(door, ids)).status_code == 405


@doors
def test_looking_changes_nothing(
    cast: Cast, as_member: SignIn, ids: dict[str, int], door: Door
) -> None:
    def state() -> list[object]:
        with scope(cast.community):
            return [
                *Membership.objects.order_by("pk").values_list("pk", "status", "standing", "pace"),
                *Invitation.objects.values_list("pk", "status", "round"),
                *ProvisioningDraft.objects.values_list("pk", "changed_at"),
            ]

    before = state()
    as_member(cast.ada).get(url(door, ids))
    as_member(cast.fay).get(url(door, ids))
    assert state() == before
