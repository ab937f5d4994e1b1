"""Which due work of notes writes which mails."""

from communities.due_work import register_due_work
from meetings.notes import item_mails, mails, promises


def register() -> None:
    """Say who does what notes promise; called from AppConfig.ready()."""
    register_due_work(promises.SEND, mails.mail_notes, queue="mail")
    register_due_work(promises.REMIND, item_mails.remind_of_item, queue="mail")
