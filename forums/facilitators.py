"""Who keeps a forum going, and what waits for them."""

from django.db.models import Q

from communities.models import Membership
from forums.models import Forum, ForumUserObjectPermission
from forums.querysets import FACILITATE


def facilitators_of(forum: Forum) -> list[Membership]:
    """Return the members who keep this forum going; if nobody does, those who keep the community."""
    mine = ForumUserObjectPermission.objects.filter(
        content_object=forum, permission__codename=FACILITATE
    )
    members = Membership.objects.active().filter(community_id=forum.community_id)
    people = members.select_related("user", "community")
    found = people.filter(user_id__in=mine.values("user_id"))
    return list(found) or list(people.facilitators())


def forums_moderated_by(member: Membership) -> Q:
    """Return the condition for what a member decides on, of rows with a key `forum`.

    Facilitators of the community: everything, though of forums they do not see only what waits,
    with its context. Others: what waits in the forums that they keep going.
    """
    if member.is_facilitator:
        return Q(community_id=member.community_id)
    return Q(forum__in=Forum.objects.facilitated_by(member))
