"""From one person's entries, of all his communities, to the words of one mail."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import cast

from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from communities.keepers import Keeper, reader_of_answers
from communities.models import Community
from communities.models.membership import Pace
from core.timezones import zone_named
from digests.due_people import DuePerson
from digests.entries import Entry
from digests.frames import Frame, Frames, escaped, hole
from digests.gathering import by_section
from digests.labels import Labelled, Labels, answer_address, holes_of
from digests.links import pace_url, unsubscribe_url
from digests.openings import Opening
from digests.ranking import fitting, minutes_to_read
from digests.sections.registry import MORE, Item, More, Section, sections
from notifications.command_addresses import command_address, list_headers
from notifications.mail_templates import tidy
from notifications.message import site_host
from notifications.outgoing import Draft

KIND = "digest"


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


def assemble(
    person: DuePerson,
    user: User,
    chapters: list[Chapter],
    written: Written,
    *,
    token: str,
    is_back: bool = False,
) -> Draft:
    """Return the mail of one person: in his language, by his clock, from entries alone.

    `token` is that of the address where its answers arrive; empty where no mail is received. With
    `is_back` it says that his break from mails is over.
    """
    with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
        written.language = user.language
        for chapter in chapters:
            chapter.write(written, labelled=bool(token))
        minutes = minutes_to_read(cut_to_length(chapters, written))
        labels = Labels(token)
        for chapter in chapters:
            chapter.label(labels, written)
        keeper = chapters[0].keeper
        subject = _subject(chapters)
        typed = {
            "name": user.name,
            "subject": subject,
            "preheader": _preheader(chapters),
            "pace_url": pace_url(user.pk),
            "unsubscribe_url": unsubscribe_url(user.pk),
        }
        label = labels.given[0].label if labels.given else ""
        text, html = _frame(
            user.language, chapters, written, minutes=minutes, is_back=is_back, label=label
        )
        parts = [part for chapter in chapters for part in chapter.parts]
        return Draft(
            kind=KIND,
            key=person.day.isoformat(),
            to=user.email,
            user=user,
            community=chapters[0].community if len(chapters) == 1 else None,
            subject=subject,
            text=text.fill(typed | {f"part {n}": p.text.strip("\n") for n, p in enumerate(parts)}),
            html=html.fill(escaped(typed) | {f"part {n}": p.html for n, p in enumerate(parts)}),
            reply_to=_reply_to(labels, keeper),
            from_name=chapters[0].name if len(chapters) == 1 else "",
            headers=list_headers(
                list_id=f"digest.{site_host()}",
                stop_url=typed["unsubscribe_url"],
                stop_address=command_address("nodigest", user.pk),
                help_address=command_address("help", user.pk),
            ),
        )


def _reply_to(labels: Labels, keeper: Keeper | None) -> str:
    """Return where answers to the mail go: into its discussions if it names any."""
    if labels.given:
        return answer_address(labels.token)
    return keeper.email if keeper else ""


def _frame(
    language: str,
    chapters: Sequence[Chapter],
    written: Written,
    *,
    minutes: int,
    is_back: bool,
    label: str,
) -> tuple[Frame, Frame]:
    """Return text and HTML with holes for names, links and what stands under each heading."""
    first, keeper = chapters[0], chapters[0].keeper
    key = (
        *(language, minutes, is_back, label, keeper),
        *((c.community.pk, c.pace, c.opening, *(p.section.key for p in c.parts)) for c in chapters),
    )
    place = count()
    context = {
        "user": {"name": hole("name")},
        "subject": hole("subject"),
        "preheader": hole("preheader"),
        "pace_url": hole("pace_url"),
        "unsubscribe_url": hole("unsubscribe_url"),
        "chapters": [
            {
                "name": chapter.name,
                "pace_words": chapter.pace_words,
                "opening": chapter.opening,
                "parts": [
                    {"title": part.title, "waits": part.waits, "body": hole(f"part {next(place)}")}
                    for part in chapter.parts
                ],
            }
            for chapter in chapters
        ],
        "several": len(chapters) > 1,
        "first": first,
        "keeper": keeper,
        "is_back": is_back,
        "label": label,
        "how_long": ngettext(
            "It takes about %(minutes)d minute to read.",
            "It takes about %(minutes)d minutes to read.",
            minutes,
        )
        % {"minutes": minutes},
    }
    return written.frames.of(key, context)


def _subject(chapters: Sequence[Chapter]) -> str:
    """Return a subject that says something: who answered, or what is new and where."""
    parts = [part for chapter in chapters for part in chapter.parts]
    items = [item for part in parts for _entry, item in part.items]
    headline = next((item.headline.rstrip(".") for item in items if item.headline), "")
    others = sum(part.count for part in parts) - 1
    values: dict[str, object] = {
        "what": headline or items[0].title,
        "count": others,
        "community": chapters[0].name,
    }
    if not others:
        return _("%(what)s, in %(community)s") % values
    if len(chapters) > 1:
        return (
            ngettext(
                "%(what)s, and %(count)d more new thing in your communities",
                "%(what)s, and %(count)d more new things in your communities",
                others,
            )
            % values
        )
    return (
        ngettext(
            "%(what)s, and %(count)d more new thing in %(community)s",
            "%(what)s, and %(count)d more new things in %(community)s",
            others,
        )
        % values
    )


def _preheader(chapters: Sequence[Chapter]) -> str:
    """Return the line that mail programs show beside the subject: the first excerpt or titles."""
    items = [i for chapter in chapters for part in chapter.parts for _entry, i in part.items]
    first = items[0]
    return (
        f"{first.title}: {first.excerpt}"
        if first.excerpt
        else " · ".join(i.title for i in items[:3])
    )


def chapters_of(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """Return a community's entries by member; without those to whom nothing is named any more."""
    by_member = {m: list(of) for m, of in groupby(entries, key=lambda e: e.member_id)}
    return {m: found for m, found in by_member.items() if any(e.kind != MORE for e in found)}
