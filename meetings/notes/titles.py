"""What a section is called: as the item of the agenda that it is about, as far as the reader may know."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from communities.models import Community, Membership
from forums.models import Topic
from meetings.agenda.names import name_for, names_for
from meetings.models import NotesSection


def section_titles(sections: Iterable[NotesSection], reader: Membership) -> Mapping[int, str]:
    """Return by id what sections fetched with their items are called: one query where topics name them."""
    listed = list(sections)
    names = names_for([one.item for one in listed if one.item], reader)
    return {one.pk: names[one.item.pk].title if one.item else own_title(one) for one in listed}


def own_title(section: NotesSection) -> str:
    """Return what one is called that is about no item (any more)."""
    return section.title or _("An item of the agenda")


class TitlesForMany:
    """What sections are called for each of many readers: one query for all of them."""

    def __init__(self, sections: Sequence[NotesSection], community: Community) -> None:
        named = [one.item.topic for one in sections if one.item and one.item.topic]
        ids = {topic.merged_into_id or topic.pk for topic in named}
        there = Topic.objects.filter(pk__in=ids, removed_at=None) if ids else Topic.objects.none()
        self.topics = list(there.select_related("forum"))
        for topic in self.topics:
            topic.community = community

    def title(self, section: NotesSection, reader: Membership) -> str:
        """Return what a section is called for a reader, whose audiences are known."""
        if section.item is None:
            return own_title(section)
        seen = {one.pk: one for one in self.topics if one.forum.audience_id in reader.audience_ids}
        return name_for(section.item, seen).title
