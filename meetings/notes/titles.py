"""What a section is called: as the item of the agenda that it is about, as far as the reader may know."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import Topic
from forums.models.topic import title_for_reader
from meetings.models import NotesSection


def section_titles(sections: Iterable[NotesSection], reader: Membership) -> Mapping[int, str]:
    """Return by id what sections fetched with their items are called: one query where topics name them.

    Who may not see a topic does not read its title here either.
    """
    listed = list(sections)
    topics = {one.item.topic_id for one in listed if one.item and one.item.topic_id}
    seen = {}
    if topics:
        for topic in Topic.objects.visible_to(reader).filter(pk__in=topics):
            seen[topic.pk] = title_for_reader(topic.title, topic.titles)
    return {one.pk: _title(one, seen) for one in listed}


def _title(section: NotesSection, seen: Mapping[int, str]) -> str:
    item = section.item
    if item is None:
        return section.title or _("An item of the agenda")
    if item.title:
        return item.title
    if item.step:
        return str(item.get_step_display())
    return seen.get(item.topic_id or 0) or _("Something from a discussion")
