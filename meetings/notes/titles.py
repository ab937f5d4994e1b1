"""What a section is called: as the item of the agenda that it is about, as far as the reader may know."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models.topic import title_for_reader
from meetings.agenda.steps import AgendaStep
from meetings.models import NotesSection


def section_titles(sections: Iterable[NotesSection], reader: Membership) -> Mapping[int, str]:
    """Return by id what sections fetched with their items are called: no query where no topic names one.

    Who may not see a topic does not read its title here either.
    """
    return {one.pk: title_for(one, reader) for one in sections}


def title_for(section: NotesSection, reader: Membership) -> str:
    """Return what one is called, in the language that is active."""
    item = section.item
    if item is None:
        return section.title or _("An item of the agenda")
    if item.title:
        return item.title
    if item.step:
        return str(AgendaStep(item.step).label)
    topic = item.topic
    if topic and topic.removed_at is None and topic.forum.audience_id in reader.audience_ids:
        return title_for_reader(topic.title, topic.titles)
    return _("Something from a discussion")
