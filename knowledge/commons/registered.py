"""What the commons bring to other parts: who is asked, what is due, what must be settled first."""

from communities.due_work import register_due_work
from knowledge.commons.asking_wider import ASK_WIDER, SETTLE_WIDER, WIDER, ask_wider
from knowledge.commons.licences import not_released_on
from knowledge.commons.release_checks import register_release_check
from knowledge.commons.releasing import GO_ON, follow_quotations, try_again
from knowledge.commons.standing import TAKEN_OFF
from knowledge.commons.telling import tell_words_taken_off
from knowledge.commons.wider_answers import say_wider_by_mail, settle_wider
from knowledge.harvest.agreement import unsettled
from knowledge.harvest.changes import register_quotation_watcher
from notifications.answers import register_answers


def register_commons() -> None:
    """Called from AppConfig.ready()."""
    register_release_check(unsettled)
    register_release_check(not_released_on)
    register_quotation_watcher(follow_quotations)
    register_due_work(ASK_WIDER, ask_wider, queue="mail")
    register_due_work(SETTLE_WIDER, settle_wider)
    register_due_work(GO_ON, try_again)
    register_due_work(TAKEN_OFF, tell_words_taken_off, queue="mail")
    register_answers(WIDER, say_wider_by_mail)
