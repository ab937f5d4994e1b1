"""What the member took on at meetings, on the first page of a community."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from communities.access import MemberRequest
from communities.home import HomeSection, register_home_section
from communities.models import Membership
from core.addresses import address
from core.prepared import prepared
from meetings.models import ActionItem, ActionState

SHOWN = 5


def taken_on(request: MemberRequest) -> dict[str, Any] | None:
    """Return what is still open, the next first."""
    slug = request.community.slug
    today = timezone.localdate()
    found = [
        (address("meetings:action", slug, number), words, due_on, due_on < today)
        for number, words, due_on in _open_items(request.member)
    ]
    return {"items": found, "all_url": address("meetings:actions", slug)} if found else None


def register() -> None:
    """Stand on the first page; called from AppConfig.ready()."""
    register_home_section(HomeSection(7, "meetings/notes/_home.html", taken_on))


@prepared
def _open_items(reader: Membership) -> QuerySet[ActionItem, tuple[int, str, date]]:
    mine = ActionItem.objects.filter(owner=reader.pk, state=ActionState.OPEN)
    seen = mine.filter(meeting__series__audience_id__any_of=reader.audience_ids)
    return seen.order_by("due_on", "number").values_list("number", "words", "due_on")[:SHOWN]
