"""After a meeting: asking those who came, and telling all what was heard. Due work, a batch a turn."""

from datetime import timedelta

from django.utils import timezone

from communities.due_work import put_off, register_due_work
from meetings.feedback.mails import ASK, TELL, heard_mails, mail_key, question_mails
from meetings.feedback.people import asked, members_there
from meetings.feedback.promises import ASK_FEEDBACK, TELL_HEARD, asked_at
from meetings.inviting.people import invited
from meetings.inviting.telling import without_mail
from meetings.models import Heard, Meeting
from notifications.outgoing import store

# Nobody is asked any more how it was so long ago: the worker was away, or a list came late.
ASKED_WITHIN = timedelta(days=7)


def ask_feedback(meeting_id: int) -> None:
    """Ask those who came, an hour after the end that the meeting has now; nobody if it was cancelled."""
    meeting = _found(meeting_id)
    now = timezone.now()
    if meeting is None or not meeting.stands:
        return
    at = asked_at(meeting)
    if at > now:
        put_off(ASK_FEEDBACK, meeting.pk, community=meeting.community, until=at)
        return
    if at + ASKED_WITHIN < now:
        return
    people, more = without_mail(asked(meeting), kind=ASK, key=mail_key(meeting))
    if people:
        store(list(question_mails(meeting, people, were_there=bool(members_there(meeting)))))
    if more:
        put_off(ASK_FEEDBACK, meeting.pk, community=meeting.community, until=now)


def tell_heard(meeting_id: int) -> None:
    """Tell everybody whom the meeting's audience invites what its host heard."""
    meeting = _found(meeting_id)
    heard = Heard.objects.filter(meeting=meeting_id).select_related("by__user").first()
    if meeting is None or heard is None:
        return
    people, more = without_mail(invited(meeting.series), kind=TELL, key=mail_key(meeting))
    if people:
        store(list(heard_mails(meeting, heard, people)))
    if more:
        put_off(TELL_HEARD, meeting.pk, community=meeting.community, until=timezone.now())


def _found(meeting_id: int) -> Meeting | None:
    found = Meeting.objects.filter(pk=meeting_id)
    meeting = found.select_related("series__community", "series__host__user").first()
    if meeting is not None:
        meeting.community = meeting.series.community
    return meeting


def register() -> None:
    """Say who does what is promised after meetings; called from AppConfig.ready()."""
    register_due_work(ASK_FEEDBACK, ask_feedback, queue="mail")
    register_due_work(TELL_HEARD, tell_heard, queue="mail")
