"""A mail that is believed: its words, files and calendar parts go to whoever registered for them."""

import re
from mimetypes import guess_extension

from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Membership
from core.file_names import safe_name
from mailroom.addressees import Place
from mailroom.arrivals import Arrival
from mailroom.forwards import own_subject
from mailroom.pictures import with_places
from mailroom.reading import Attachment
from mailroom.reasons import Reason
from notifications.answers import (
    Answer,
    AnswerRefusedError,
    MailedFile,
    Taken,
    take,
    take_calendar,
)

# RFC 5546, section 1.4: what an attendee's program sends.
_CALENDAR_ANSWER = re.compile(
    rb"^METHOD:(?:REPLY|COUNTER|REFRESH)\s*$", re.IGNORECASE | re.MULTILINE
)
# Bytes of a picture that stands in the text; smaller ones are somebody's logo.
SIGNATURE_PICTURE = 10_000


def take_answer(arrival: Arrival, member: Membership, place: Place) -> None:
    """Do what a mail asks for, or tell its sender why not; inside the scope of his community."""
    user, community = member.user, member.community
    try:
        # A refusal takes back what was begun, and not the record of it.
        with transaction.atomic():
            taken = _take_calendars(arrival, member) or take(member, *place, _answer(arrival))
    except AnswerRefusedError as refused:
        arrival.answer(Reason.REFUSED, str(refused), user=user, community=community)
        return
    if taken.remarks:
        arrival.write_back(taken.remarks, user=user, community=community)
    arrival.done(made=(taken.kind, taken.object_id))


def _answer(arrival: Arrival) -> Answer:
    mail = arrival.mail
    sent = [file for file in mail.attachments if _is_sent(file)]
    return Answer(
        text=with_places(arrival.written, sent),
        subject=own_subject(mail.subject),
        key=arrival.key,
        files=[_mailed(file) for file in (*sent, *mail.calendars)],
        rest="" if arrival.trimmed.forwarded else arrival.trimmed.cut,
    )


def _take_calendars(arrival: Arrival, member: Membership) -> Taken | None:
    """Give what calendar programs wrote to whoever registered for it.

    Raises AnswerRefusedError for an answer to an invitation that is not known here: its words are
    the program's, and nobody's to post.
    """
    for part in arrival.mail.calendars:
        if taken := take_calendar(member, _mailed(part)):
            return taken
        if _CALENDAR_ANSWER.search(part.content[:100_000]):
            raise AnswerRefusedError(
                _("Your calendar program answered an invitation that is not from here.")
            )
    return None


def _mailed(file: Attachment) -> MailedFile:
    """Return the file with a name: pictures that were put into the text often have none."""
    name = safe_name(file.name or f"file{guess_extension(file.content_type) or ''}")
    return MailedFile(name=name, content_type=file.content_type, content=file.content)


def _is_sent(file: Attachment) -> bool:
    """Return whether a file was sent on purpose: the small pictures of a signature were not."""
    return not file.inline or len(file.content) > SIGNATURE_PICTURE
