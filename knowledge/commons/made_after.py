"""After what something was made that was released on: whose it was first, as far as one may know."""

from dataclasses import dataclass

from core.addresses import address
from knowledge.kinds import Licence
from knowledge.models import CommonsEntry, Resource
from knowledge.permissions import copies_behind
from knowledge.querysets import EntryQuerySet

# Whose it was before that stands on the page of the last one shown.
MOST = 5


@dataclass(frozen=True, slots=True)
class After:
    """One that it was made after. Without title, licence and address for who may not read it."""

    community: str
    title: str = ""
    licence: str = ""
    url: str = ""


def source_of(resource: Resource) -> CommonsEntry | None:
    """Return what it was copied from, or what the text was copied from that it came of."""
    copy = copies_behind(resource).select_related("entry__community").order_by("pk").first()
    return copy.entry if copy else None


def made_after(
    source: CommonsEntry | None, found: EntryQuerySet[CommonsEntry], *, slug: str = ""
) -> list[After]:
    """Return a line of sources, the nearest first, `found` being what the reader may read.

    A query each. With a slug they lead to the pages of that community.
    """
    told: list[After] = []
    while source is not None and len(told) < MOST:
        seen = found.filter(pk=source.pk).first()
        if seen is None or seen.current is None:
            told.append(After(source.community.name))
        else:
            url = address("knowledge:from_others_one", slug, seen.pk) if slug else ""
            if slug == source.community.slug:
                # Its own text that came back: others' texts stand at this address.
                url = address("knowledge:library", slug)
            told.append(
                After(
                    seen.current.community_name,
                    seen.current.title,
                    str(Licence(seen.current.licence).label).partition(":")[0],
                    url or seen.get_absolute_url(),
                )
            )
        source = (
            CommonsEntry.objects.select_related("community").filter(pk=source.after_id or 0).first()
        )
    return told
