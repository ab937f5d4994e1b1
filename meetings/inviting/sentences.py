"""What each mail about meetings says first, in the language that is active when it is called."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.inviting.mail_words import day_and_time
from meetings.inviting.mails import Words, WordsFor
from meetings.models import Answer, Meeting, Rsvp, Series, State
from meetings.naming_days_off import name_on, named_days_off


def invitation_words(series: Series) -> WordsFor:
    """Return what invites to a series, or to the one meeting that it is."""

    def words(answer: str) -> Words:
        host = {"host": series.host.name}
        return Words(
            subject=_("Invitation: %(title)s") % {"title": series.title},
            sentence=_("%(host)s invites you to these meetings.") % host
            if series.recurs
            else _("%(host)s invites you to this meeting.") % host,
            note=series.change_note,
            kept=still_counts(answer),
        )

    return words


def changed_words(series: Series, meeting: Meeting | None, *, moved: bool) -> WordsFor:
    """Return what tells of another time, or of something else that is different."""
    note = meeting.note if meeting else ""
    if not note and (meeting is None or not series.recurs):
        note = series.change_note

    def words(answer: str) -> Words:
        title = {"title": _title(series, meeting)}
        if not moved:
            return Words(
                subject=_("Changed: %(title)s") % title,
                sentence=_("Something is different now.")
                if note
                else _("Something is different now. This is how it is:"),
                note=note,
                kept=still_counts(answer),
            )
        return Words(
            subject=_("New time: %(title)s") % title,
            sentence=_("These meetings have a new time. Can you come?")
            if meeting is None and series.recurs
            else _("This meeting has a new time. Can you come?"),
            note=note,
            kept=still_counts(answer),
        )

    return words


def ended_words(series: Series, later: Meeting | None) -> WordsFor:
    """Return what tells that another series goes on, from that meeting of it."""

    def words(_answer: str) -> Words:
        if later is None:
            sentence = _("These meetings end earlier now.")
        else:
            day = date_format(timezone.localtime(later.starts_at), "DATE_FORMAT")
            sentence = _(
                "From %(day)s on, these meetings are different. You get a mail about them, too."
            ) % {"day": day}
        return Words(subject=_("Changed: %(title)s") % {"title": series.title}, sentence=sentence)

    return words


def cancelled_words(series: Series, meeting: Meeting | None) -> WordsFor:
    """Return what calls it off."""
    # Asked once, not for each mail.
    day_off = _day_off(meeting) if meeting else ""

    def words(_answer: str) -> Words:
        return Words(
            subject=_("Cancelled: %(title)s") % {"title": _title(series, meeting)},
            sentence=_("These meetings are cancelled. You need not do anything.")
            if meeting is None and series.recurs
            else _("This meeting is cancelled. You need not do anything."),
            note=_why(meeting, day_off) if meeting else series.cancel_note,
        )

    return words


def _day_off(meeting: Meeting) -> str:
    """Return what the day off is called that leaves a meeting out; empty for one that is cancelled."""
    if meeting.state != State.SKIPPED or meeting.note:
        return ""
    day = meeting.starts_at.astimezone(meeting.series.zone).date()
    return name_on(day, named_days_off(meeting.community_id, since=day))


def _why(meeting: Meeting, day_off: str) -> str:
    """Return why it is off: what its host said, or on which day off it falls."""
    return _("It falls on a day off: %(name)s.") % {"name": day_off} if day_off else meeting.note


def gone_words(series: Series, gone: Sequence[Meeting]) -> WordsFor:
    """Return what tells one who counted on these meetings that they are not held."""

    def words(_answer: str) -> Words:
        count = len(gone)
        title = {"title": _title(series, gone[0] if count == 1 else None), "count": count}
        return Words(
            # That it is not all of it.
            subject=_("%(count)s days cancelled: %(title)s") % title
            if count > 1
            else _("Cancelled: %(title)s") % title,
            sentence=ngettext(
                "Nobody meets on this day any more. You need not do anything.",
                "Nobody meets on these days any more. You need not do anything.",
                count,
            ),
        )

    return words


def uninvited_words(series: Series) -> WordsFor:
    """Return what tells somebody that he is not invited any more."""

    def words(_answer: str) -> Words:
        return Words(
            subject=_("No longer invited: %(title)s") % {"title": series.title},
            sentence=_("You are not invited to these meetings any more.")
            if series.recurs
            else _("You are not invited to this meeting any more."),
            note=_("You need not do anything. What you answered does not count any more."),
        )

    return words


def reminder_words(meeting: Meeting) -> WordsFor:
    """Return what reminds of a meeting: a question for who did not say yes."""

    def words(answer: str) -> Words:
        title = {"title": _title(meeting.series, meeting)}
        if answer == Answer.YES:
            return Words(
                subject=_("Reminder: %(title)s") % title,
                sentence=_("You said that you are coming. See you there."),
            )
        if answer == Answer.MAYBE:
            return Words(
                subject=_("Can you come? %(title)s") % title,
                sentence=_("You said “maybe”. Do you know now?"),
            )
        return Words(
            subject=_("Are you coming? %(title)s") % title,
            sentence=_("This meeting is soon. We have no answer from you yet."),
        )

    return words


def seat_words(meeting: Meeting) -> WordsFor:
    """Return what tells somebody who waited that he has a seat."""

    def words(_answer: str) -> Words:
        return Words(
            subject=_("There is room for you: %(title)s")
            % {"title": _title(meeting.series, meeting)},
            sentence=_("You were on the waiting list. You have a seat now. Please come."),
        )

    return words


def answered_for_words(rsvp: Rsvp, meeting: Meeting) -> WordsFor:
    """Return what tells somebody that another one of his site answered for him."""

    def words(_answer: str) -> Words:
        name = {"name": rsvp.by.name}
        said = {
            Answer.YES: _("%(name)s said for you that you are coming."),
            Answer.NO: _("%(name)s said for you that you are not coming."),
            Answer.MAYBE: _("%(name)s said for you that you may be coming."),
        }
        right = _("If that is not right, press what is.")
        return Words(
            subject=_("Answered for you: %(title)s") % {"title": _title(meeting.series, meeting)},
            sentence=f"{said[Answer(rsvp.answer)] % name} {right}",
        )

    return words


def still_counts(answer: str) -> str:
    """Return what tells somebody who is asked again that his answer is kept; empty for who said none."""
    said = {
        Answer.YES: _(
            "You said that you are coming. That still counts. Press only if it is different now."
        ),
        Answer.MAYBE: _("You said “maybe”. Do you know now?"),
        Answer.NO: _(
            "You said that you are not coming. That still counts. Press only if it is different now."
        ),
    }
    return said[Answer(answer)] if answer else ""


def _title(series: Series, meeting: Meeting | None) -> str:
    return f"{meeting.name}, {day_and_time(meeting)}" if meeting else series.title
