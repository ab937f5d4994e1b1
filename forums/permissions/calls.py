"""Who may call a role to a topic."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.audiences import audience_summary
from communities.models import Membership, Role
from communities.models.membership import Standing
from forums.models import Forum
from forums.permissions.forums import may_keep_forum

CALLS_A_DAY = 3
"""Posts in which a member may call a role within a day."""


def why_not_call(
    member: Membership, forum: Forum, role: Role, *, reached: int, earlier: int
) -> str:
    """Return the sentence that says why "@principals" tells nobody, or nothing if it may.

    `reached` is how many who see the forum have the role, `earlier` in how many posts the member
    called a role within a day. Those who keep the forum going call every role, as often as they
    like; members the roles that the forum is for; guests none.
    """
    if not reached:
        return _("Nobody who sees this forum has this role.")
    if may_keep_forum(member, forum):
        return ""
    if member.standing == Standing.GUEST:
        return _("Guests of this community cannot call a whole role. You can name people.")
    rule = audience_summary(member.community, forum.audience_id).rule
    if rule.roles is not None and role.pk not in rule.roles:
        return _("Here you can call the roles that this forum is for.")
    if earlier >= CALLS_A_DAY:
        return ngettext(
            "You have called roles in %(count)s post within a day. A facilitator can call them.",
            "You have called roles in %(count)s posts within a day. A facilitator can call them.",
            earlier,
        ) % {"count": earlier}
    return ""
