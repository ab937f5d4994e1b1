"""The mail that answers a proposed forum."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from forums.models import ForumProposal
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail

KIND = "proposal_answered"


def tell_proposer(proposal: ForumProposal) -> None:
    """Queue the answer, to a proposer who is still here; call inside the transaction that decides."""
    member, community, forum = proposal.proposer, proposal.community, proposal.forum
    if not member.is_active:
        return
    with translation.override(member.user.language):
        subject = _("Your proposed forum: %(name)s") % {"name": proposal.name}
        text, html = fill(
            "proposal_answered",
            subject=subject,
            community=community,
            person=member.name,
            proposal=proposal,
            forum=forum,
            forum_url=settings.SITE_URL + forum.get_absolute_url() if forum else "",
        )
        queue_mail(
            kind=KIND,
            key=f"{community.pk}/{proposal.pk}",
            to=member.user.email,
            subject=subject,
            text=text,
            html=html,
            user=member.user,
            community=community,
        )
