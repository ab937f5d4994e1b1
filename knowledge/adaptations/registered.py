"""What adaptations say of themselves to lower apps."""

from communities.due_work import register_due_work
from knowledge.adaptations import asking, mail_answers, telling


def register_adaptations() -> None:
    """Register due work, notices and answers; called from AppConfig.ready()."""
    register_due_work(asking.ASK, asking.ask_for_outcome, queue="mail")
    register_due_work(telling.TELL_BEGUN, telling.tell_begun)
    register_due_work(telling.TELL_TOLD, telling.tell_told)
    telling.register()
    mail_answers.register()
