"""Who is told of a post at once: asked after it is committed, by the rule of who sees it now."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from communities.models import Membership
from forums.mentions import members_mentioned
from forums.models import Mention, Post, TopicReading
from notifications.levels import levels_of
from notifications.models import Level
from notifications.telling import tell

POST = "forums.post"
TOPIC = "forums.topic"
FORUM = "forums.forum"

MENTIONED = "mentioned"
# By a role he has.
CALLED = "called"
ANSWERED = "answered"
ASKED = "asked"
FOLLOWS = "follows"

# What is told later than this is no news: the digest tells it.
AT_ONCE = timedelta(days=1)


def tell_post(post_id: int) -> None:
    """Note who is to be told of a post; asked again, only those who were not told yet."""
    post = (
        Post.objects.select_related("topic__forum", "reply_to", "community")
        .filter(pk=post_id, removed_at=None, topic__removed_at=None)
        .first()
    )
    if post is None or post.created_at < timezone.now() - AT_ONCE:
        return
    concerned = concerned_by(post)
    levels = levels_of(
        _who_have_not_read(post),
        (TOPIC, post.topic_id),
        (FORUM, post.topic.forum_id),
        community_id=post.community_id,
    )
    whom = {
        member_id: concerned.get(member_id, FOLLOWS)
        for member_id, level in levels.items()
        if level == Level.ALL or (level == Level.MENTIONS and member_id in concerned)
    }
    if whom:
        tell(POST, post.pk, whom, community=post.community)


def concerned_by(post: Post) -> dict[int, str]:
    """Return by member why a post concerns him, whether he may see it or not."""
    concerned: dict[int, str] = {}
    if post.number > 1:
        concerned[post.topic.author_id] = ASKED
    if post.reply_to is not None:
        concerned[post.reply_to.author_id] = ANSWERED
    by_name = set(Mention.objects.filter(post=post).values_list("member_id", flat=True))
    called = members_mentioned(post).values_list("pk", flat=True) if "@" in post.body else []
    return concerned | {pk: MENTIONED if pk in by_name else CALLED for pk in called}


def _who_have_not_read(post: Post) -> set[int]:
    """Return who sees the post, but its author and those who have read it or were told of it."""
    known = TopicReading.objects.filter(topic=post.topic_id).filter(
        Q(read_through__gte=post.number) | Q(told_through__gte=post.number)
    )
    people = Membership.objects.in_audience(post.topic.forum.audience_id)
    people = people.filter(user__is_active=True).exclude(pk=post.author_id)
    return set(people.exclude(pk__in=known.values("member_id")).values_list("pk", flat=True))
