"""What the labels of a digest stand for: kept when it is stored, and found by its address."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection

from communities.models import Community, Membership
from communities.scope import scope
from communities.switcher import my_communities
from digests.labels import Labelled
from digests.models import DigestLabels, DigestRun
from mailroom.addressees import Addressee, Place, register_labels

if TYPE_CHECKING:
    from digests.assembling import Chapter

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


def labelled_item(token: str, label: str) -> Addressee | None:
    """Return whose digest has this token, and what the label in it stands for."""
    run = run_of(token)
    if run is None:
        return None
    for entry in my_communities(run.user):
        with scope(entry.community_id):
            found = {one.label: one for one in labels_of(entry.membership_id, run)}
            if label in found:
                community = Community.objects.get(pk=entry.community_id)
                return Addressee(run.user, community, _always(found[label]))
    return None


def _always(one: Labelled) -> Callable[[Membership], Place]:
    return lambda _member: (one.kind, one.object_id)


def register() -> None:
    """Called from AppConfig.ready()."""
    register_labels(labelled_item)
