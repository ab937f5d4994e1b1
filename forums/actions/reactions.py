"""Saying thanks, we face this too, we tried this; and taking it back."""

from django.db import transaction

from communities.models import Membership
from forums.models import Post, Reaction, ReactionKind
from moderation.record import record


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


def remove_trial(post: Post, *, of: int, by: Membership) -> None:
    """Take away what a member says he tried; it goes into the record with his words."""
    with transaction.atomic():
        trial = (
            Reaction.objects.select_for_update(of=("self",), no_key=True)
            .filter(post=post, kind=ReactionKind.TRIED, member_id=of)
            .select_related("member__user")
            .first()
        )
        if trial is None:
            return
        trial.delete()
        if by.pk != of:
            note = f"{trial.member.name}: {trial.what_happened}"
            record(by, "trial_removed", post, note=note)


def introduce(post: Post, *, member: Membership, wanted: bool) -> None:
    """Show a member who faces this to the others who want to be shown, or stop doing so."""
    Reaction.objects.filter(post=post, kind=ReactionKind.FACE, member=member).update(
        introduce=wanted
    )
