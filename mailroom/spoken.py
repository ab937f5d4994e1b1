"""An answer to one thing that is kept for a while, with a receipt: "me too", thanks, a vote; or any to an item of a digest."""

from collections.abc import Sequence

from django.utils import timezone

from communities.models import Membership
from mailroom.addressees import Place
from mailroom.arrivals import Arrival
from mailroom.parts import UNDO, hold
from mailroom.receipts import Line, send_receipt
from mailroom.taking_apart import Part, own_lines, without_farewell
from notifications.acts import Act, Said, Thing, subject_of
from notifications.answers import Answer, AnswerRefusedError, MailedFile, Taken

PART = "mailroom.part"


def spoken_of(
    member: Membership, kind: str, object_id: int, text: str
) -> tuple[Thing, Said] | None:
    """Return what is said of a thing with acts; None if there are only words.

    Who may not say it now has written words. Raises AnswerRefusedError with a sentence where it
    cannot be told whether he votes, or where its subject insists that it was no words.
    """
    subject = subject_of(kind)
    own = own_lines(text)
    own = without_farewell(own, member.name) or own
    if subject is None or not subject.may_act(object_id, own):
        return None
    thing = subject.find(member, [object_id]).get(object_id)
    if thing is None:
        return None
    said = subject.read(thing, own)
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
        if about and any(act.name in about.insists for act in said.acts):
            raise
        return None
    # With its rest goes the farewell too, as in any reply.
    return thing, subject.read(thing, text) if said.rest else said


def hold_acts(arrival: Arrival, member: Membership, thing: Thing, acts: Sequence[Act]) -> Taken:
    """Keep what was said, and send the receipt with the way to take it back."""
    return _hold(arrival, member, Part("", tuple(acts)), thing, thing.place)


def hold_item(
    arrival: Arrival,
    member: Membership,
    place: Place,
    label: str,
    answer: Answer,
    spoken: tuple[Thing, Said] | None,
) -> Taken | None:
    """Keep an answer to one item of a digest as a part of an answer to the whole is kept.

    One mail, one way: whichever of a digest's addresses somebody answers, he gets the same receipt
    and the same ten minutes, and nobody waits for him within the minute, as in a discussion that
    goes on by mails at once. None if there is nothing to keep: whoever takes answers says why not.
    """
    thing = spoken[0] if spoken else _thing(member, *place)
    if thing is None or not (answer.text.strip() or answer.files):
        return None
    acts, words = (spoken[1].acts, spoken[1].rest) if spoken else ((), answer.text)
    part = Part(label, tuple(acts), words)
    return _hold(arrival, member, part, thing, place, files=answer.files)


def _hold(
    arrival: Arrival,
    member: Membership,
    part: Part,
    thing: Thing,
    place: Place,
    *,
    files: Sequence[MailedFile] = (),
) -> Taken:
    until = timezone.now() + UNDO
    rows = hold(arrival.message, member, part, place, until=until, with_files=bool(files))
    send_receipt(
        arrival,
        [Line.of(rows[0], thing, part, files=[file.name for file in files])],
        user=member.user,
        community=member.community,
        until=until,
    )
    return Taken(kind=PART, object_id=rows[0].pk)


def _thing(member: Membership, kind: str, object_id: int) -> Thing | None:
    subject = subject_of(kind)
    return subject.find(member, [object_id]).get(object_id) if subject else None
