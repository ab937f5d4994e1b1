"""How the record of acts tells what was done to posts and topics."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from core.addresses import address
from forums.models import Post
from moderation.words import Described, register_acts


def posts(reader: Membership, ids: Collection[int]) -> dict[int, Described]:
    """Return those of these posts that stand in a forum the reader sees."""
    found = (
        Post.objects.with_removed_for(reader)
        .filter(pk__in=ids)
        .select_related("topic", "author__user")
    )
    slug = reader.community.slug
    return {
        post.pk: Described(
            _("Post %(number)s by %(name)s in “%(title)s”")
            % {"number": post.number, "name": post.author.name, "title": post.topic.title},
            address("forums:post", slug, post.topic.number, post.number),
        )
        for post in found
    }


def register() -> None:
    """Hand the words over; called from AppConfig.ready()."""
    register_acts(
        "forums.post",
        posts,
        {
            "removed": gettext_lazy("%(name)s removed a post."),
            "restored": gettext_lazy("%(name)s restored a post."),
        },
    )
