"""Looking up who is behind a hidden name: each look stands in the record of acts."""

from django.db import transaction

from communities.models import Membership
from communities.person_rows import PersonRow, person_rows
from forums.models import HeldPost, Post, Reaction
from moderation.record import record


def look_up_post(post: Post, *, by: Membership) -> list[PersonRow]:
    """Return who wrote the post without his name, then who faces it so."""
    authors = [post.author_id] if post.name_hidden else []
    facing = Reaction.objects.filter(post=post, name_hidden=True).order_by("created_at", "pk")
    ids = [*authors, *facing.values_list("member_id", flat=True)]
    with transaction.atomic():
        record(by, "looked_up", post)
        return _people(ids, by)


def look_up_held(held: HeldPost, *, by: Membership) -> list[PersonRow]:
    """Return who wrote, without his name, a post that waits."""
    with transaction.atomic():
        record(by, "looked_up", held)
        return _people([held.author_id] if held.name_hidden else [], by)


def _people(ids: list[int], by: Membership) -> list[PersonRow]:
    rows = {row.id: row for row in person_rows(Membership.objects.filter(pk__in=ids), by.community)}
    return [rows[pk] for pk in ids]
