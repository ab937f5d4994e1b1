"""The mails after a meeting: how it was, and what its host heard; many in a constant number of queries."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.feedback.links import UNMARKED, feedback_url
from meetings.inviting.member_mails import Drafted, mails_about, title_of
from meetings.models import Heard, Meeting, Worth
from notifications.models import OutgoingMail
from notifications.reply_addresses import reply_addresses_of_all

# What answers are about, for their addresses.
FEEDBACK = "meetings.feedback"
ASK, TELL = "meeting_feedback", "meeting_heard"


def question_mails(
    meeting: Meeting, people: Sequence[Membership], *, were_there: bool
) -> Iterator[OutgoingMail]:
    """Yield for each person the mail that asks how it was. `were_there` is whether that is known."""
    addresses = reply_addresses_of_all(
        meeting.community_id, FEEDBACK, meeting.pk, [one.user_id for one in people]
    )

    def draft(member: Membership) -> Drafted:
        ids = {"community": meeting.community_id, "member": member.pk, "meeting": meeting.pk}
        values = {
            "subject": _("How was it? %(title)s") % {"title": title_of(meeting)},
            "were_there": were_there,
            "answers": [(worth.label, feedback_url(worth, **ids)) for worth in Worth],
        }
        return Drafted("meeting_feedback", values, addresses.get(member.user_id, ""))

    return mails_about(meeting, people, draft, kind=ASK, key=mail_key(meeting))


def heard_mails(
    meeting: Meeting, heard: Heard, people: Sequence[Membership]
) -> Iterator[OutgoingMail]:
    """Yield for each person the mail that says what the host heard."""

    def draft(member: Membership) -> Drafted:
        ids = {"community": meeting.community_id, "member": member.pk, "meeting": meeting.pk}
        values = {
            "subject": _("What we heard: %(title)s") % {"title": title_of(meeting)},
            "words": heard.words,
            "writer": heard.by.name,
            # Nothing is marked there yet.
            "feedback_page": feedback_url(UNMARKED, **ids),
        }
        return Drafted("meeting_heard", values)

    return mails_about(meeting, people, draft, kind=TELL, key=mail_key(meeting))


def mail_key(meeting: Meeting) -> str:
    """Return what makes a mail of this meeting the only one of its person and kind."""
    return f"{meeting.pk}"
