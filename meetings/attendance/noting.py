"""Noting who is there, and taking it back: once a person, however often and by whomever it is said."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

from communities.models import Membership, Role, Site
from meetings.attendance.door import check_begun, check_open
from meetings.feedback.promises import ask_newly_noted
from meetings.models import Attendance, Meeting, Noted
from moderation.record import record


def come(meeting: Meeting, member: Membership, *, way: Noted) -> Attendance:
    """Note that the member says himself that he is there. Raises PermissionDenied with a sentence."""
    check_open(meeting)
    return note(meeting, member.pk, way=way, by=member)


def note(meeting: Meeting, member_id: int, *, way: Noted, by: Membership) -> Attendance:
    """Note that a member is there; who is noted already stays as he was."""
    with transaction.atomic():
        found, _made = Attendance.objects.get_or_create(
            meeting=meeting,
            member_id=member_id,
            defaults={"community_id": meeting.community_id, "way": way, "by": by},
        )
        _asks_later(meeting)
    return found


def save_list(
    meeting: Meeting, *, here: Collection[int], was: Collection[int], by: Membership
) -> None:
    """Note those whom the host ticked, and take back those from whom he took the tick.

    `was` are those whom his page showed as there: who came meanwhile is not among them, and stays.
    Only members of the community count.
    """
    check_begun(meeting)
    with transaction.atomic():
        _hold(meeting)
        added = set(here) - set(was)
        known = Membership.objects.active().filter(community=meeting.community_id, pk__in=added)
        for pk in known.order_by("pk").values_list("pk", flat=True):
            note(meeting, pk, way=Noted.LIST, by=by)
        taken = set(was) - set(here)
        Attendance.objects.filter(meeting=meeting, member__in=taken).delete()
        if added or taken:
            record(by, "noted", meeting)


def add_guest(
    meeting: Meeting, name: str, *, site: Site | None, role: Role | None, by: Membership
) -> Attendance:
    """Note somebody who is no member, by name."""
    check_begun(meeting)
    return Attendance.objects.create(
        community_id=meeting.community_id,
        meeting=meeting,
        name=name,
        site=site,
        role=role,
        way=Noted.LIST,
        by=by,
    )


def identify(guest: Attendance, member: Membership, *, by: Membership) -> Attendance:
    """Say that somebody who was noted by name is this member.

    So are, from now on, the lines of video calls that named him. `guest` has its meeting.
    """
    with transaction.atomic():
        _hold(guest.meeting)
        found = note(guest.meeting, member.pk, way=Noted(guest.way), by=by)
        found.keys = sorted({*found.keys, *guest.keys})
        found.save(update_fields=["keys"])
        guest.delete()
        record(by, "noted", guest.meeting)
    return found


def take_back(noted: Attendance, *, by: Membership) -> None:
    """Say that he was not there. `noted` has its meeting."""
    with transaction.atomic():
        noted.delete()
        record(by, "noted", noted.meeting)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list: by what it is known again, whose it is if that is known, and what it says."""

    key: str
    member_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a list: new members, new guests, and people who were noted before."""

    members: int = 0
    guests: int = 0
    known: int = 0


def note_listed(meeting: Meeting, people: Iterable[Listed], *, by: Membership) -> Counted:
    """Note everybody on a list, as guests those who are not known; the same list again changes nothing."""
    check_begun(meeting)
    members = guests = known = 0
    with transaction.atomic():
        _hold(meeting)
        there = list(Attendance.objects.filter(meeting=meeting))
        by_key = {key: row for row in there for key in row.keys}
        by_member = {row.member_id: row for row in there if row.member_id}
        for one in people:
            row = by_key.get(one.key) or by_member.get(one.member_id or 0)
            if row is not None:
                known += 1
                if one.key not in row.keys:
                    row.keys = [*row.keys, one.key]
                    row.save(update_fields=["keys"])
            else:
                row = Attendance.objects.create(
                    community_id=meeting.community_id,
                    meeting=meeting,
                    member_id=one.member_id,
                    name="" if one.member_id else one.name,
                    keys=[one.key],
                    way=Noted.FILE,
                    by=by,
                )
                members += one.member_id is not None
                guests += one.member_id is None
            by_key[one.key] = row
            if row.member_id:
                by_member[row.member_id] = row
        _asks_later(meeting)
        record(by, "noted", meeting)
    return Counted(members, guests, known)


def _hold(meeting: Meeting) -> None:
    """Let one host at a time note somebody: the row of the meeting is the queue."""
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def _asks_later(meeting: Meeting) -> None:
    """Have who is noted only now asked how it was, too, if the others were asked already."""
    if meeting.is_past():
        ask_newly_noted(meeting)


def is_noted(meeting: Meeting, member: Membership) -> bool:
    """Return whether the member is noted as there."""
    return Attendance.objects.filter(meeting=meeting, member=member).exists()
