"""Mails about proposed forums: to those who answer, and the answer."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import ForumProposal
from notifications.member_mail import mail_member
from notifications.moderation_mail import Letter, send_letter

KIND = "proposal_answered"
# Due work.
PROPOSED = "tell_of_proposal"


def tell_keepers(proposal_id: int) -> None:
    """Queue a mail to each facilitator of the community, unless it was answered meanwhile."""
    proposal = (
        ForumProposal.objects.filter(pk=proposal_id, status=ForumProposal.Status.WAITING)
        .select_related("community", "proposer__user")
        .first()
    )
    if proposal is None:
        return
    values = {"name": proposal.proposer.name, "forum": proposal.name}

    def letter() -> Letter:
        return Letter(
            subject=_("%(name)s proposes a forum: %(forum)s") % values,
            sentence=_("%(name)s proposes the forum “%(forum)s”, for this reason:") % values,
            reason=proposal.why,
            path=reverse("forums:proposals", args=[proposal.community.slug]),
            button=_("Open it or decline"),
            because=_("You get this mail because you keep this community going."),
        )

    keepers = Membership.objects.facilitators().filter(community=proposal.community)
    for member in keepers.exclude(pk=proposal.proposer_id).select_related("user", "community"):
        send_letter(member, letter, key=f"proposal/{proposal.pk}")


def tell_proposer(proposal: ForumProposal) -> None:
    """Queue the answer, to a proposer who is still here; call inside the transaction that decides."""
    member, forum = proposal.proposer, proposal.forum
    if not member.is_active:
        return
    with translation.override(member.user.language):
        mail_member(
            member,
            "proposal_answered",
            kind=KIND,
            key=f"{proposal.pk}",
            subject=_("Your proposed forum: %(name)s") % {"name": proposal.name},
            proposal=proposal,
            forum=forum,
            forum_url=settings.SITE_URL + forum.get_absolute_url() if forum else "",
        )
