"""Answers by mail to the question how a meeting was."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.feedback.mails import FEEDBACK
from meetings.feedback.reading import read_feedback
from meetings.feedback.saying import Said, say
from meetings.models import Feedback, Meeting
from meetings.models.feedback import LONGEST_WORDS
from notifications.answers import Answer, AnswerRefusedError, Taken, register_answers


def feedback_by_mail(member: Membership, meeting_id: int, mail: Answer) -> Taken:
    """Keep what somebody answered; what he said before in his own words stays before it.

    Raises AnswerRefusedError with a sentence.
    """
    meeting = Meeting.objects.visible_to(member).filter(pk=meeting_id).first()
    if meeting is None:
        raise AnswerRefusedError(
            _("The meeting that it answers is not there any more, or not open to you any more.")
        )
    said = read_feedback(mail.words)
    words, is_whole = _with_earlier(meeting, member, said.words)
    try:
        kept = say(meeting, member, Said(worth=said.worth, words=words))
    except PermissionDenied as refused:
        raise AnswerRefusedError(str(refused)) from refused
    remarks = []
    if not is_whole:
        remarks.append(_("Only the beginning of what you wrote was kept: it is too long."))
    if mail.files:
        remarks.append(_("Only your words were kept, not the files that came with them."))
    return Taken(kind=FEEDBACK, object_id=kept.pk, remarks=remarks)


def _with_earlier(meeting: Meeting, member: Membership, words: str) -> tuple[str, bool]:
    own = Feedback.objects.filter(meeting=meeting, member=member).first()
    earlier = own.words if own else ""
    both = "\n".join(part for part in (earlier, words) if part)
    return both[:LONGEST_WORDS], len(both) <= LONGEST_WORDS


def register() -> None:
    """Say what is done with these answers; called from AppConfig.ready()."""
    register_answers(FEEDBACK, feedback_by_mail)
