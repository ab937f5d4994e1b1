"""Do what a word asks for, and tell the person what was done."""

from contextlib import nullcontext
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from communities.arrival import member_of
from communities.models import Community
from communities.scope import scope
from mailroom.answer_mail import KIND, threading_headers, title_of_answer
from mailroom.arrivals import Arrival
from mailroom.command_links import button_url
from mailroom.reasons import Reason
from notifications.commands import Asked, Button, Reply, Said, commands
from notifications.levels import COMMUNITY
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail
from notifications.reply_addresses import reply_address


def obey(said: Said, user: User, community: Community | None) -> Reply:
    """Do it, inside the scope of the community if there is one; return what he is to be told."""
    asked = Asked(user=user, community=community, argument=said.argument)
    with scope(community) if community else nullcontext():
        return commands()[said.name].handler(asked)


def obey_mail(
    arrival: Arrival,
    said: Said,
    *,
    user: User,
    community: Community | None,
    may_be_post: bool = False,
) -> None:
    """Do what a mail asks for by a word, confirm it to the person's own address, and settle it.

    `may_be_post` where a discussion's mail was answered: somebody may have asked "How often?"
    """
    with translation.override(user.language):
        reply = obey(said, user, community)
    # In his new language, if that is what he asked for.
    with translation.override(user.language):
        if may_be_post:
            reply = _with_way_back(reply, arrival.message.pk)
        confirm(arrival, reply, user=user, community=community)
    arrival.message.user, arrival.message.community = user, community
    arrival.done(reason=Reason.COMMAND)


def _with_way_back(reply: Reply, message_id: int) -> Reply:
    post = Button(words=_("Post it in the discussion"), command="post", argument=str(message_id))
    sentence = _(
        "If this word was meant for the discussion that you answered, we can post it there."
    )
    return replace(reply, sentences=[*reply.sentences, sentence], buttons=[*reply.buttons, post])


def confirm(arrival: Arrival, reply: Reply, *, user: User, community: Community | None) -> None:
    """Queue the mail that says what was done, in the language that is active."""
    subject = title_of_answer(arrival.mail.subject) or _("Your mail")
    reply_to = _where_to_answer(reply.answers or COMMUNITY, user, community)
    text, html = fill(
        "command_done",
        subject=subject,
        community=community,
        sentences=reply.sentences,
        buttons=[(button.words, button_url(button, user, community)) for button in reply.buttons],
        answers_here=bool(reply_to),
    )
    queue_mail(
        kind=KIND,
        key=str(arrival.message.pk),
        to=user.email,
        subject=subject,
        text=text,
        html=html,
        user=user,
        community=community,
        headers=threading_headers(arrival.mail.message_id),
        reply_to=reply_to,
    )


def _where_to_answer(kind: str, user: User, community: Community | None) -> str:
    if community is None:
        return ""
    with scope(community):
        member = member_of(community, user)
        return reply_address(member, kind, community.pk) if member else ""
