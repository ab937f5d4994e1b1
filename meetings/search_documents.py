"""What can be found of meetings: title, purpose and place of each series."""

from collections.abc import Collection as Some

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Membership
from core.addresses import address
from meetings.models import Series
from search import kinds
from search.actions import refresh
from search.kinds import Document, Hit

SERIES = "meeting"
MEETINGS = "meetings"


def register() -> None:
    """Let meetings be found; called from AppConfig.ready()."""
    kinds.register_kind(kinds.Kind(SERIES, gettext_lazy("Meeting"), _documents, _ids, _hits))


def refresh_series(series: Series) -> None:
    """Bring the index up to date about a series."""
    refresh(series.community, SERIES, [series.pk])


def _documents(community: Community, ids: Some[int]) -> list[Document]:
    there = Series.objects.filter(community=community, pk__in=ids, cancelled_at=None)
    return [
        Document(
            object_id=one.pk,
            audience_id=one.audience_id,
            title=one.title,
            text=_text(one),
            author_id=one.host_id,
            thread=f"series {one.pk}",
            place=MEETINGS,
            moment=one.changed_at,
            language=one.language,
        )
        for one in there.order_by("pk")
    ]


def _ids(community: Community, after: int, count: int) -> list[int]:
    there = Series.objects.filter(community=community, pk__gt=after).order_by("pk")
    return list(there.values_list("pk", flat=True)[:count])


def _hits(member: Membership, ids: Some[int]) -> dict[int, Hit]:
    found = Series.objects.visible_to(member).filter(pk__in=ids, cancelled_at=None)
    slug = member.community.slug
    return {
        one.pk: Hit(
            url=address("meetings:series", slug, one.number),
            title=one.title,
            text=_text(one),
            author=one.host.name,
            moment=one.changed_at,
            place_kind=MEETINGS,
            place_label=_("Meetings"),
        )
        for one in found.select_related("host__user")
    }


def _text(series: Series) -> str:
    return " ".join(f"{series.about} {series.place_name} {series.address}".split())
