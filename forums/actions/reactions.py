"""Saying thanks, we face this too, we tried this; and taking it back."""

from communities.models import Membership
from forums.models import Post, Reaction, ReactionKind


def react(post: Post, kind: ReactionKind, *, by: Membership, what_happened: str = "") -> None:
    """Say it; said again, the newer line of what happened stands."""
    Reaction.objects.bulk_create(
        [
            Reaction(
                community_id=post.community_id,
                post=post,
                member=by,
                kind=kind,
                what_happened=what_happened,
            )
        ],
        update_conflicts=True,
        unique_fields=["post", "kind", "member"],
        update_fields=["what_happened"],
    )


def take_back_reaction(post: Post, kind: ReactionKind, *, of: int) -> None:
    """Take back what the member with this id said; nothing happens if he did not."""
    Reaction.objects.filter(post=post, kind=kind, member_id=of).delete()


def introduce(post: Post, *, member: Membership, wanted: bool) -> None:
    """Show a member who faces this to the others who want to be shown, or stop doing so."""
    Reaction.objects.filter(post=post, kind=ReactionKind.FACE, member=member).update(
        introduce=wanted
    )
