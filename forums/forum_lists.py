"""The forums a member sees, put together for the pages that list them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BigIntegerField, Count, F, Func, Q, QuerySet
from django.utils import timezone

from communities.models import Membership
from core.addresses import address
from core.prepared import prepared
from forums.models import Forum, Topic
from forums.models.forum import Kind, in_reader_language

ORDER = [Kind.ROLE_ALIKE, Kind.MIXED_ROLE, Kind.SITE, Kind.WORKING, Kind.EVERYONE]
# What is older is found in its forum, marked as unread there.
NEW_FOR = timedelta(days=60)
# Numbers: for order alone, a hundred moments need not become a hundred datetimes.
MILLISECONDS = Func(
    F("last_post_at"),
    template="(extract(epoch FROM %(expressions)s) * 1000)::bigint",
    output_field=BigIntegerField(),
)


@dataclass(frozen=True, slots=True)
class ForumRow:
    """A forum as a list shows it to one member."""

    url: str
    kind: Kind
    label: str
    about: str
    topic_count: int
    unread: int
    """How many topics have something the member has not read."""
    new: list[tuple[int, int]]
    """Of those, the ones with a post of late: when it came (milliseconds), and the topic's id. In no order."""


def forum_rows(member: Membership) -> list[ForumRow]:
    """Return the forums a member sees, each with its unread topics: two queries."""
    unread = {pk: found for pk, *found in _unread(member, timezone.now() - NEW_FOR)}
    slug = member.community.slug
    rows = []
    for pk, forum_slug, kind, name, name_es, about, about_es, topics in _forums(member):
        count, moments, ids = unread.get(pk, (0, None, None))
        row = ForumRow(
            url=address("forums:forum", slug, forum_slug),
            kind=Kind(kind),
            label=in_reader_language(name, name_es),
            about=in_reader_language(about, about_es),
            topic_count=topics,
            unread=count,
            new=list(zip(moments or (), ids or (), strict=True)),
        )
        rows.append(row)
    return rows


def by_kind(rows: list[ForumRow]) -> list[tuple[Kind, list[ForumRow]]]:
    """Return the rows under their kinds, role-alike first; kinds without a forum are left out."""
    grouped = [(kind, [row for row in rows if row.kind == kind]) for kind in ORDER]
    return [(kind, found) for kind, found in grouped if found]


@prepared
def _forums(reader: Membership) -> QuerySet[Forum, tuple[Any, ...]]:
    return Forum.objects.visible_to(reader).values_list(
        *("id", "slug", "kind", "name", "name_es", "description", "description_es", "topic_count")
    )


@prepared
def _unread(reader: Membership, since: datetime) -> QuerySet[Topic, tuple[Any, ...]]:
    # Both arrays are made in one pass over the same rows, so they are in the same order.
    of_late = Q(last_post_at__gte=since)
    topics = Topic.objects.visible_to(reader).unread_by(reader).order_by()
    return topics.values_list("forum_id").annotate(
        n=Count("pk"),
        moments=ArrayAgg(MILLISECONDS, filter=of_late),
        ids=ArrayAgg("pk", filter=of_late),
    )
