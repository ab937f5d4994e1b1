"""Members say which proposals matter most to them: three votes a meeting, one an item."""

from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.agenda.locking import hold
from meetings.models import MOST_VOTES, AgendaItem, AgendaVote, ItemState


class NotCountedError(Exception):
    """The vote does not count; str() is a sentence for a person."""


def vote(item: AgendaItem, *, by: Membership) -> None:
    """Count the member as one who wants to talk about a proposal; twice is once.

    Raises NotCountedError when his votes are given, or the item is no proposal any more.
    """
    with transaction.atomic():
        hold(item.meeting)
        _check_proposed(item)
        mine = AgendaVote.objects.filter(member=by, item__meeting=item.meeting_id)
        if mine.filter(item=item).exists():
            return
        if mine.count() >= MOST_VOTES:
            raise NotCountedError(
                _("You have given your three votes. Take one back first, then give it to this.")
            )
        AgendaVote.objects.create(community_id=item.community_id, item=item, member=by)


def take_vote_back(item: AgendaItem, *, by: Membership) -> None:
    """Count the member no more. Raises NotCountedError if the item is no proposal any more."""
    with transaction.atomic():
        hold(item.meeting)
        _check_proposed(item)
        AgendaVote.objects.filter(item=item, member=by).delete()


def votes_left(by: Membership, meeting_id: int) -> int:
    """Return how many votes the member has still to give at this meeting; never less than none."""
    given = AgendaVote.objects.filter(member=by, item__meeting=meeting_id).count()
    # Those for what was put off came along.
    return max(0, MOST_VOTES - given)


def _check_proposed(item: AgendaItem) -> None:
    state = AgendaItem.objects.filter(pk=item.pk).values_list("state", flat=True).first()
    if state != ItemState.PROPOSED:
        raise NotCountedError(_("The host has decided on this already."))
