"""Which due work writes which mails."""

from communities.due_work import register_due_work
from meetings.inviting import called_off, newcomers, promises, reminding, single_mails, telling


def register() -> None:
    """Say who does what meetings promise; called from AppConfig.ready()."""
    handlers = {
        promises.INVITE: telling.invite,
        promises.SERIES_MOVED: telling.tell_series_moved,
        promises.SERIES_CHANGED: telling.tell_series_changed,
        promises.SERIES_ENDED: telling.tell_series_ended,
        promises.SERIES_CANCELLED: telling.tell_series_cancelled,
        promises.MEETING_MOVED: telling.tell_meeting_moved,
        promises.MEETING_CHANGED: telling.tell_meeting_changed,
        promises.MEETING_CANCELLED: telling.tell_meeting_cancelled,
        promises.REMIND: reminding.remind_of_meeting,
        promises.MOVED_UP: single_mails.tell_seat,
        promises.ANSWERED_FOR: single_mails.tell_answered_for,
        promises.CALLED_OFF: called_off.tell_called_off,
        promises.NEWCOMER: newcomers.tell_newcomer,
    }
    for kind, handler in handlers.items():
        register_due_work(kind, handler, queue="mail")
