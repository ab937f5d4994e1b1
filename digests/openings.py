"""What a facilitator says first in his community's part of the digests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.safestring import SafeString, mark_safe

from communities.models import Membership
from core.markdown import render
from core.markdown.text import plain_text
from digests.batch import Batch
from digests.entries import Entry
from digests.ledger import note_told
from digests.models import DigestOpening

OPENING = "opening"
# Of one without a last day: longer than the longest pace.
LASTS = timedelta(days=35)

HAD = """
SELECT member_id FROM digests_digesttold
WHERE member_id = ANY (%s) AND section = 'opening' AND object_id = %s
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening as the mail shows it."""

    number: int
    author: str
    html: SafeString
    text: str


def opening_of(batch: Batch) -> tuple[Opening | None, set[int]]:
    """Return what stands now, and the ids of the batch's members who had it: two queries."""
    row = DigestOpening.objects.select_related("author__user").first()
    if row is None or not stands(row, batch.now):
        return None, set()
    with connection.cursor() as cursor:
        cursor.execute(HAD, [batch.member_ids, row.number])
        had = {member for (member,) in cursor.fetchall()}
    return as_shown(row), had


def stands(row: DigestOpening, now: datetime) -> bool:
    """Say whether it goes out still; its last day counts whole, wherever a reader is."""
    if row.last_day is None:
        return row.written_at > now - LASTS
    return row.last_day >= (now - timedelta(hours=12)).date()


def as_shown(row: DigestOpening) -> Opening:
    return Opening(
        number=row.number,
        author=row.author.name,
        # Made by core.markdown.render().
        html=mark_safe(row.html),  # noqa: S308
        text=plain_text(row.html, base_url=settings.SITE_URL).strip(),
    )


def note_opening(batch: Batch, told: Collection[tuple[int, Opening | None]]) -> None:
    """Note which members had which opening in their mail."""
    entries: Sequence[Entry] = [
        Entry(member, OPENING, OPENING, opening.number, 0, "{}")
        for member, opening in told
        if opening is not None
    ]
    note_told(batch, entries)


def write_opening(*, by: Membership, body: str, last_day: date | None) -> None:
    """Let this stand in the next digests, in place of any other.

    A text that was changed goes to all once more; a day that was, to none.
    """
    row = DigestOpening.objects.select_for_update().filter(community=by.community).first()
    if row is None:
        row = DigestOpening(community=by.community, number=_next_number())
    elif row.body != body:
        row.number += 1
    row.author, row.body, row.html, row.last_day = by, body, render(body), last_day
    row.save()


def take_opening_back(member: Membership) -> None:
    """Let none stand; digests that were made keep it."""
    DigestOpening.objects.filter(community=member.community_id).delete()


def _next_number() -> int:
    """Return a number that no opening of the community has had, though it is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(object_id), 0) + 1 FROM digests_digesttold"
            " WHERE section = 'opening'"
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 1
