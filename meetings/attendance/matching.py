"""Whose the lines of a list are: by address, then by the exact name; nothing is guessed."""

from collections import Counter
from collections.abc import Iterable

from communities.models import Community, Membership
from communities.name_folding import folded
from meetings.attendance.noting import Listed
from meetings.attendance.video_lists import Participant
from meetings.models.attendance import LONGEST_NAME


def listed(people: Iterable[Participant], community: Community) -> list[Listed]:
    """Return each with the member it is, if there is just one: one query."""
    members = Membership.objects.active().filter(community=community)
    rows = list(members.values_list("pk", "user__email", "user__display_name"))
    by_email = {email: pk for pk, email, _name in rows}
    named = [(folded(name), pk) for pk, _email, name in rows if name]
    counted = Counter(name for name, _pk in named)
    # Of two who are called alike, nobody knows which one it was.
    by_name = {name: pk for name, pk in named if counted[name] == 1}

    def member_of(one: Participant) -> int | None:
        if one.email in by_email:
            return by_email[one.email]
        found = {by_name[name] for name in map(folded, one.names) if name in by_name}
        return found.pop() if len(found) == 1 else None

    return [
        Listed(one.key, member_of(one), (one.name or one.email)[:LONGEST_NAME]) for one in people
    ]
