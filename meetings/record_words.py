"""How the record of acts tells what was done to meetings."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy

from communities.models import Membership
from core.addresses import address
from meetings.agenda.names import names_for
from meetings.models import AgendaItem, DayOff, Meeting, MeetingNotes, Series, TimePoll
from moderation.words import Described, register_acts


def series(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return those of these series that the reader sees."""
    slug = reader.community.slug
    return {
        one.pk: Described(one.title, address("meetings:series", slug, one.number))
        for one in Series.objects.visible_to(reader).filter(pk__in=ids)
    }


def meeting(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return those of these meetings that the reader sees."""
    slug = reader.community.slug
    seen = Meeting.objects.visible_to(reader).filter(pk__in=ids).select_related("series")
    return {
        one.pk: Described(one.name, address("meetings:meeting", slug, one.number)) for one in seen
    }


def notes(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return those of these notes whose meeting the reader sees."""
    slug = reader.community.slug
    seen = Meeting.objects.visible_to(reader)
    found = MeetingNotes.objects.filter(pk__in=ids, meeting__in=seen)
    return {
        one.pk: Described(one.meeting.name, address("meetings:notes", slug, one.meeting.number))
        for one in found.select_related("meeting__series")
    }


def day_off(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return those of these days off that are still there; all members may know of them."""
    url = address("meetings:days_off", reader.community.slug)
    there = DayOff.objects.filter(community=reader.community_id, pk__in=ids)
    return {one.pk: Described(one.name, url) for one in there}


def time_poll(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return those of these searches for a time that the reader sees."""
    slug = reader.community.slug
    return {
        one.pk: Described(one.title, address("meetings:time_poll", slug, one.number))
        for one in TimePoll.objects.visible_to(reader).filter(pk__in=ids)
    }


def item(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return those of these agenda items whose meetings the reader sees."""
    slug = reader.community.slug
    there = AgendaItem.objects.filter(pk__in=ids, meeting__in=Meeting.objects.visible_to(reader))
    items = list(there.select_related("topic", "meeting"))
    names = names_for(items, reader)
    return {
        one.pk: Described(names[one.pk].title, address("meetings:agenda", slug, one.meeting.number))
        for one in items
    }


def register() -> None:
    """Say what is done to meetings; called from AppConfig.ready()."""
    register_acts(
        "meetings.series",
        series,
        {
            "planned": gettext_lazy("%(name)s planned a meeting."),
            "changed": gettext_lazy("%(name)s changed a series of meetings."),
            "cancelled": gettext_lazy("%(name)s cancelled the rest of a series of meetings."),
            "put_back": gettext_lazy("%(name)s put the rest of a series of meetings back."),
            "host_named": gettext_lazy("%(name)s let somebody host a series of meetings, too."),
            "host_dismissed": gettext_lazy(
                "%(name)s took back who hosts a series of meetings, too."
            ),
            "file_added": gettext_lazy("%(name)s added a file to a series of meetings."),
            "file_taken_out": gettext_lazy("%(name)s took a file out of a series of meetings."),
            "passed_on": gettext_lazy("%(name)s passed on who hosts a series of meetings."),
        },
    )
    register_acts(
        "meetings.meeting",
        meeting,
        {
            "changed": gettext_lazy("%(name)s changed a meeting."),
            "cancelled": gettext_lazy("%(name)s cancelled a meeting."),
            "put_back": gettext_lazy("%(name)s put a cancelled meeting back."),
            "held": gettext_lazy("%(name)s decided to meet on a day off."),
            "left_out": gettext_lazy("%(name)s left a meeting out on a day off."),
            "noted": gettext_lazy("%(name)s noted who was at a meeting."),
            "heard": gettext_lazy("%(name)s told everybody what was heard after a meeting."),
            "recorded": gettext_lazy("%(name)s put up the recording of a meeting."),
            "recording_removed": gettext_lazy("%(name)s took down the recording of a meeting."),
        },
    )
    register_acts(
        "meetings.meetingnotes",
        notes,
        {
            "notes_sent": gettext_lazy("%(name)s sent the notes of a meeting to everybody."),
            "decision_taken_out": gettext_lazy(
                "%(name)s took a decision out of notes that were sent."
            ),
            "item_changed": gettext_lazy("%(name)s changed what somebody took on at a meeting."),
            "item_done": gettext_lazy("%(name)s said for somebody that it is done."),
            "item_dropped": gettext_lazy("%(name)s said that something need not be done any more."),
            "item_open": gettext_lazy("%(name)s opened again what somebody took on at a meeting."),
        },
    )
    register_acts(
        "meetings.dayoff",
        day_off,
        {
            "added": gettext_lazy("%(name)s added days off."),
            "changed": gettext_lazy("%(name)s changed days off."),
            "removed": gettext_lazy("%(name)s removed days off."),
        },
    )
    register_acts(
        "meetings.timepoll",
        time_poll,
        {
            "asked": gettext_lazy("%(name)s asked for a time to meet."),
            "changed": gettext_lazy("%(name)s changed what a time is looked for."),
            "slot_added": gettext_lazy("%(name)s added a time to choose."),
            "slot_removed": gettext_lazy("%(name)s took a time to choose away."),
            "closed": gettext_lazy("%(name)s closed a search for a time without a meeting."),
        },
    )
    register_acts(
        "meetings.agendaitem",
        item,
        {
            "changed": gettext_lazy("%(name)s changed what somebody proposed for a meeting."),
            "removed": gettext_lazy("%(name)s took a proposal off the list of a meeting."),
            "put_back": gettext_lazy("%(name)s put a proposal for a meeting back."),
            "put_off": gettext_lazy("%(name)s put something off to the next meeting."),
        },
    )
