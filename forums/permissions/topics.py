"""Who may write in a topic, say what it is about, and which post answers it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import Form, Topic
from forums.permissions.facilitating import may_facilitate
from forums.refusals import PostRefusedError


def has_charge_of(member: Membership, topic: Topic) -> bool:
    """Return whether the member opened the topic, or keeps its forum going: it is `facilitated`."""
    return topic.author_id == member.pk or topic.facilitated


def closed_meanwhile() -> PostRefusedError:
    return PostRefusedError(
        _("This discussion was closed to replies while you wrote. Copy your words to keep them.")
    )


def check_reply(member: Membership, topic: Topic) -> None:
    """Raise PostRefusedError with a sentence unless the member may reply to this topic now."""
    if topic.locked_at and not may_facilitate(member, topic.forum):
        raise closed_meanwhile()


def is_closed_to_reader(topic: Topic) -> bool:
    """Return whether its reader may not write in it. The topic knows `facilitated`."""
    return bool(topic.locked_at) and not topic.facilitated


def may_accept(member: Membership, topic: Topic) -> bool:
    """Return whether the member may say which post answers it. The topic knows `facilitated`."""
    return topic.form == Form.QUESTION and has_charge_of(member, topic)


def check_accept(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member may say which post answers the question."""
    if topic.form != Form.QUESTION:
        raise PermissionDenied(_("Only a question has an answer to be marked."))
    if not may_accept(member, topic):
        raise PermissionDenied(
            _("Only the person who asked, or who keeps this forum going, may mark the answer.")
        )


def check_say_about(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member opened the topic, or keeps the forum going."""
    if not has_charge_of(member, topic):
        raise PermissionDenied(
            _(
                "Only the person who opened this topic, or who keeps this forum going, says what it "
                "is about."
            )
        )
