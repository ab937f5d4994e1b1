"""Answers that come by mail: in plain words, or from a calendar program (RFC 5546, section 3.2.3)."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.models import Membership
from meetings.actions import Reply
from meetings.calendars.answers import (
    CalendarAnswer,
    CalendarWish,
    answered_slot,
    read_answers,
    read_wish,
)
from meetings.inviting.links import answer_url
from meetings.inviting.people import MEETING, SERIES
from meetings.inviting.reading import Said, read_reply
from meetings.inviting.saying import NobodyMeetsError, answered_thing, as_before, say
from meetings.models import Answer, Meeting, Rsvp, Series, Way
from meetings.models.answer import MOST_GUESTS
from notifications.answers import Answer as Mail
from notifications.answers import (
    AnswerRefusedError,
    MailedFile,
    Taken,
    register_answers,
    register_calendars,
)

LONGEST = 500


def series_by_mail(member: Membership, series_id: int, mail: Mail) -> Taken:
    """Keep what somebody answered to an invitation. Raises AnswerRefusedError with a sentence."""
    return _by_mail(member, series_id, 0, mail)


def meeting_by_mail(member: Membership, meeting_id: int, mail: Mail) -> Taken:
    """Keep what somebody answered to a mail about one meeting. Raises AnswerRefusedError."""
    series = Meeting.objects.filter(pk=meeting_id).values_list("series", flat=True).first()
    return _by_mail(member, series or 0, meeting_id, mail)


def _by_mail(member: Membership, series_id: int, meeting_id: int, mail: Mail) -> Taken:
    series, meeting = _thing(member, series_id, meeting_id)
    said = read_reply(mail.words)
    if said is None:
        return Taken(
            kind=SERIES, object_id=series.pk, remarks=_not_understood(series, meeting, member)
        )
    words = mail.words[:LONGEST] if said.says_more else ""
    rsvp = _say(series, meeting, member, _reply(said, words), said.guests, way=Way.MAIL)
    remarks = _remarks(meeting, rsvp)
    if mail.files:
        remarks.append(_("Only your words were kept, not the files that came with them."))
    return _taken(series, rsvp, remarks)


def calendar_answer(member: Membership, part: MailedFile) -> Taken | None:
    """Keep what a calendar program answers; None if it is about nothing of ours.

    What is answered to an older state of the meeting counts as well. Raises AnswerRefusedError.
    """
    found = read_answers(part.content)
    for answer in _own(found, member):
        series = Series.objects.filter(uid=answer.uid, community=member.community_id).first()
        if series is not None:
            return _take_all(member, series, [one for one in found if one.uid == series.uid])
    wish = None if found else read_wish(part.content)
    return _explained(member, wish) if wish else None


def _explained(member: Membership, wish: CalendarWish) -> Taken | None:
    """Say what to do instead of what calendar programs can ask for and nobody here can do by mail."""
    known = Series.objects.filter(uid=wish.uid, community=member.community_id).first()
    if known is None:
        return None
    series, meeting = _thing(member, known.pk, 0)
    title = {"title": series.title, "host": series.host.name}
    remarks = (
        [
            _("Your calendar program proposed another time for “%(title)s”. Nothing is changed.")
            % title,
            _("If another time suits you better, tell %(host)s, who hosts it.") % title,
        ]
        if wish.wish == "other time"
        else [
            _("Your calendar program passed “%(title)s” on to somebody else. We cannot do that.")
            % title,
            _(
                "If a colleague of your site comes instead, say so on the page of the meeting: under “Who else of your site comes?”"
            ),
        ]
    )
    page: Meeting | Series = meeting or series
    url = settings.SITE_URL + page.get_absolute_url()
    return Taken(
        kind=SERIES,
        object_id=series.pk,
        remarks=[*remarks, url, *_choices(series, meeting, member)],
    )


def _own(answers: Sequence[CalendarAnswer], member: Membership) -> list[CalendarAnswer]:
    """Return what is said for the member; programs may name him by another address of his.

    The mail came from him to an address of his own: what it says of somebody else is left out where
    it says something of him.
    """
    mine = [one for one in answers if one.attendee in ("", member.user.email.lower())]
    return mine or list(answers)


def _take_all(member: Membership, series: Series, answers: Sequence[CalendarAnswer]) -> Taken:
    remarks: list[str] = []
    rsvp: Rsvp | None = None
    slots = Meeting.objects.filter(series=series).values_list("slot", "pk")
    by_slot = dict(slots)
    for answer in _own(answers, member):
        meeting_id = 0
        if answer.recurrence is not None:
            slot = answered_slot(answer, by_slot, series.zone)
            if slot is None:
                raise AnswerRefusedError(_("There is no meeting on that day any more."))
            meeting_id = by_slot[slot]
        thing, meeting = _thing(member, series.pk, meeting_id)
        said = Reply(Answer(answer.answer), words=answer.comment[:LONGEST])
        guests = min(answer.guests, MOST_GUESTS) or None
        rsvp = _say(thing, meeting, member, said, guests, way=Way.CALENDAR)
        remarks += _remarks(meeting, rsvp)
    return _taken(series, rsvp, remarks)


def _thing(member: Membership, series_id: int, meeting_id: int) -> tuple[Series, Meeting | None]:
    found = answered_thing(member, series_id, meeting_id)
    if found is None:
        raise AnswerRefusedError(
            _("The meeting that it answers is not there any more, or not open to you any more.")
        )
    return found


def _say(
    series: Series,
    meeting: Meeting | None,
    member: Membership,
    said: Reply,
    guests: int | None,
    *,
    way: Way,
) -> Rsvp | None:
    try:
        return say(
            series, meeting, member, as_before(meeting, member, said, guests=guests), way=way
        )
    except NobodyMeetsError as nobody:
        raise AnswerRefusedError(str(nobody)) from nobody


def _reply(said: Said, words: str) -> Reply:
    return Reply(said.answer, words=words, is_late=said.is_late)


def _remarks(meeting: Meeting | None, rsvp: Rsvp | None) -> list[str]:
    """Return what its sender must know: only where it is not simply as he said."""
    if rsvp is None:
        return []
    if rsvp.waits_since is not None:
        return [_("There is no room just now. You are on the waiting list, and hear from us.")]
    if meeting is None and rsvp.guests:
        return [
            _(
                "Your answer counts for all of these meetings. Whom you bring counts for the next one."
            )
        ]
    return []


def _not_understood(series: Series, meeting: Meeting | None, member: Membership) -> list[str]:
    title = {"title": meeting.name if meeting else series.title}
    return [
        _("We are not sure what you say of “%(title)s”. Are you coming? Choose a line.") % title,
        *_choices(series, meeting, member),
        _("Or write once more, and begin with “yes”, “no” or “maybe”."),
    ]


def _choices(series: Series, meeting: Meeting | None, member: Membership) -> list[str]:
    """Return a line for each answer, with its link."""
    ids = {"community": member.community_id, "member": member.pk, "series": series.pk}
    ids["meeting"] = meeting.pk if meeting else 0
    shown = (
        (pgettext("answer to an invitation", "Yes"), Answer.YES),
        (pgettext("answer to an invitation", "Maybe"), Answer.MAYBE),
        (pgettext("answer to an invitation", "No"), Answer.NO),
    )
    return [f"{label}: {answer_url(said, **ids)}" for label, said in shown]


def _taken(series: Series, rsvp: Rsvp | None, remarks: Sequence[str]) -> Taken:
    if rsvp is not None:
        return Taken(kind="meetings.rsvp", object_id=rsvp.pk, remarks=remarks)
    return Taken(kind=SERIES, object_id=series.pk, remarks=remarks)


def register() -> None:
    """Say what is done with answers to mails about meetings; called from AppConfig.ready()."""
    register_answers(SERIES, series_by_mail)
    register_answers(MEETING, meeting_by_mail)
    register_calendars(calendar_answer)
