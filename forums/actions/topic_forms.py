"""What the forms of topic bring along: the answer of a question, who has read an announcement."""

from django.db import transaction

from communities.models import Membership
from forums.models import Acknowledgement, Post, Topic
from forums.search_documents import refresh_topic


def accept_answer(topic: Topic, post: Post) -> None:
    """Say that this post answers the question; it takes the place of an earlier answer."""
    with transaction.atomic():
        topic.accepted_post = post
        topic.save(update_fields=["accepted_post"])
        refresh_topic(topic)


def take_back_answer(topic: Topic) -> None:
    """Say that the question is not answered yet."""
    with transaction.atomic():
        topic.accepted_post = None
        topic.save(update_fields=["accepted_post"])
        refresh_topic(topic)


def acknowledge(topic: Topic, *, by: Membership) -> None:
    """Note that the member has read an announcement; saying so twice is the same as once."""
    Acknowledgement.objects.bulk_create(
        [Acknowledgement(community_id=topic.community_id, topic=topic, member=by)],
        ignore_conflicts=True,
    )
