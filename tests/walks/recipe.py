"""What a recipe of a URL is, and the world in which it is followed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.models import User
from communities.models import (
    Invitation,
    Membership,
    ProvisioningDraft,
)
from communities.models.membership import Status
from communities.scope import scope
from forums.models import (
    HeldPost,
    Post,
    Topic,
)
from forums.models.held_post import HoldWhy
from tests.cast import Cast, make_member, make_user

# Anonymous and three signed-in people who have nothing to do with the community, or no more.
STRANGERS = frozenset({"anonymous", "olga", "lee"})


# gus is a guest whom no audience names; rosa and pat are members with another role.
WRONG_ROLE = frozenset({"gus", "rosa", "pat"})


EVERYBODY_ELSE = STRANGERS | WRONG_ROLE


ANONYMOUS = frozenset({"anonymous"})


# Who keeps the community going is no platform admin, and no reader of another's list.
KEEPERS = frozenset({"ada", "fay"})


WALKERS = sorted(EVERYBODY_ELSE | KEEPERS)


@dataclass(frozen=True)
class Doorstep:
    """Who is about to come in: an invitation, a request, a list in hand, a community to be made."""

    invitation: Invitation
    request: Membership
    draft: ProvisioningDraft
    new_community: ProvisioningDraft
    held: HeldPost


PASTED = (
    b"name,e-mail,roles\nZoe Hart,zoe@example.com,superintendent\nBo,bo@example.com,bus drivr\n"
)


def make_doorstep(cast: Cast) -> Doorstep:
    """Make one of each; the list is the facilitator's, the new community the platform admin's."""
    with scope(cast.community):
        return Doorstep(
            invitation=Invitation.objects.create(
                community=cast.community,
                email="nora@example.com",
                name="Nora Day",
                invited_by=cast.fay,
                issued_at=timezone.now(),
            ),
            request=make_member(
                cast.community,
                make_user("Asa Long"),
                status=Status.REQUESTED,
                request_note="I teach in Lakes.",
            ),
            draft=ProvisioningDraft.objects.create(
                owner=cast.fay.user, target=cast.community, people=PASTED
            ),
            new_community=ProvisioningDraft.objects.create(
                owner=User.objects.get(email="staff@example.org"),
                template="promise-neighborhood",
                name="Hill Country",
                slug="hill-country",
                people=PASTED,
            ),
            held=HeldPost.objects.create(
                community=cast.community,
                forum=cast.superintendents,
                title="Late buses",
                author=cast.sam,
                body="Whose are late?",
                html="<p>Whose are late?</p>",
                why=HoldWhy.FIRST,
            ),
        )


@dataclass(frozen=True)
class World:
    """What is there to be found in Four Rivers, in the superintendents' forum and at the door."""

    cast: Cast
    topic: Topic
    post: Post
    doorstep: Doorstep

    @property
    def slug(self) -> str:
        return self.cast.community.slug


type Values = Callable[[World], Mapping[str, Any]]


def nothing(_world: World) -> Mapping[str, Any]:
    return {}


def in_community(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug}


@dataclass(frozen=True)
class Recipe:
    """`path` and `body` give the values; `closed_to` gets 404 or the sign-in page.

    `refused_to` are members who may know of it and may not do it: they get 403 with the reason.

    `public` is the reason why anybody may open it. Opening it changes nothing for anybody; what a
    POST to it may change is its own tests' business.
    """

    path: Values = nothing
    body: Values = nothing
    closed_to: frozenset[str] = EVERYBODY_ELSE
    refused_to: frozenset[str] = frozenset()
    public: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


def of_topic(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "number": world.topic.number}


def of_post(world: World) -> Mapping[str, Any]:
    return {**of_topic(world), "post_number": world.post.number}


def pasted(_world: World) -> Mapping[str, Any]:
    return {"text": PASTED.decode(), "confirm": "1", "skip_errors": "on", "reason": "No."}


MAILED = "opened from a mail without signing in: the token is the permission"


GUEST = frozenset({"gus"})


def for_facilitators(path: Values = in_community, also: frozenset[str] = frozenset()) -> Recipe:
    """Strangers know nothing of it; other members are told why not."""
    return Recipe(path, pasted, closed_to=STRANGERS | also, refused_to=WRONG_ROLE)
