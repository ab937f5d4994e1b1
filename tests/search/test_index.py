"""Keeping the index up to date, and making it anew."""

from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from communities.due_work import do_one
from communities.models import DueWork
from communities.scope import scope
from forums.actions import open_topic, reply
from forums.models import Post
from search.actions import learn_words, refresh
from search.models import Entry, Word
from search.rebuilding import REBUILD, rebuild_community
from search.words import fold, language_of, text_of, words_of
from tests.cast import Cast

INDEX_ALL = import_module("search.migrations.0003_index_what_is_there").INDEX_ALL


def rows() -> set[tuple[str, int, int, str]]:
    return set(Entry.objects.values_list("kind", "object_id", "audience_id", "vector"))


def test_what_is_written_is_in_the_index_with_the_same_commit(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        post = reply(topic, by=cast.tess, body="The district.")
        entries = {(e.kind, e.object_id): e for e in Entry.objects.all()}
        assert entries.keys() == {("topic", topic.pk), ("post", post.pk)}
        audiences = {e.audience_id for e in entries.values()}
        assert audiences == {cast.superintendents.audience_id}
        assert {
            w.kind for w in DueWork.objects.filter(object_id__in=[e.pk for e in entries.values()])
        } >= {"learn_words"}


def test_words_are_learnt_for_the_audience_that_read_them(cast: Cast) -> None:
    with scope(cast.community):
        open_topic(cast.superintendents, by=cast.sam, title="Año", body="La reunión [x](http://y)")
        learn_words(Entry.objects.get().pk)
        learn_words(Entry.objects.get().pk)
        words = Word.objects.values_list("audience_id", "word", "folded")
        assert list(words) == [(cast.superintendents.audience_id, "reunión", "reunion")]
        learn_words(0)


def test_made_anew_the_index_is_the_same_and_what_is_gone_is_gone(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(cast.families, by=cast.sam, title="Buses", body="Who pays?")
        for number in range(3):
            reply(topic, by=cast.tess, body=f"The district pays {number} times.")
        before = rows()
        Entry.objects.filter(kind="post").first().delete()  # type: ignore[union-attr]
        gone = Post.objects.get(number=4).pk
        Post.objects.filter(pk=gone).delete()
        Entry.objects.create(
            community=cast.community,
            audience_id=cast.families.audience_id,
            kind="unknown",
            object_id=1,
            vector="x",
            moment=topic.created_at,
        )
    call_command("reindex", "four-rivers", verbosity=0)
    with scope(cast.community):
        assert rows() == {row for row in before if row[:2] != ("post", gone)}
        assert Word.objects.filter(word="district").exists()


def test_what_was_written_before_there_was_a_search_is_indexed_by_the_worker(cast: Cast) -> None:
    with scope(cast.community):
        open_topic(cast.families, by=cast.sam, title="Buses", body="Who pays?")
        Entry.objects.all().delete()
    DueWork.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(INDEX_ALL)
        cursor.execute(INDEX_ALL)
    rows = list(DueWork.objects.filter(kind=REBUILD))
    assert {row.object_id for row in rows} == {cast.community.pk, cast.other.pk}
    for row in rows:
        do_one(row.pk)
    assert not DueWork.objects.filter(kind=REBUILD).exists()
    with scope(cast.community):
        assert Entry.objects.filter(kind="topic").exists()
    rebuild_community(0)


def test_reindex_says_which_community_is_not_there(cast: Cast) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("reindex", "nowhere")


def test_a_row_that_is_gone_leaves_the_index(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(cast.families, by=cast.sam, title="Buses", body="Who pays?")
        post = reply(topic, by=cast.tess, body="The district.")
        pk = post.pk
        post.delete()
        refresh(cast.community, "post", [pk])
        assert not Entry.objects.filter(kind="post").exists()


def test_the_functions_want_the_scope_of_one_community(cast: Cast) -> None:
    question = "SELECT * FROM search_spellings('{word}', '{1}')"
    with (
        pytest.raises(ProgrammingError, match="search is of one community"),
        scope(cast.community, cast.other),
        connection.cursor() as cursor,
    ):
        cursor.execute(question)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who pays for the bus?", "en"),
        ("¿Quién paga el autobús de la escuela?", "es"),
        ("Bus", "fr→en"),
        ("", "es"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words(text: str, language: str) -> None:
    default = {"fr→en": "fr", "es": "es"}.get(language, "en")
    assert language_of(text, default=default) == language[-2:]


def test_words_keep_their_accents_and_are_compared_without() -> None:
    assert words_of(["Reunión de año, don't 1234 x"]) == {"reunion": "reunión", "don't": "don't"}
    assert fold("NIÑO") == "nino"
    assert text_of("<p>a &lt;b&gt;</p>\n<p>c\x02</p>") == "a <b> c"
