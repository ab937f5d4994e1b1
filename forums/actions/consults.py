"""A peer consult: beginning, moving on, saying what one will do, and what came of it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.due_work import due
from forums.actions.posts import reply
from forums.models import Consult, Post, Step, Topic
from forums.models.consult import COMES_BACK


def begin_consult(topic: Topic, *, days: int) -> Consult:
    """Begin with the first step; a topic that has begun stays where it is."""
    ends = timezone.now() + timedelta(days=days)
    consult, _made = Consult.objects.get_or_create(
        topic=topic,
        defaults={"community_id": topic.community_id, "days": days, "step_ends_at": ends},
    )
    return consult


def move_on(consult: Consult, *, to: str) -> None:
    """Go to the next step if that is `to`: pressed twice, it moves once."""
    with transaction.atomic():
        locked = Consult.objects.select_for_update().get(pk=consult.pk)
        if Step(locked.step).next == to:
            locked.move_on()


def commit_to(consult: Consult, *, body: str, form_key: UUID | None = None) -> Post:
    """Post what the presenter will do, and promise to ask him what came of it.

    Raises ValidationError if the body is too long.
    """
    topic = consult.topic
    with transaction.atomic():
        post = reply(
            topic, by=topic.author, body=body, name_hidden=topic.name_hidden, form_key=form_key
        )
        consult.commitment = post
        consult.save(update_fields=["commitment"])
        at = timezone.now() + COMES_BACK
        due("return_commitment", consult.pk, community=topic.community, at=at)
    return post


def report_back(consult: Consult, *, body: str, form_key: UUID | None = None) -> Post:
    """Post what came of it. Raises ValidationError if the body is too long."""
    topic = consult.topic
    with transaction.atomic():
        post = reply(
            topic, by=topic.author, body=body, name_hidden=topic.name_hidden, form_key=form_key
        )
        consult.report = post
        consult.save(update_fields=["report"])
    return post
