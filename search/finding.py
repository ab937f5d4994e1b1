"""Asking the index, for one member."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from django.db import connection
from django.utils.safestring import SafeString, mark_safe

from communities.models import Membership
from search.kinds import Hit, kind_named, kinds_within, threads_about
from search.people import PersonFound, people_found, people_meant
from search.words import file_words, fold, for_stems

PER_PAGE = 10
PAGES = 50
PEOPLE = 6
# Ranked and counted are the newest of what fits; above this, a number would be a guess.
COUNTED = 1000
# With fewer hits another spelling is offered.
FEW = 5
_WORD = re.compile(r"[^\W\d_]+")
# Where a word begins and ends in an excerpt; control characters stand in no text of the index.
_BEGIN, _END = "\x02", "\x03"
_EXCERPT = (
    f"StartSel={_BEGIN},StopSel={_END},MaxFragments=2,MaxWords=28,MinWords=12,FragmentDelimiter= … "
)
_WHOLE = f"StartSel={_BEGIN},StopSel={_END},HighlightAll=true"
_LONGEST_TEXT = 20_000
# Of a word, as many letters as its other forms begin with, too.
_STEM = 4


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, as it was typed, and where."""

    words: str
    kind: str = ""
    """Name of a registered kind, "people", or empty for all."""
    place: str = ""
    role_id: int | None = None
    site_id: int | None = None
    about: str = ""
    """Value of a registered subject, or empty."""
    since: datetime | None = None
    until: datetime | None = None
    answered: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the words and the kind narrows it."""
        where = (self.place, self.role_id, self.site_id, self.about)
        return any((*where, self.since, self.until, self.answered))


@dataclass(frozen=True, slots=True)
class Result:
    """One hit, its texts marked and escaped."""

    hit: Hit
    title: SafeString
    excerpt: SafeString
    files: SafeString
    """Names of the files beside it, where words of them fit or nothing else is marked."""
    more: int
    """How many more entries of the same thread fit."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found."""

    question: Question
    results: list[Result]
    people: list[PersonFound]
    threads: int
    entries: int
    page: int
    spelling: str = ""
    """The question with other words, where it finds little."""
    asked_instead: str = ""
    """What was typed, when nothing was found by it and the spelling was searched at once."""
    names_are_alike: bool = False
    """Nobody has such a name: these people have one like it."""

    @property
    def pages(self) -> int:
        return min(PAGES, max(1, -(-self.threads // PER_PAGE)))

    @property
    def is_beyond_count(self) -> bool:
        return self.entries > COUNTED


def find(member: Membership, question: Question, *, page: int = 1) -> Found:
    """Return a page of what this member may see: a constant number of queries.

    When nothing is found, what was probably meant is searched at once.
    """
    found = _find(member, question, page)
    if found.entries >= FEW or found.people:
        return found
    if not found.entries and _wants_people(question, page):
        alike = people_meant(member, question.words, at_most=PEOPLE)
        found = replace(found, people=alike, names_are_alike=bool(alike))
    spelling = _spelling(member, question.words)
    if not spelling:
        return found
    if found.entries:
        return replace(found, spelling=spelling)
    meant = _find(member, replace(question, words=spelling), page)
    if not meant.entries:
        return found
    if not meant.people:
        meant = replace(meant, people=found.people, names_are_alike=found.names_are_alike)
    return replace(meant, asked_instead=question.words)


def find_alike(member: Membership, kind: str, title: str, *, at_most: int = 5) -> list[Hit]:
    """Return things of a kind whose titles share words with this one: at most two queries."""
    if not _WORD.search(title):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object_id FROM search_alike(%s, %s, %s::bigint[], %s, %s)",
            [
                *(for_stems(title, "en"), for_stems(title, "es")),
                *(member.audience_ids, kind, at_most),
            ],
        )
        ids = [row[0] for row in cursor.fetchall()]
    hits = kind_named(kind).hits(member, ids) if ids else {}
    return [hits[pk] for pk in ids if pk in hits]


def _find(member: Membership, question: Question, page: int) -> Found:
    rows = [] if question.kind == "people" else _entries(member, question, page)
    people: list[PersonFound] = []
    if _wants_people(question, page):
        people = people_found(
            member, question.words, at_most=50 if question.kind == "people" else PEOPLE
        )
    ids: dict[str, list[int]] = {}
    for kind, object_id, *_rest in rows:
        ids.setdefault(kind, []).append(object_id)
    hits = {
        (kind, pk): hit
        for kind, wanted in ids.items()
        for pk, hit in kind_named(kind).hits(member, wanted).items()
    }
    shown = [(hits[row[0], row[1]], row[2], row[3]) for row in rows if (row[0], row[1]) in hits]
    marked = _marked(question.words, [(hit, language) for hit, language, _more in shown])
    return Found(
        question=question,
        results=[
            Result(hit, *texts, more)
            for (hit, _language, more), texts in zip(shown, marked, strict=True)
        ],
        people=people,
        threads=rows[0][4] if rows else 0,
        entries=rows[0][5] if rows else 0,
        page=page,
    )


def _wants_people(question: Question, page: int) -> bool:
    return page == 1 and question.kind in {"", "people"} and not question.is_narrowed


def _entries(
    member: Membership, question: Question, page: int
) -> list[tuple[str, int, str, int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, object_id, language, more, threads, entries FROM search_entries("
            " %s, %s, %s::bigint[], %s::text[], %s::text, %s::bigint, %s::bigint,"
            " %s::timestamptz, %s::timestamptz, %s::boolean, %s::text[], %s::integer, %s::integer)",
            [
                *(for_stems(question.words, "en"), for_stems(question.words, "es")),
                member.audience_ids,
                kinds_within(question.kind) if question.kind else None,
                question.place or None,
                *(question.role_id, question.site_id),
                *(question.since, question.until, question.answered),
                threads_about(member, question.about) if question.about else None,
                *((page - 1) * PER_PAGE, PER_PAGE),
            ],
        )
        return list(cursor.fetchall())


def _marked(
    words: str, hits: Collection[tuple[Hit, str]]
) -> list[tuple[SafeString, SafeString, SafeString]]:
    """Return title, excerpt and files of each hit, with what fits in <mark>: one query."""
    if not hits:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline(c.name, h.title, c.question, %s),"
            "       ts_headline(c.name, h.text, c.question, %s),"
            "       CASE WHEN h.files = '' THEN '' ELSE ts_headline(c.name, h.files, c.question, %s) END,"
            "       CASE WHEN h.inside = '' THEN '' ELSE ts_headline(c.name, h.inside, c.question, %s) END"
            " FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[])"
            "      WITH ORDINALITY AS h (title, text, files, inside, language, position)"
            " JOIN (VALUES ('en', 'search_english'::regconfig,"
            "               websearch_to_tsquery('search_english', %s)),"
            "              ('es', 'search_spanish', websearch_to_tsquery('search_spanish', %s)))"
            "      AS c (language, name, question)"
            "   ON c.language = CASE h.language WHEN 'es' THEN 'es' ELSE 'en' END"
            " ORDER BY h.position",
            [
                *(_WHOLE, _EXCERPT, _WHOLE, _EXCERPT),
                [_without_marks(hit.title) for hit, _language in hits],
                [_without_marks(_part(hit.text, words)) for hit, _language in hits],
                [file_words(_names(hit)) for hit, _language in hits],
                [_without_marks(_part(hit.in_files, words)) for hit, _language in hits],
                [language for _hit, language in hits],
                *(for_stems(words, "en"), for_stems(words, "es")),
            ],
        )
        rows = cursor.fetchall()
    found = []
    for (title, text, files, inside), (hit, _language) in zip(rows, hits, strict=True):
        # A name that was typed as it is ("plan.pdf") is marked in no words.
        says_why = _BEGIN in files or _BEGIN not in title + text
        names = _with_signs(files, _names(hit)) if says_why else ""
        is_inside = _BEGIN in inside and _BEGIN not in text
        excerpt = _with_dots(inside, hit.in_files) if is_inside else _with_dots(text, hit.text)
        found.append((_with_marks(title), _with_marks(excerpt), _with_marks(names)))
    return found


def _part(text: str, words: str) -> str:
    """Return as much of a text as is looked through for an excerpt: where the words are, if that is known."""
    if len(text) <= _LONGEST_TEXT:
        return text
    plain = text.lower()
    found = (plain.find(word[: max(_STEM, len(word) - 2)]) for word in _WORD.findall(words.lower()))
    first = max((place for place in found if place >= 0), default=0)
    begin = max(0, first - _LONGEST_TEXT // 2)
    return text[begin : begin + _LONGEST_TEXT]


def _names(hit: Hit) -> str:
    return _without_marks(" · ".join(hit.files))


def _with_signs(marked: str, names: str) -> str:
    """Return names of files as they are, with the marks that were put round their words."""
    signs = iter(names)
    found = [one if one in _BEGIN + _END else next(signs, "") for one in marked]
    return "".join(found) + "".join(signs)


def _without_marks(text: str) -> str:
    return text.replace(_BEGIN, "").replace(_END, "").replace("\x00", "")


def _with_dots(excerpt: str, text: str) -> str:
    plain = _without_marks(excerpt)
    before = "" if text.startswith(plain[:40]) else "… "
    return before + excerpt + ("" if text.endswith(plain[-40:]) else " …")


def _with_marks(text: str) -> SafeString:
    marked = escape(text).replace(_BEGIN, "<mark>").replace(_END, "</mark>")
    return mark_safe(marked)  # noqa: S308  (escaped, and then only our own marks put in)


def _spelling(member: Membership, words: str) -> str:
    """Return the question with each word that nobody wrote replaced by the most similar one, or ""."""
    asked = {fold(word) for word in _WORD.findall(words) if len(word) > 3}
    if not asked:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT folded, word FROM search_spellings(%s::text[], %s::bigint[])",
            [sorted(asked)[:8], member.audience_ids],
        )
        meant = dict(cursor.fetchall())
    return _WORD.sub(lambda found: meant.get(fold(found[0]), found[0]), words) if meant else ""
