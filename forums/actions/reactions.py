"""Saying thanks, we face this too, we tried this; and taking it back."""

from django.db import transaction

from communities.audience_roles import role_that_tells_nobody
from communities.models import Membership
from forums.models import Post, Reaction, ReactionKind
from moderation.record import record


def react(
    post: Post,
    kind: ReactionKind,
    *,
    by: Membership,
    what_happened: str = "",
    name_hidden: bool = False,
) -> None:
    """Say it; said again, the newer line of what happened stands.

    With `name_hidden` he is shown to nobody, and his role counts only if it tells nothing of him.
    Said again with his name, it stays hidden: he takes it back first.
    """
    role, changed = None, ["what_happened"]
    if name_hidden:
        role = role_that_tells_nobody(by, post.topic.forum.audience_id)
        changed += ["name_hidden", "shown_role", "introduce"]
    Reaction.objects.bulk_create(
        [
            Reaction(
                community_id=post.community_id,
                post=post,
                member=by,
                kind=kind,
                what_happened=what_happened,
                name_hidden=name_hidden,
                shown_role=role,
            )
        ],
        update_conflicts=True,
        unique_fields=["post", "kind", "member"],
        update_fields=changed,
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
    mine = Reaction.objects.filter(post=post, kind=ReactionKind.FACE, member=member)
    mine.filter(name_hidden=False).update(introduce=wanted)
