"""The schedule as calendars that one subscribes to: all of a community, one's own, one series.

A calendar program cannot sign in: a key in the address stands for the member. It opens calendars
and nothing else, and ends when he says so, or leaves.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.models import Community, Membership
from communities.models.membership import Status
from meetings.calendars.events import Event
from meetings.calendars.writing import feed
from meetings.inviting.events import invited_to
from meetings.models import Answer, CalendarKey, Meeting, Rsvp, Series, StandingAnswer, State
from meetings.querysets import SeriesQuerySet

KEPT = 24 * 60 * 60  # seconds
# What changes the bytes of equal meetings: raised with the writer.
_WRITER = 1


@dataclass(frozen=True, slots=True)
class Subscription:
    """What somebody subscribed to: `series` for one of them, `mine` for what he did not decline."""

    member: Membership
    series: Series | None = None
    mine: bool = False

    @property
    def name(self) -> str:
        """What the calendar is called in a calendar program."""
        community = self.member.community.name
        if self.series is not None:
            return f"{self.series.title} · {community}"
        if self.mine:
            return _("My meetings, %(community)s") % {"community": community}
        return _("Meetings, %(community)s") % {"community": community}


@dataclass(frozen=True, slots=True)
class Edition:
    """A calendar as it stands: what its ETag and Last-Modified say (RFC 9110, section 8.8)."""

    digest: str
    changed_at: datetime

    @property
    def etag(self) -> str:
        return f'"{self.digest}"'


def member_with_key(community: Community, key: str) -> Membership:
    """Return the active member whose key this is. Raises Http404."""
    found = CalendarKey.objects.filter(
        community=community,
        key=key,
        member__status=Status.ACTIVE,
        member__user__is_active=True,
    )
    known = found.select_related("member__user").first()
    if known is None:
        raise Http404
    known.member.community = community
    return known.member


def edition_of(subscription: Subscription) -> Edition:
    """Return how a calendar stands now: three queries, and no calendar is written."""
    member, shown = subscription.member, _series(subscription)
    series = list(shown.order_by("pk").values_list("pk", "sequence", "changed_at", "cancelled_at"))
    ids = [row[0] for row in series]
    meetings = Meeting.objects.filter(series_id__any_of=ids)
    sums = list(
        meetings.order_by("series_id")
        .values("series_id")
        .annotate(changed=Max("changed_at"), newest=Max("pk"), sequence=Max("sequence"))
        .values_list("series_id", "changed", "newest", "sequence")
    )
    states = list(meetings.exclude(state=State.PLANNED).order_by("pk").values_list("pk", "state"))
    answered: list[object] = []
    if subscription.mine:
        answered = [*_declined(member, ids).items(), sorted(_never(member, ids))]
    told = (
        *(_WRITER, settings.SITE_URL, get_language(), subscription.name),
        *(member.community.slug, series, sums, states, answered),
    )
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:32]
    moments = [row[2] for row in series] + [row[1] for row in sums]
    return Edition(digest, max(moments, default=member.community.created_at))


def calendar(subscription: Subscription, edition: Edition) -> bytes:
    """Return the calendar, from the cache if it was written before just so."""
    key = f"meetings.calendar.{edition.digest}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = feed(_events(subscription), name=subscription.name, url=_home(subscription))
        cache.set(key, kept, KEPT)
    return kept


def _events(subscription: Subscription) -> Iterable[Event]:
    """Return what stands in it: two queries, and two more for one's own."""
    member = subscription.member
    found = {one.pk: one for one in _series(subscription).order_by("pk")}
    rows = defaultdict(list)
    for meeting in Meeting.objects.filter(series__in=found).order_by("starts_at", "pk"):
        meeting.series = found[meeting.series_id]
        rows[meeting.series_id].append(meeting)
    declined = _declined(member, list(found)) if subscription.mine else {}
    never = _never(member, list(found)) if subscription.mine else set()
    for pk, series in found.items():
        if pk in never:
            continue
        series.community = member.community
        url = settings.SITE_URL + series.get_absolute_url()
        event = invited_to(series, rows[pk], url=url)
        if gone := declined.get(pk):
            if not series.recurs:
                continue
            event = replace(
                event,
                left_out=(*event.left_out, *gone),
                overrides=tuple(one for one in event.overrides if one.slot not in gone),
            )
        yield event


def _series(subscription: Subscription) -> SeriesQuerySet[Series]:
    seen = Series.objects.visible_to(subscription.member)
    return seen.filter(pk=subscription.series.pk) if subscription.series else seen


def _declined(member: Membership, series: list[int]) -> dict[int, list[str]]:
    """Return the slots of the meetings that the member said no to, by series."""
    said = Rsvp.objects.filter(member=member, answer=Answer.NO, meeting__series__in=series)
    found = defaultdict(list)
    for pk, slot in said.order_by("pk").values_list("meeting__series_id", "meeting__slot"):
        found[pk].append(slot)
    return dict(found)


def _never(member: Membership, series: list[int]) -> set[int]:
    """Return the series that the member said no to, but those of which he goes to a meeting."""
    said = StandingAnswer.objects.filter(member=member, answer=Answer.NO, series__in=series)
    goes = Rsvp.objects.filter(member=member, meeting__series__in=series).exclude(answer=Answer.NO)
    yet = set(goes.values_list("meeting__series_id", flat=True))
    return set(said.values_list("series_id", flat=True)) - yet


def _home(subscription: Subscription) -> str:
    where: Series | Community = subscription.series or subscription.member.community
    return settings.SITE_URL + where.get_absolute_url()
