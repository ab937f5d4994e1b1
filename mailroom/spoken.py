"""An answer to one thing that is nothing but "me too", thanks or a vote: done after a while, with a receipt."""

from collections.abc import Sequence

from django.utils import timezone

from communities.models import Membership
from mailroom.arrivals import Arrival
from mailroom.parts import UNDO, hold
from mailroom.receipts import Line, send_receipt
from mailroom.taking_apart import Part, own_lines, without_farewell
from notifications.acts import Act, Said, Thing, subject_of
from notifications.answers import AnswerRefusedError, Taken

PART = "mailroom.part"


def spoken_of(
    member: Membership, kind: str, object_id: int, text: str
) -> tuple[Thing, Said] | None:
    """Return what is said of a thing with acts; None if there are only words.

    Who may not say it now has written words. Raises AnswerRefusedError with a sentence where it
    cannot be told whether he votes.
    """
    subject = subject_of(kind)
    thing = subject.find(member, [object_id]).get(object_id) if subject else None
    if subject is None or thing is None:
        return None
    own = own_lines(text)
    said = subject.read(thing, without_farewell(own, member.name) or own)
    if said.doubt and thing.choices:
        raise AnswerRefusedError(said.doubt)
    if said.doubt or not said.acts:
        return None
    about = subject_of(thing.place[0])
    try:
        for act in said.acts:
            if about:
                about.check(member, thing.place[1], act)
    except AnswerRefusedError:
        if any(act.value for act in said.acts):
            raise
        return None
    # With its rest goes the farewell too, as in any reply.
    return thing, subject.read(thing, text) if said.rest else said


def hold_acts(arrival: Arrival, member: Membership, thing: Thing, acts: Sequence[Act]) -> Taken:
    """Keep what was said, and send the receipt with the way to take it back."""
    until = timezone.now() + UNDO
    part = Part("", tuple(acts))
    rows = hold(arrival.message, member, part, thing.place, until=until)
    send_receipt(
        arrival,
        [Line.of(rows[0], thing, part)],
        user=member.user,
        community=member.community,
        until=until,
    )
    return Taken(kind=PART, object_id=rows[0].pk)
