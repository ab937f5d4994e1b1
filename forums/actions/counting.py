"""What lists say of topics and forums, made to follow from the posts that are shown."""

from django.db.models import Count, Max
from django.utils import timezone

from forums.models import Forum, Post, Topic, TopicReading


def settle(*topics: Topic) -> None:
    """Correct what lists say of these topics and their forums. Call with the topics' rows locked."""
    # In order, as marking all as read does it: neither waits for the other in a circle.
    for topic in sorted(topics, key=lambda topic: topic.pk):
        _settle_topic(topic)
    for forum_id in sorted({topic.forum_id for topic in topics}):
        recount_forum(forum_id)


def recount_forum(forum_id: int) -> None:
    """Count a forum's topics and posts anew."""
    # Locked first: a reply that is not committed yet would be missed by the count, or counted over.
    Forum.objects.select_for_update(no_key=True).get(pk=forum_id)
    topics = Topic.objects.filter(forum_id=forum_id, removed_at=None)
    posts = Post.objects.filter(topic__forum_id=forum_id, removed_at=None)
    counted = topics.aggregate(topic_count=Count("pk"), last_post_at=Max("last_post_at"))
    Forum.objects.filter(pk=forum_id).update(**counted, post_count=posts.count())


def _settle_topic(topic: Topic) -> None:
    last = topic.posts.filter(removed_at=None).order_by("-number").first()
    if last is None:
        topic.removed_at = topic.removed_at or timezone.now()
    else:
        topic.removed_at = None
        topic.last_post_at, topic.last_author_id = last.created_at, last.author_id
        topic.last_name_hidden = last.name_hidden
        # Who has read all that is shown has read the topic, whatever was removed after it.
        TopicReading.objects.filter(
            topic=topic, read_through__gte=last.number, read_through__lt=topic.last_number
        ).update(read_through=topic.last_number)
    topic.save(update_fields=["removed_at", "last_post_at", "last_author", "last_name_hidden"])
