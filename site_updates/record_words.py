"""How the record of acts tells that somebody changed how sites are asked."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from moderation.words import Described, register_acts


def plans(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return the page; those who read the record may open it."""
    url = reverse("site_updates:plan", args=[reader.community.slug])
    return dict.fromkeys(ids, Described(_("This month at our site"), url))


def register() -> None:
    """Say what is done to plans; called from AppConfig.ready()."""
    register_acts(
        "site_updates.updateplan",
        plans,
        {
            "asking_changed": gettext_lazy("%(name)s changed how sites are asked for their news."),
            "asking_ended": gettext_lazy("%(name)s ended asking the sites for their news."),
        },
    )
