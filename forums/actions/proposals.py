"""Propose a forum; open or decline what was proposed. Call inside the community's scope."""

from django.db import transaction

from communities.due_work import due
from communities.models import Membership
from forums.models import Forum, ForumProposal
from forums.proposal_mail import PROPOSED, tell_proposer
from moderation.record import record


class AnsweredError(Exception):
    """Somebody else was quicker."""


def propose_forum(*, by: Membership, name: str, for_whom: str, why: str) -> ForumProposal:
    """Ask the facilitators for a forum, and tell them; the same words sent twice ask once."""
    proposal: ForumProposal
    with transaction.atomic():
        proposal, is_new = ForumProposal.objects.get_or_create(
            community=by.community,
            proposer=by,
            name=name,
            for_whom=for_whom,
            why=why,
            status=ForumProposal.Status.WAITING,
        )
        if is_new:
            due(PROPOSED, proposal.pk, community=by.community)
    return proposal


def decline_proposal(proposal: ForumProposal, *, by: Membership, reason: str) -> None:
    """Decline with a reason that the proposer gets by mail; raise AnsweredError if it is answered."""
    with transaction.atomic():
        locked = _still_waiting(proposal)
        locked.answer(ForumProposal.Status.DECLINED, by=by, reason=reason)
        record(by, "proposal_declined", locked, note=reason)
        tell_proposer(locked)


def note_opened(proposal: ForumProposal, forum: Forum, *, by: Membership) -> None:
    """Say that a forum was opened for it, and tell the proposer; raise AnsweredError if answered."""
    with transaction.atomic():
        locked = _still_waiting(proposal)
        locked.forum = forum
        locked.answer(ForumProposal.Status.OPENED, by=by)
        record(by, "proposal_opened", locked)
        tell_proposer(locked)


def _still_waiting(proposal: ForumProposal) -> ForumProposal:
    locked: ForumProposal = (
        ForumProposal.objects.select_for_update(of=("self",))
        .select_related("community", "proposer__user")
        .get(pk=proposal.pk)
    )
    if not locked.is_waiting:
        raise AnsweredError
    return locked
