"""How the record of acts tells what was done to meetings."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy

from communities.models import Membership
from core.addresses import address
from meetings.models import Series
from moderation.words import Described, register_acts


def series(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return those of these series that the reader sees."""
    slug = reader.community.slug
    return {
        one.pk: Described(one.title, address("meetings:series", slug, one.number))
        for one in Series.objects.visible_to(reader).filter(pk__in=ids)
    }


def register() -> None:
    """Say what is done to meetings; called from AppConfig.ready()."""
    register_acts(
        "meetings.series", series, {"planned": gettext_lazy("%(name)s planned a meeting.")}
    )
