"""The agenda as a reminder has it: when and what, short."""

from collections.abc import Sequence

from communities.models import Membership
from forums.models import Topic
from meetings.agenda.names import name_for, whole_topic
from meetings.agenda.rows import clock_times
from meetings.models import AgendaItem, ItemState, Meeting

SHOWN = 12


class MailedAgenda:
    """What the mails of one batch share: three queries at most. Each reads the titles that he may."""

    def __init__(
        self, meeting: Meeting, people: Sequence[Membership], *, shown: int | None = SHOWN
    ) -> None:
        self.meeting = meeting
        taken = AgendaItem.objects.filter(meeting=meeting, state=ItemState.TAKEN)
        ordered = taken.order_by("position", "pk").select_related("topic", "presenter__user")
        self.items = list(ordered[:shown])
        ids = {whole_topic(one.topic) for one in self.items if one.topic is not None}
        self.topics = self._topics(ids) if ids else []
        self.audiences = _audiences(people) if ids else {}

    def lines(self, member: Membership) -> list[tuple[str, str, str]]:
        """Return time, title and presenter of each, in the language and on the clock that are active."""
        return list(self.lines_by_item(member).values())

    def lines_by_item(self, member: Membership) -> dict[int, tuple[str, str, str]]:
        """Return these by the id of the item, in the order of the agenda."""
        audiences = self.audiences.get(member.pk, set())
        seen = {one.pk: one for one in self.topics if one.forum.audience_id in audiences}
        times = clock_times(self.meeting, self.items)
        return {
            one.pk: (
                times.get(one.pk, ""),
                name_for(one, seen).title,
                one.presenter.name if one.presenter else "",
            )
            for one in self.items
        }

    def _topics(self, ids: set[int]) -> list[Topic]:
        found = list(Topic.objects.filter(pk__in=ids, removed_at=None).select_related("forum"))
        for one in found:
            one.community = self.meeting.community
        return found


def _audiences(people: Sequence[Membership]) -> dict[int, set[int]]:
    there = Membership.objects.filter(pk__in=[one.pk for one in people]).with_audience_ids()
    return {one.pk: set(one.seen_ids) for one in there}
