"""Who stands with a post. Nothing else asks for the name of an author: pages, mails and feeds alike."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import picture_address, shown_name
from communities.audience_roles import role_tells_nobody
from communities.models import Community
from communities.roles import roles_by_id
from core.templatetags.look import asset
from forums.models import HeldPost, Post

# What a query fetches of the author of a post, of the one who opened a topic, or wrote in it last:
# in the order in which author_name() takes it.
AUTHOR = ("author__user__display_name", "author__user__email", "name_hidden")
LAST_AUTHOR = ("last_author__user__display_name", "last_author__user__email", "last_name_hidden")
PICTURE = "img/name-hidden.svg"


@dataclass(frozen=True, slots=True)
class Byline:
    """Has a name and a picture, as a person does."""

    name: str
    avatar_url: str
    line: str = ""
    """Of one whose name is hidden: his role, if three people or more have it."""


def hidden_name() -> str:
    """Return what stands in the place of a name."""
    return _("Member (name hidden)")


def author_name(display_name: str, email: str, hidden: bool) -> str:  # noqa: FBT001  (the columns of AUTHOR)
    """Return the name that stands with a post, from the columns of AUTHOR or LAST_AUTHOR."""
    return hidden_name() if hidden else shown_name(display_name, email)


def name_with(post: Post | HeldPost) -> str:
    """Return the name that stands with a post; fetch `author__user` with it."""
    return hidden_name() if post.name_hidden else post.author.name


def byline(post: Post | HeldPost) -> Byline:
    """Return who stands with a post; fetch `author__user` and `topic__forum` with it."""
    if not post.name_hidden:
        return Byline(post.author.name, post.author.avatar_url)
    if isinstance(post, HeldPost):
        return hidden_byline(None)
    role = role_shown(post.topic.community, post.topic.forum.audience_id, post.shown_role_id)
    return hidden_byline(role)


def hidden_byline(role: str | None) -> Byline:
    return Byline(hidden_name(), asset(PICTURE), role or "")


def role_shown(community: Community, audience_id: int, role_id: int | None) -> str | None:
    """Return what stands instead of a hidden name, or None if it would tell who it is.

    It was kept when he wrote, when three had it, so that a new role never tells of an old post; and
    it is asked again now, so that nobody is given away when others have left.
    """
    role = roles_by_id(community).get(role_id or 0)
    if role is None or not role_tells_nobody(community, audience_id, role.pk):
        return None
    return role.label


def picture_with(file_name: str, *, hidden: bool) -> str:
    """Return the address of the picture that stands with a post."""
    return asset(PICTURE) if hidden else picture_address(file_name)
