"""Where a copy comes from, and what became of its source."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.addresses import address
from core.markdown.unsigned import without_signs
from core.word_differences import marked_differences
from knowledge.commons.released import Released
from knowledge.kinds import SENTENCES, Licence, fields_of
from knowledge.labels import Difference
from knowledge.models import CommonsCopy, CommonsEntry, Resource, Snapshot


@dataclass(frozen=True, slots=True)
class CopiedFrom:
    """What a copy says of its source; without a title and an address once that was withdrawn."""

    community: str
    title: str
    version: int
    day: datetime
    url: str
    withdrawn_at: datetime | None
    has_newer: bool
    stays_as_it_is: bool


def copied_from(resource: Resource) -> CopiedFrom | None:
    """Return where it was copied from, if it was: one query."""
    copy = copy_behind(resource)
    if copy is None:
        return None
    now = copy.entry.current
    number = f"?against={copy.number}" if now and now.number > copy.number else ""
    page = address("knowledge:from_others_one", resource.community.slug, copy.entry_id)
    return CopiedFrom(
        community=copy.entry.community.name,
        title=now.title if now else "",
        version=copy.version,
        day=copy.made_at,
        url=page + number if now else "",
        withdrawn_at=copy.entry.withdrawn_at,
        has_newer=now is not None and now.version > copy.version,
        stays_as_it_is=(copy.licence or resource.licence) == Licence.BY_ND,
    )


def copy_behind(resource: Resource) -> CommonsCopy | None:
    """Return what says that it is a copy, with its entry: one query."""
    copies = CommonsCopy.objects.filter(
        community=resource.community_id, resource_id=resource.pk
    ).select_related("entry__current", "entry__community")
    return copies.first()


def differences_between(
    before: Snapshot | Released, after: Snapshot | Released
) -> list[Difference]:
    """Return what the texts say differently, word by word."""
    old, new = _texts(before), _texts(after)
    return [
        Difference(label, _marked(old.get(label, ""), new.get(label, "")))
        for label in dict.fromkeys([*new, *old])
        if old.get(label, "") != new.get(label, "")
    ]


def _texts(it: Snapshot | Released) -> dict[str, str]:
    told = {_("Title"): it.title}
    told |= {str(label): getattr(it, name) for name, label in SENTENCES}
    told |= {str(f.label): it.details.get(f.key, "") for f in fields_of(it.kind)}
    return told | {_("Text"): it.body}


def _marked(before: str, after: str) -> SafeString:
    return marked_differences(*without_signs(before, after))


def count_of_copiers(entry: CommonsEntry) -> int:
    """Return how many communities copied it: one query."""
    return entry.copies.values("community_id").distinct().count()
