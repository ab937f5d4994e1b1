"""What the page of a meeting says of its notes."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from communities.models import Membership
from core.addresses import address
from meetings.models import ActionItem, Decision, Meeting, MeetingNotes
from meetings.notes.permissions import may_begin_notes


def notes_card(meeting: Meeting, reader: Membership) -> dict[str, Any] | None:
    """Return what stands on the card, None where none is needed: one query, two before it is begun."""
    decisions = Decision.objects.filter(section__notes=OuterRef("pk")).values("section__notes")
    items = ActionItem.objects.filter(section__notes=OuterRef("pk")).values("section__notes")
    found = (
        MeetingNotes.objects.filter(meeting=meeting)
        .annotate(
            decisions=Coalesce(Subquery(decisions.annotate(n=Count("pk")).values("n")), 0),
            items=Coalesce(Subquery(items.annotate(n=Count("pk")).values("n")), 0),
        )
        .values("state", "decisions", "items")
        .first()
    )
    if found is None and not may_begin_notes(reader, meeting):
        return None
    url = address("meetings:notes", reader.community.slug, meeting.number)
    return {"url": url, "state": "", **(found or {})}
