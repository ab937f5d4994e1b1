"""Leaving by mail: asked for by a word, and done by a yes or on a page."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from communities.leaving import Words, leave_for_good, leaving_notes
from communities.leaving_links import leaving_url
from communities.membership_changes import LastAdminError
from communities.models import Membership
from mailroom.models import InboundMessage, MailedPart
from notifications.answers import Answer, AnswerRefusedError, Taken, register_answers
from notifications.commands import Asked, Button, Reply, bare, register_command

LEAVING = "communities.leaving"
MEMBER = "communities.membership"
YES = frozenset(["yes", "yes leave", "leave", "si", "si salir", "salir"])
ERASE = frozenset(
    [
        *("yes erase", "yes and erase", "yes erase my words", "erase"),
        *("si borrar", "si y borrar", "si borrar mis palabras", "borrar", "si borre"),
    ]
)


def leave(asked: Asked) -> Reply:
    """Ask once more; nobody leaves by a word that was not meant so."""
    if asked.community is None:
        return Reply(sentences=[_("Please answer a mail of the community that you want to leave.")])
    values = {"community": asked.community.name}
    return Reply(
        sentences=[
            _("Do you want to leave %(community)s? We did nothing yet.") % values,
            _("Answer YES, and you leave. What you wrote stays, with your name."),
            _("Answer YES, ERASE, and you leave, and your words are taken away too."),
            _("Or press the button, and choose there. To stay, do nothing."),
        ],
        buttons=[
            Button(
                words=_("Leave %(community)s") % values,
                url=leaving_url(asked.user.pk, asked.community.pk),
            )
        ],
        answers=LEAVING,
    )


def left_by_mail(member: Membership, _id: int, answer: Answer) -> Taken:
    """End the membership of who says yes. Raises AnswerRefusedError for any other word."""
    lines = [line for line in answer.text.splitlines() if line.strip()]
    said = bare(" ".join(lines)) if lines else ""
    if said not in YES | ERASE:
        raise AnswerRefusedError(
            _("We were waiting for YES, and found other words. You are still a member.")
        )
    words = Words.ERASED if said in ERASE else Words.NAMED
    community = member.community
    notes = leaving_notes(member) if words is Words.NAMED else []
    try:
        leave_for_good(member, words)
    except LastAdminError as last:
        raise AnswerRefusedError(
            _("You are the only admin. Please name another one on the pages before you go.")
        ) from last
    left = _("You have left %(community)s. No more mail comes from it.")
    return Taken(
        kind=MEMBER,
        object_id=member.pk,
        remarks=[left % {"community": community.name}, *(note.sentence for note in notes)],
        forget_sender=words is Words.ERASED,
    )


def erase_messages(member: Membership) -> None:
    """Keep no mail of his to this community, and no word on who sent it."""
    _forget(InboundMessage.objects.filter(user=member.user_id, community=member.community_id))
    MailedPart.objects.filter(member=member).delete()


def erase_all_messages(user: User) -> None:
    """Keep no mail of a person to us."""
    _forget(InboundMessage.objects.filter(user=user))


def _forget(messages: QuerySet[InboundMessage]) -> None:
    messages.update(content=None, sender="", user=None)


def register() -> None:
    """Say by which words one leaves; called from AppConfig.ready()."""
    register_command(
        "leave",
        leave,
        words=[
            *("leave", "leave the community", "leave this community", "i want to leave"),
            *("salir", "salirme", "salir de la comunidad", "dejar la comunidad"),
            *("quiero salir", "quiero salir de la comunidad"),
        ],
        help=gettext_lazy("LEAVE: leave the community; we ask once more"),
    )
    register_answers(LEAVING, left_by_mail)
