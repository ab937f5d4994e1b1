"""Forums and topics as things to follow."""

from collections.abc import Collection

from communities.models import Membership
from core.addresses import address
from forums.models import Forum, Topic
from forums.telling import FORUM, TOPIC
from notifications.kinds import Followed, register_followed


def topics(reader: Membership, ids: Collection[int]) -> dict[int, Followed]:
    """Return those of these topics that the reader sees."""
    slug = reader.community.slug
    return {
        topic.pk: Followed(
            topic.title,
            address("forums:topic", slug, topic.number),
            address("forums:follow_topic", slug, topic.number),
            ((TOPIC, topic.pk), (FORUM, topic.forum_id)),
        )
        for topic in Topic.objects.visible_to(reader).filter(pk__in=ids)
    }


def forums(reader: Membership, ids: Collection[int]) -> dict[int, Followed]:
    """Return those of these forums that the reader sees."""
    slug = reader.community.slug
    return {
        forum.pk: Followed(
            forum.label,
            address("forums:forum", slug, forum.slug),
            address("forums:follow_forum", slug, forum.slug),
            ((FORUM, forum.pk),),
        )
        for forum in Forum.objects.visible_to(reader).filter(pk__in=ids)
    }


def register() -> None:
    """Say what can be followed here; called from AppConfig.ready()."""
    register_followed(TOPIC, topics)
    register_followed(FORUM, forums)
