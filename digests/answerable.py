"""What the labels of a digest stand for: kept when it is stored, and found by its address."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import translation

from accounts.models import User
from communities.models import Community
from communities.scope import scope
from communities.switcher import my_communities
from digests.labels import Labelled
from digests.models import DigestLabels, DigestRun
from digests.sections.registry import sections
from mailroom.addressees import Addressee, Bundle, register_labels
from mailroom.addressees import Labelled as Item

if TYPE_CHECKING:
    from digests.chapters import Chapter

# As long as the record of the digest itself: whoever answers later is told so.
ANSWERED_WITHIN = timedelta(days=60)

KEEP = """
WITH old AS (
  DELETE FROM digests_digestlabels WHERE member_id = ANY (%(members)s) AND day < %(before)s
)
INSERT INTO digests_digestlabels (community_id, member_id, day, labels)
SELECT %(community)s, member, day, labels
FROM unnest(%(members)s::bigint[], %(days)s::date[], %(labels)s::jsonb[]) AS l (member, day, labels)
ORDER BY member
ON CONFLICT (member_id, day) DO UPDATE SET labels = excluded.labels
"""


def keep_labels(community: Community, told: "Sequence[tuple[Chapter, date]]") -> None:
    """Keep the labels of these chapters of one community, each with the day of its mail: one query.

    Inside its scope, in the transaction that stores the mails. Those of the same people that are
    too old go.
    """
    rows = [(chapter, day) for chapter, day in told if chapter.labels]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP,
            {
                "community": community.pk,
                "members": [chapter.member_id for chapter, _day in rows],
                "days": [day for _chapter, day in rows],
                "before": min(day for _chapter, day in rows) - ANSWERED_WITHIN,
                "labels": [_written(chapter.labels) for chapter, _day in rows],
            },
        )


def _written(labels: Iterable[Labelled]) -> str:
    return json.dumps([(one.label, one.kind, one.object_id) for one in labels])


def run_of(token: str) -> DigestRun | None:
    """Return the digest whose address has this token, if its answers are still taken."""
    return DigestRun.objects.select_related("user").filter(token=token).first()


def labels_of(member_id: int, run: DigestRun) -> list[Labelled]:
    """Return what the labels of the member's chapter of a digest stand for; inside the scope."""
    row = DigestLabels.objects.filter(member=member_id, day=run.day).first()
    return [Labelled(*one) for one in row.labels] if row else []


def answered(token: str, label: str) -> Addressee | Bundle | None:
    """Return whose digest has this token: as a whole, or what one label in it stands for."""
    run = run_of(token)
    if run is None:
        return None
    user = run.user
    items: list[Item] = []
    for entry in my_communities(user):
        with scope(entry.community_id):
            found = labels_of(entry.membership_id, run)
            community = Community.objects.get(pk=entry.community_id) if found else None
        items += [Item(one.label, community, one.kind, one.object_id) for one in found if community]
    items.sort(key=lambda item: (item.label[0], int(item.label[1:])))
    if not label:
        headings = _headings(user.language)
        return Bundle(user, items, headings) if items else None
    return next((_one(user, item) for item in items if item.label == label), None)


def _one(user: User, item: Item) -> Addressee:
    place = (item.kind, item.object_id)
    return Addressee(user, item.community, lambda _member: place, label=item.label)


def _headings(language: str) -> list[str]:
    with translation.override(language):
        return [section.title() for section in sections()]


def register() -> None:
    """Called from AppConfig.ready()."""
    register_labels(answered)
