"""Who may open a file: whoever may read the post it stands beside."""

from django.db.models import Q
from django.http import Http404

from communities.models import Membership
from forums.facilitators import forums_moderated_by
from forums.models import Attachment, Flag, Forum, HeldPost, Post, Topic
from forums.models.held_post import HoldState
from forums.permissions.facilitating import may_facilitate


def file_or_404(member: Membership, key: str) -> Attachment:
    """Return the file if the member may open it now: one query for what everybody reads.

    Raises Http404 otherwise.
    """
    files = Attachment.objects.visible_to(member).filter(key=key).defer("text")
    found = files.first() or _set_aside(member, key)
    if found is None:
        raise Http404
    found.community = member.community
    return found


def _set_aside(member: Membership, key: str) -> Attachment | None:
    """Return a file of what waits, was removed or was reported, for those who decide on it."""
    file = (
        Attachment.objects.filter(community_id=member.community_id, key=key)
        .exclude(post=None, held=None)
        .select_related("post__topic__forum")
        .first()
    )
    if file is None:
        return None
    if file.post is not None:
        return file if _may_judge(member, file.post) else None
    mine = Q(author=member.pk, forum__in=Forum.objects.visible_to(member))
    mine |= forums_moderated_by(member)
    return file if HeldPost.objects.filter(mine, attachments=file.pk).exists() else None


def _may_judge(member: Membership, post: Post) -> bool:
    if Flag.objects.filter(
        post=post, closed_at=None, post__topic__in=Topic.objects.filter(forums_moderated_by(member))
    ).exists():
        return True
    if HeldPost.objects.filter(
        forums_moderated_by(member), edits=post, state=HoldState.WAITING
    ).exists():
        return True
    sees_forum = post.topic.forum.audience_id in member.audience_ids
    return sees_forum and (post.author_id == member.pk or may_facilitate(member, post.topic.forum))
