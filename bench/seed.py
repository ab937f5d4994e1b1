"""Make the data set, find it again, put it back as it was."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.db.models import Sum
from django.db.models.functions import Least
from django.utils import timezone

from accounts.models import User
from bench.meetings import make_meetings
from bench.people import MAIL_DOMAIN, make_people, make_users
from bench.places import make_places
from bench.plan import MEASURED_EMAIL, OTHER_SLUG, REPLY_TOPIC, SLUG, Plan
from bench.resources import make_library
from bench.talk import make_talk
from communities.models import Charter, CharterResult, Community, Result
from communities.scope import scope
from forums.models import Forum, Post, Topic, TopicReading
from search.actions import refresh
from search.rebuilding import rebuild_community


@dataclass(frozen=True)
class Seeded:
    """What the benchmark needs to know of the data set."""

    community: Community
    forum_slug: str
    user: User


def find(plan: Plan) -> Seeded | None:
    """Return the data set that was made by this very plan; None when there is none."""
    community = Community.objects.filter(slug=SLUG, template=plan.mark).first()
    if community is None:
        return None
    with scope(community):
        forum = Forum.objects.get(position=0)
    return Seeded(community, forum.slug, User.objects.get(email=MEASURED_EMAIL))


def seed(
    plan: Plan, *, until: datetime | None = None, analyze: Callable[[], None] = lambda: None
) -> Seeded:
    """Make the data set in place of any other: the same rows for the same plan and `until`.

    `until` is when the newest post was written; without it, this very hour. `analyze` is called
    when the rows are there, to let the database count them.
    """
    made: list[Community] = []
    until = until or timezone.now().replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        forget()
        users = make_users(random.Random(plan.seed), plan.members, until=until)
        for slug, name, size in (
            (OTHER_SLUG, "Bench Neighbours", plan.neighbours()),
            (SLUG, "Bench Network", plan),
        ):
            community = Community.objects.create(name=name, slug=slug)
            made.append(community)
            with scope(community):
                _fill(community, users[: size.members], size, until)
    # Without statistics of so many new rows the index would take ten minutes.
    analyze()
    for community in made:
        rebuild_community(community.pk)
    # Last, so that only a whole data set carries the mark.
    community.template = plan.mark
    community.save(update_fields=["template"])
    found = find(plan)
    assert found is not None
    return found


def _fill(community: Community, users: list[User], plan: Plan, until: datetime) -> None:
    choice = random.Random(plan.seed)
    people = make_people(choice, community, users, until=until)
    places = make_places(choice, community, people, plan.forums)
    make_talk(choice, community, people, places, plan, until=until)
    charter = Charter.objects.create(
        community=community,
        number=1,
        domain="Children who come to school rested, fed and ready to learn.",
        problem_of_practice="We learn the same things twice, each site alone.",
        purpose="To learn from each other what works for families, and to write it down.",
        written_by=people.members[5],
    )
    results = Result.objects.bulk_create(
        [
            Result(community=community, key=f"result-{n}", title=f"Result {n}", position=n)
            for n in range(3)
        ]
    )
    CharterResult.objects.bulk_create(
        [CharterResult(community=community, charter=charter, result=r) for r in results]
    )
    make_library(choice, community, people, plan.resources, until=until)
    make_meetings(choice, community, people, plan.meetings, until=until)


def forget() -> None:
    """Delete every data set that this module made, and nothing else."""
    communities = list(Community.objects.filter(slug__in=[SLUG, OTHER_SLUG]))
    ids = [community.pk for community in communities]
    with transaction.atomic(), scope(*communities):
        users = User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}")
        for model in _models_with_a_key_to(Community):
            _delete_rows(model._base_manager.filter(community_id__in=ids))
        for model in _models_with_a_key_to(User):
            _delete_rows(model._base_manager.filter(user_id__in=users.values("pk")))
        _delete_rows(users)
        _delete_rows(Community.objects.filter(pk__in=ids))


def restore(seeded: Seeded, plan: Plan) -> None:
    """Take away the replies of an earlier measurement, so that every run meets the same rows."""
    with scope(seeded.community):
        topic = Topic.objects.get(number=REPLY_TOPIC)
        replies = Post.objects.filter(topic=topic, number__gt=plan.fixed_posts()[REPLY_TOPIC])
        gone = list(replies.values_list("pk", flat=True))
        if not gone:
            return
        replies.delete()
        refresh(seeded.community, "post", gone)
        last = Post.objects.filter(topic=topic).latest("number")
        topic.last_number, topic.last_author_id = last.number, last.author_id
        topic.last_post_at = last.created_at
        topic.save()
        TopicReading.objects.filter(topic=topic).update(
            read_through=Least("read_through", last.number),
            told_through=Least("told_through", last.number),
        )
        forum = topic.forum
        forum.post_count = Topic.objects.filter(forum=forum).aggregate(n=Sum("last_number"))["n"]
        forum.last_post_at = Topic.objects.filter(forum=forum).latest("last_post_at").last_post_at
        forum.save()


def _delete_rows(rows: models.QuerySet[models.Model]) -> None:
    # Keys are checked at the end of the transaction, so the order does not matter. Django's own
    # cascade would read guardian's generic tables, which the app's role may not.
    rows._raw_delete("default")  # noqa: SLF001


def _models_with_a_key_to(target: type[models.Model]) -> list[type[models.Model]]:
    """Return the models that have a foreign key to it, by its usual name, and may be deleted from."""
    name = {Community: "community_id", User: "user_id"}[target]
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label != "guardian"
        and any(
            field.attname == name and field.related_model is target
            for field in model._meta.concrete_fields
        )
    ]
