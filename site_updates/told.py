"""What sites told: of one period, and of the ones before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import translation

from communities.models import Community, Site
from core.markdown import excerpt
from forums.models import Form, HeldPost, Post, Topic
from forums.models.held_post import HoldState
from site_updates.models import SiteUpdate, UpdateRound
from site_updates.periods import Period

# Letters of an earlier update that a prompt shows.
SHOWN = 240


@dataclass(frozen=True, slots=True)
class Earlier:
    """The newest update of one site before a round."""

    site_id: int
    site: str
    period: Period
    words: str
    url: str
    audience_id: int


def title_of(community: Community, site: Site, period: Period) -> str:
    """Return "Northbank: November 2026", in the language of the community."""
    with translation.override(community.language):
        return f"{site.name}: {period.words}"


def told_in(round_: UpdateRound) -> dict[int, Topic | HeldPost]:
    """Return by site what it told; a HeldPost while a facilitator has to read it first.

    A constant number of queries. Counts what was written on the page, too.
    """
    rows = list(SiteUpdate.objects.filter(round=round_))
    keys = [row.form_key for row in rows if row.topic_id is None]
    topics = list(
        _there(Topic.objects.all()).filter(
            Q(pk__in=[row.topic_id for row in rows]) | Q(form_key__in=keys)
        )
    )
    held = HeldPost.objects.filter(form_key__in=keys, state=HoldState.WAITING)
    by_id = {topic.pk: topic for topic in topics}
    by_key: dict[object, Topic | HeldPost] = {one.form_key: one for one in held}
    by_key |= {topic.form_key: topic for topic in topics}
    found: dict[int, Topic | HeldPost] = dict(reversed(_written_on_the_page(round_)))
    for row in rows:
        told = by_key.get(row.form_key) if row.topic_id is None else by_id.get(row.topic_id)
        if told is not None:
            found[row.site_id] = told
    return found


def note_what_was_told(round_: UpdateRound) -> None:
    """Tie topics to the round that came by another way: by the page, or through a facilitator."""
    SiteUpdate.objects.bulk_create(
        [
            SiteUpdate(community_id=round_.community_id, round=round_, site_id=site_id, topic=told)
            for site_id, told in told_in(round_).items()
            if isinstance(told, Topic)
        ],
        update_conflicts=True,
        unique_fields=["round", "site"],
        update_fields=["topic"],
    )


def earlier_updates(round_: UpdateRound) -> list[Earlier]:
    """Return each site's newest update of the rounds before this one, the newest first: two queries."""
    rows = (
        SiteUpdate.objects.filter(
            round__last_month__lt=round_.last_month, topic__removed_at=None, topic__isnull=False
        )
        .select_related("site", "round", "topic__forum", "topic__community")
        .order_by("site_id", "-round__last_month")
        .distinct("site_id")
    )
    found = {row.topic.pk: row for row in rows if row.topic}
    first_posts = Post.objects.filter(topic__in=found, number=1, removed_at=None)
    words = {post.topic_id: excerpt(post.html, SHOWN) for post in first_posts}
    return [
        Earlier(
            site_id=row.site_id,
            site=row.site.name,
            period=row.round.period,
            words=words[row.topic.pk],
            url=settings.SITE_URL + row.topic.get_absolute_url(),
            audience_id=row.topic.forum.audience_id,
        )
        for row in sorted(found.values(), key=_when, reverse=True)
        if row.topic and words.get(row.topic.pk)
    ]


def _when(row: SiteUpdate) -> tuple[object, int]:
    return row.round.last_month, row.pk


def _there(topics: "QuerySet[Topic]") -> "QuerySet[Topic]":
    """Keep topics that are shown, or that were merged into another one."""
    return topics.filter(Q(removed_at=None) | Q(merged_into__isnull=False)).select_related("forum")


def _written_on_the_page(round_: UpdateRound) -> Sequence[tuple[int, Topic]]:
    """Return site and topic of site updates that were opened in the forum since it was asked.

    Not of who stays unnamed: it would tell his site.
    """
    after = UpdateRound.objects.filter(asked_at__gt=round_.asked_at).order_by("asked_at").first()
    tied = SiteUpdate.objects.exclude(topic=None).values("topic")
    keys = SiteUpdate.objects.exclude(form_key=None).values("form_key")
    topics = (
        _there(Topic.objects.all())
        .filter(
            forum=round_.forum_id,
            form=Form.UPDATE,
            name_hidden=False,
            created_at__gte=round_.asked_at,
            author__site__isnull=False,
        )
        .exclude(pk__in=tied)
        .exclude(form_key__in=keys, form_key__isnull=False)
        .annotate(site_id=F("author__site_id"))
        .order_by("created_at", "pk")
    )
    if after is not None:
        topics = topics.filter(created_at__lt=after.asked_at)
    return [(topic.site_id, topic) for topic in topics]
