"""What an item is called for one reader: of a discussion that he does not see, he reads no title."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import Topic
from meetings.agenda.steps import AgendaStep
from meetings.models import AgendaItem


@dataclass(frozen=True, slots=True)
class ItemName:
    """What an item is called; `topic_url` only for who sees its discussion."""

    title: str
    topic_url: str = ""


def names_for(items: Iterable[AgendaItem], reader: Membership) -> Mapping[int, ItemName]:
    """Return what each is called for the reader, by id. The items have their topics: one query."""
    listed = list(items)
    topics = {whole_topic(one.topic) for one in listed if one.topic is not None}
    seen = topics_seen(topics, reader) if topics else {}
    return {one.pk: name_for(one, seen) for one in listed}


def topics_seen(ids: Collection[int], reader: Membership) -> dict[int, Topic]:
    """Return those of these topics that the reader sees, by id: one query."""
    found = Topic.objects.visible_to(reader).filter(pk__in=ids)
    for one in found:
        one.community = reader.community
    return {one.pk: one for one in found}


def name_for(item: AgendaItem, seen: Mapping[int, Topic]) -> ItemName:
    """Return what it is called for somebody who sees these topics, by id."""
    topic = seen.get(whole_topic(item.topic)) if item.topic is not None else None
    if topic is not None:
        return ItemName(item.title or topic.shown_title, topic.get_absolute_url())
    return ItemName(item.title or _without_title(item))


def _without_title(item: AgendaItem) -> str:
    if item.step:
        return str(AgendaStep(item.step).label)
    return _("A discussion that not all who are invited can read")


def whole_topic(topic: Topic) -> int:
    """Return the id of a topic, or of the one that it was merged into."""
    return topic.merged_into_id or topic.pk
