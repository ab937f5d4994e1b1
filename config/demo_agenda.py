"""What the demonstration's people want to talk about: the agendas of demo/meetings.toml."""

from collections.abc import Iterable, Mapping
from typing import Any

from communities.models import Membership
from forums.models import Topic
from meetings.agenda.ordering import take, use_form
from meetings.agenda.proposing import Time, Words, change_item, propose, stamp
from meetings.agenda.voting import vote
from meetings.models import Meeting


def put_on_agenda(
    meeting: Meeting, entries: Iterable[Mapping[str, Any]], people: Mapping[str, Membership]
) -> None:
    """Propose these for the meeting, with the votes for them; take what is `on`."""
    for entry in entries:
        topic = Topic.objects.get(title=entry["topic"]) if "topic" in entry else None
        words = Words(
            kind=entry["kind"],
            title=entry.get("title", ""),
            about=entry.get("about", ""),
            topic=topic,
        )
        item = propose(meeting, words, by=people[entry["who"]])
        item.meeting = meeting
        for name in entry.get("votes", ()):
            vote(item, by=people[name])
        if entry.get("on"):
            take(item, by=meeting.series.host)
            presenter = people.get(entry.get("presenter", ""))
            time = Time(minutes=entry.get("minutes"), presenter=presenter)
            change_item(item, words, time=time, seen=stamp(item), by=item.by)


def use_parts(meeting: Meeting, *, by: Membership) -> None:
    """Begin with the timed agenda of its form."""
    use_form(meeting, meeting.series.format, by=by)
