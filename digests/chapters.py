"""What a mail says of each community: headings, and under each what is named and what is counted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from django.template.loader import get_template
from django.utils.safestring import mark_safe

from communities.keepers import Keeper, reader_of_answers
from communities.models import Community
from communities.models.membership import Pace
from digests.entries import Entry
from digests.frames import Frames
from digests.gathering import by_section
from digests.labels import Labelled, Labels, holes_of
from digests.openings import Opening
from digests.ranking import fitting
from digests.sections.registry import MORE, Item, More, Section, sections
from notifications.mail_templates import tidy


@dataclass(slots=True)
class Part:
    """One heading and what stands under it."""

    section: Section
    title: str
    items: list[tuple[Entry, Item]] = field(default_factory=list)
    more: list[tuple[Entry, More]] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        return self.section.waits

    @property
    def _all(self) -> list[Item | More]:
        items = [item for _entry, item in self.items]
        return [*items, *(more for _entry, more in self.more)]

    @property
    def html(self) -> str:
        return mark_safe("".join(one.html for one in self._all))  # noqa: S308

    @property
    def text(self) -> str:
        return mark_safe("\n".join(one.text for one in self._all))  # noqa: S308

    @property
    def count(self) -> int:
        return len(self.items) + sum(more.count for _entry, more in self.more)

    def keep(self, kept: Collection[int], written: "Written", url: str) -> None:
        """Leave out the items whose entries (by id) are not kept; say how many there are."""
        cut = [entry for entry, _item in self.items if entry.pk not in kept]
        if cut:
            self.items = [pair for pair in self.items if pair[0].pk in kept]
            more = self.section.left_out(cut, [entry for entry, _more in self.more])
            self.more = [(e, written.more(self.section, e, url)) for e in more]


@dataclass(slots=True)
class Chapter:
    """What the mail says of one community."""

    community: Community
    url: str
    pace: str
    keepers: list[Keeper]
    member_id: int
    entries: Sequence[Entry]
    parts: list[Part] = field(default_factory=list)
    labels: list[Labelled] = field(default_factory=list)
    opening: Opening | None = None

    @property
    def name(self) -> str:
        return self.community.name

    @property
    def pace_words(self) -> str:
        return str(Pace(self.pace).label)

    @property
    def keeper(self) -> Keeper | None:
        """Return who reads the answers: the reader himself only if there is nobody else."""
        return reader_of_answers(self.keepers, member_id=self.member_id)

    @property
    def told(self) -> list[Entry]:
        """Return the entries that the mail names."""
        return [entry for part in self.parts for entry, _item in part.items]

    def write(self, written: "Written", *, labelled: bool) -> None:
        """Put the entries into words, in the language that is active."""
        for section, entries in by_section(self.entries):
            part = Part(section, section.title())
            for entry in entries:
                words = written.once(section, entry, self.url, labelled=labelled)
                if isinstance(words, More):
                    part.more.append((entry, words))
                else:
                    part.items.append((entry, words))
            self.parts.append(part)

    def label(self, labels: Labels, written: "Written") -> None:
        """Give what is left of it the mail's next labels."""
        before = len(labels.given)
        for part in self.parts:
            if part.items and labels.next_heading():
                part.items = [
                    (e, labels.give(i, community_id=self.community.pk, member_id=self.member_id))
                    for e, i in part.items
                ]
            elif labels.token:
                # The alphabet is used up.
                part.items = [
                    (e, written.item(part.section, e, self.url)) for e, _item in part.items
                ]
        self.labels = labels.given[before:]


def cut_to_length(chapters: Sequence[Chapter], written: "Written") -> int:
    """Leave out what takes more than a few minutes to read; return how many words are left.

    Sections before others, in the order of the mail; within a section the first thing of each
    community, then the second of each.
    """
    order = {section.key: position for position, section in enumerate(sections())}
    by_weight = sorted(
        (order[part.section.key], place, chapter.name, entry.pk, item.words)
        for chapter in chapters
        for part in chapter.parts
        for place, (entry, item) in enumerate(part.items)
    )
    kept = fitting([words for *_place, words in by_weight])
    if not all(kept):
        ids = {row[3] for row, fits in zip(by_weight, kept, strict=True) if fits}
        for chapter in chapters:
            for part in chapter.parts:
                part.keep(ids, written, chapter.url)
    return sum(row[4] for row, fits in zip(by_weight, kept, strict=True) if fits)


class Written:
    """What was put into words already: in a batch, many are told the same in the same language."""

    def __init__(self) -> None:
        self.language = ""
        self.frames = Frames()
        self._kept: dict[tuple[str, str, str, str, bool], Item | More] = {}
        self._html = get_template("mail/_digest_item.html")
        self._text = get_template("mail/_digest_item.txt")

    def once(self, section: Section, entry: Entry, url: str, *, labelled: bool) -> Item | More:
        """Return the words of an entry with their HTML and text, written the first time only.

        If it is `labelled` they have holes for the label and what goes with it.
        """
        key = (self.language, url, f"{section.key} {entry.object_id}", entry.raw, labelled)
        found = self._kept.get(key)
        if found is None:
            found = section.present(entry, url)
            values = {"item": found, **(holes_of(found) if labelled else {})}
            found.html = mark_safe(self._html.render(values))  # noqa: S308
            found.text = mark_safe(tidy(self._text.render(values)))  # noqa: S308
            if isinstance(found, Item):
                read = (found.title, found.sentence, found.excerpt, found.place)
                found.words = sum(len(words.split()) for words in read)
            self._kept[key] = found
        return found

    def item(self, section: Section, entry: Entry, url: str) -> Item:
        """Return the words of a thing that is named, without a label."""
        return cast("Item", self.once(section, entry, url, labelled=False))

    def more(self, section: Section, entry: Entry, url: str) -> More:
        """Return the words of what there is no room for."""
        return cast("More", self.once(section, entry, url, labelled=False))


def chapters_of(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """Return a community's entries by member; without those to whom nothing is named any more."""
    by_member = {m: list(of) for m, of in groupby(entries, key=lambda e: e.member_id)}
    return {m: found for m, found in by_member.items() if any(e.kind != MORE for e in found)}
