"""The topics and posts of the data set, and how far who has read."""

import random
from datetime import datetime, timedelta

from bench.people import BATCH, People
from bench.places import Place
from bench.plan import LONG_TOPIC, REPLY_TOPIC, TOPIC, Plan
from bench.texts import a_title, bodies
from communities.models import Community
from core.markdown import RENDERER_VERSION, render
from forums.models import Forum, Post, Topic, TopicReading

DISTINCT_BODIES = 400
MEASURED = (LONG_TOPIC, TOPIC, REPLY_TOPIC)
YEAR = 365 * 24 * 60  # minutes


def make_talk(
    choice: random.Random,
    community: Community,
    people: People,
    places: list[Place],
    plan: Plan,
    *,
    until: datetime,
) -> None:
    """Fill the forums with discussions of the last year, none of them newer than `until`."""
    texts = [(body, render(body)) for body in bodies(choice, min(DISTINCT_BODIES, plan.posts))]
    lengths = _lengths(choice, plan)
    topics: list[Topic] = []
    written: list[list[tuple[int, datetime]]] = []
    at: list[Place] = []
    for number, length in enumerate(lengths, start=1):
        # The measured topics are in the measured forum.
        place = places[0] if number in plan.fixed_posts() else places[number % len(places)]
        times = _times(choice, number, length, plan, until)
        who = [choice.choice(place.insiders or [0]) for _ in range(length)]
        written.append(list(zip(who, times, strict=True)))
        at.append(place)
        topics.append(
            Topic(
                community=community,
                forum=place.forum,
                number=number,
                title=a_title(choice),
                author=people.members[who[0]],
                last_author=people.members[who[-1]],
                last_number=length,
                created_at=times[0],
                last_post_at=times[-1],
            )
        )
    topics = Topic.objects.bulk_create(topics, batch_size=BATCH)
    Post.objects.bulk_create(
        [
            Post(
                community=community,
                topic=topic,
                number=number,
                author=people.members[who],
                body=body,
                html=html,
                renderer_version=RENDERER_VERSION,
                created_at=time,
            )
            for topic, entries in zip(topics, written, strict=True)
            for number, (who, time) in enumerate(entries, start=1)
            for body, html in [choice.choice(texts)]
        ],
        batch_size=BATCH,
    )
    _make_readings(choice, community, people, topics, written)
    _count(places, topics, at)


def _lengths(choice: random.Random, plan: Plan) -> list[int]:
    """Return how many posts each topic has, by its number less one; together `plan.posts`."""
    fixed = plan.fixed_posts()
    others = [number for number in range(1, plan.topics + 1) if number not in fixed]
    left = plan.posts - sum(fixed.values()) - len(others)
    more = dict.fromkeys(others, 1)
    # A few long discussions and many short ones.
    weights = [choice.paretovariate(1.5) for _ in others]
    for number in choice.choices(others, weights, k=left):
        more[number] += 1
    return [(fixed | more)[number] for number in range(1, plan.topics + 1)]


def _times(
    choice: random.Random, number: int, length: int, plan: Plan, until: datetime
) -> list[datetime]:
    """Return when the posts of a topic were written, in order; later topics began later."""
    began = YEAR - YEAR * number // (plan.topics + 1)
    span = began if number == 1 else min(began, 60 * 24 * 21)
    minutes = sorted((choice.randint(0, span) for _ in range(length - 1)), reverse=True)
    ago = [began, *(began - span + minute for minute in minutes)]
    return [until - timedelta(minutes=minute) for minute in ago]


def _make_readings(
    choice: random.Random,
    community: Community,
    people: People,
    topics: list[Topic],
    written: list[list[tuple[int, datetime]]],
) -> None:
    """Whoever wrote has read up to there; the measured member read some topics whole, some in part."""
    rows = []
    for topic, entries in zip(topics, written, strict=True):
        read = {who: number for number, (who, _time) in enumerate(entries, start=1)}
        # What is measured is read already, so that looking at it changes nothing.
        lot = 0 if topic.number in MEASURED else choice.random()
        if lot < 0.5:
            read[0] = len(entries)
        elif lot < 0.75:
            read[0] = max(read.get(0, 1), len(entries) // 2)
        rows += [
            TopicReading(
                community=community,
                member=people.members[who],
                topic=topic,
                read_through=number,
                told_through=number,
            )
            for who, number in read.items()
        ]
    TopicReading.objects.bulk_create(rows, batch_size=BATCH)


def _count(places: list[Place], topics: list[Topic], at: list[Place]) -> None:
    """Bring the counters that forums keep of themselves up to date."""
    for topic, place in zip(topics, at, strict=True):
        forum = place.forum
        forum.topic_count += 1
        forum.post_count += topic.last_number
        forum.last_post_at = max(forum.last_post_at or topic.last_post_at, topic.last_post_at)
    Forum.objects.bulk_update(
        [place.forum for place in places], ["topic_count", "post_count", "last_post_at"]
    )
