"""A mail that is believed: its words, files and calendar parts go to whoever registered for them."""

import re
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Membership
from mailroom.addressees import Place
from mailroom.arrivals import Arrival
from mailroom.files import mailed
from mailroom.forwards import own_subject
from mailroom.parts import undo_label
from mailroom.pictures import with_places
from mailroom.reasons import Reason
from mailroom.spoken import hold_acts, hold_item, spoken_of
from mailroom.taking_apart import taken_back
from notifications.answers import (
    Answer,
    AnswerRefusedError,
    Taken,
    take,
    take_calendar,
)

# RFC 5546, section 1.4: what an attendee's program sends.
_CALENDAR_ANSWER = re.compile(
    rb"^METHOD:(?:REPLY|COUNTER|REFRESH)\s*$", re.IGNORECASE | re.MULTILINE
)


def take_answer(arrival: Arrival, member: Membership, place: Place, *, label: str = "") -> None:
    """Do what a mail asks for, or tell its sender why not; inside the scope of his community.

    `label` is that of the item of a digest that he answers.
    """
    user, community = member.user, member.community
    if label and taken_back(arrival.written, [label], name=member.name):
        arrival.write_back([undo_label(arrival, user, label)], user=user, community=community)
        arrival.done()
        return
    try:
        # A refusal takes back what was begun, and not the record of it.
        with transaction.atomic():
            taken = _take_calendars(arrival, member) or _take(arrival, member, place, label)
    except AnswerRefusedError as refused:
        arrival.answer(Reason.REFUSED, str(refused), user=user, community=community)
        return
    if taken.remarks:
        arrival.write_back(taken.remarks, user=user, community=community)
    if taken.forget_sender:
        arrival.message.forget_sender()
    arrival.done(made=(taken.kind, taken.object_id))


def _take(arrival: Arrival, member: Membership, place: Place, label: str) -> Taken:
    """Take words for words; what is nothing but "me too", thanks or a vote is that."""
    answer = _answer(arrival)
    spoken = None if answer.files else spoken_of(member, *place, answer.text)
    if label and (held := hold_item(arrival, member, place, label, answer, spoken)):
        return held
    if spoken is None:
        return take(member, *place, answer)
    thing, said = spoken
    acts = hold_acts(arrival, member, thing, said.acts)
    return take(member, *place, replace(answer, text=said.rest)) if said.rest else acts


def _answer(arrival: Arrival) -> Answer:
    mail = arrival.mail
    sent = arrival.sent_files
    return Answer(
        text=with_places(arrival.written, sent),
        subject=own_subject(mail.subject),
        key=arrival.key,
        files=[mailed(file) for file in (*sent, *mail.calendars)],
        rest=arrival.rest,
        mails=mail.in_reply_to,
    )


def _take_calendars(arrival: Arrival, member: Membership) -> Taken | None:
    """Give what calendar programs wrote to whoever registered for it.

    Raises AnswerRefusedError for an answer to an invitation that is not known here: its words are
    the program's, and nobody's to post.
    """
    for part in arrival.mail.calendars:
        if taken := take_calendar(member, mailed(part)):
            return taken
        if _CALENDAR_ANSWER.search(part.content[:100_000]):
            raise AnswerRefusedError(
                _("Your calendar program answered an invitation that is not from here.")
            )
    return None
