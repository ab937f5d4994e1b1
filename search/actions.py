"""Writing the index."""

from collections.abc import Collection, Iterable

from django.db import connection

from communities.due_work import due_many
from communities.models import Community
from search.kinds import Document, kind_named
from search.models import Entry, Word
from search.words import file_words, for_stems, language_of, words_of

LEARN = "learn_words"
# Of UTF-8: PostgreSQL takes 1 MB into one entry, and pairs of letters with hyphens need there 3.7
# times their own room. What is above it is kept by its app, and not found by its last words.
MOST_BYTES = 260_000
_PUT = """
INSERT INTO search_entry (community_id, audience_id, kind, object_id, language, vector, author_id,
                          thread, place, moment, is_answered)
SELECT %s, d.audience_id, %s, d.object_id, d.language,
       setweight(to_tsvector(c.name, d.title), 'A') || to_tsvector(c.name, d.text),
       d.author_id, d.thread, d.place, d.moment, d.is_answered
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::bigint[],
            %s::text[], %s::text[], %s::timestamptz[], %s::boolean[])
     AS d (audience_id, object_id, language, title, text, author_id, thread, place, moment,
           is_answered)
CROSS JOIN LATERAL (SELECT (CASE d.language WHEN 'es' THEN 'search_spanish'
                            ELSE 'search_english' END)::regconfig) AS c (name)
ON CONFLICT (community_id, kind, object_id) DO UPDATE
SET audience_id = excluded.audience_id, language = excluded.language, vector = excluded.vector,
    author_id = excluded.author_id, thread = excluded.thread, place = excluded.place,
    moment = excluded.moment, is_answered = excluded.is_answered
RETURNING id"""
_LEARN = """
INSERT INTO search_word (community_id, audience_id, word, folded)
SELECT %s, %s, * FROM unnest(%s::text[], %s::text[])
ON CONFLICT (community_id, audience_id, folded) DO NOTHING"""


def put(community: Community, kind: str, documents: Collection[Document]) -> None:
    """Write these into the index, in the caller's transaction; their words are learnt afterwards."""
    due_many(LEARN, write(community, kind, documents), community=community)


def write(community: Community, kind: str, documents: Collection[Document]) -> list[int]:
    """Write these into the index, and return the ids of their entries: one statement."""
    if not documents:
        return []
    rows = []
    for d in documents:
        language = d.language or language_of(f"{d.title} {d.text}", default=community.language)
        rows.append(
            (
                *(d.audience_id, d.object_id, language),
                *(for_stems(d.title, language), for_stems(_fitting(_text(d)), language)),
                *(d.author_id, d.thread, d.place, d.moment, d.is_answered),
            )
        )
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [community.pk, kind, *columns])
        return [row[0] for row in cursor.fetchall()]


def _fitting(text: str) -> str:
    """Return as much of a text as one entry takes."""
    if len(text) * 4 <= MOST_BYTES:
        return text
    return text.encode("utf-8", "replace")[:MOST_BYTES].decode("utf-8", "ignore")


def _text(document: Document) -> str:
    """Return its text with the names of its files: as they are, and as the words they are made of."""
    names = " ".join(document.files)
    return f"{document.text} {names} {file_words(names)}" if names else document.text


def refresh(community: Community, kind: str, ids: Collection[int]) -> None:
    """Bring the index up to date about these rows: written anew, or taken out if not to be found.

    For changes besides writing and editing: what is removed or restored, moved, split, answered.
    """
    if not ids:
        return
    documents = kind_named(kind).documents(community, ids)
    put(community, kind, documents)
    forget(community, kind, set(ids) - {document.object_id for document in documents})


def forget(community: Community, kind: str, ids: Collection[int]) -> None:
    """Take these rows out of the index."""
    if ids:
        Entry.objects.filter(community=community, kind=kind, object_id__in=ids).delete()


def learn_words(entry_id: int) -> None:
    """Remember the words of an entry's text, for those who see it and mistype them."""
    entry = Entry.objects.select_related("community").filter(pk=entry_id).first()
    if entry is not None:
        documents = kind_named(entry.kind).documents(entry.community, [entry.object_id])
        remember(entry.community, documents)


def remember(community: Community, documents: Iterable[Document]) -> None:
    """Remember the words of these documents: one statement for each audience."""
    texts: dict[int, list[str]] = {}
    for document in documents:
        texts.setdefault(document.audience_id, []).extend(
            [document.title, document.text, *map(file_words, document.files)]
        )
    for audience_id in sorted(texts):
        words = words_of(texts[audience_id])
        # In order, so that two who learn the same words cannot wait for each other.
        known = sorted((folded, word) for folded, word in words.items())
        with connection.cursor() as cursor:
            cursor.execute(
                _LEARN,
                [community.pk, audience_id, [w for _f, w in known], [f for f, _w in known]],
            )


def forget_words(community: Community, texts: Iterable[str]) -> None:
    """Compare typing errors with the words of these texts no more.

    One that others use too is learnt again with the next text that has it.
    """
    Word.objects.filter(community=community, folded__in=words_of(texts)).delete()
