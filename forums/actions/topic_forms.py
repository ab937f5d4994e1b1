"""What the forms of topic bring along: the answer of a question, who has read an announcement."""

from django.db import transaction

from communities.models import Membership
from forums.models import Acknowledgement, Post, Topic
from forums.search_documents import refresh_topic
from moderation.record import record


def accept_answer(topic: Topic, post: Post, *, by: Membership) -> None:
    """Say that this post answers the question; it takes the place of an earlier answer."""
    _set_answer(topic, post, by=by)


def take_back_answer(topic: Topic, *, by: Membership) -> None:
    """Say that the question is not answered yet."""
    _set_answer(topic, None, by=by)


def _set_answer(topic: Topic, post: Post | None, *, by: Membership) -> None:
    """Who did it stands in the record, unless he asked the question."""
    with transaction.atomic():
        Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
        topic.accepted_post = post
        topic.save(update_fields=["accepted_post"])
        refresh_topic(topic)
        if by.pk != topic.author_id:
            note = f"#{post.number}" if post else ""
            record(by, "answer_accepted" if post else "answer_taken_back", topic, note=note)


def acknowledge(topic: Topic, *, by: Membership) -> None:
    """Note that the member has read an announcement; saying so twice is the same as once."""
    Acknowledgement.objects.bulk_create(
        [Acknowledgement(community_id=topic.community_id, topic=topic, member=by)],
        ignore_conflicts=True,
    )
