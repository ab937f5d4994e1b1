"""Who writes to a community's own address and does not belong to it: by its way of taking people in.

What it answers is the same for everybody, so that nobody learns who belongs to it.
"""

from email.utils import parseaddr

from communities.invitations import invite_who_wrote
from communities.models import Community, Membership
from communities.models.community import Joining
from communities.models.membership import Status
from communities.scope import scope
from core.markdown.text import cut
from mailroom.arrivals import Arrival
from mailroom.reasons import Reason
from search.words import language_of


def takes_in(arrival: Arrival, community: Community) -> bool:
    """Answer somebody who does not belong to it with the way in, and settle; return whether there is one.

    He gets a mail with one button, at the address he wrote from; pressing it shows that it is his. Once a
    day at most, whatever he sends.
    """
    name, email = arrival.mail.sender[0], arrival.mail.sender[1].lower()
    if parseaddr(email)[1] != email or "@" not in email:
        return False
    with scope(community):
        known = Membership.objects.filter(community=community, user__email=email)
        if known.filter(status=Status.REMOVED).exists():
            return False
        written = arrival.written.strip()
        invited = invite_who_wrote(
            community,
            email=email,
            name=" ".join(name.split()),
            language=language_of(written, default=community.language),
            note=cut(written, 500),
            may_come=community.joining != Joining.INVITATION,
        )
    if invited:
        arrival.message.community = community
        arrival.done(reason=Reason.SHOWN_IN)
    return invited
