"""The search finds files by their names, under the rules of their posts."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from core.files import check_upload
from forums.actions import (
    attach_files,
    keep_file,
    open_topic,
    remove_post,
    replace_files,
    reply,
    restore_post,
)
from forums.attachment_texts import read_attachment
from forums.models import Attachment, Post, Topic
from search.finding import Question, Result, find
from search.models import Entry
from tests.cast import Cast
from tests.forums.test_topics import statements
from tests.made_files import PDF, upload

AsMember = Callable[[Membership], Client]
NAME = "bus-routes_2026.final.pdf"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.superintendents, by=cast.sam, title="Mornings", body="Who is late?")


def with_files(topic: Topic, by: Membership, *names: str) -> Post:
    post = reply(topic, by=by, body="As I wrote it down.")
    attach_files(post, [keep_file(check_upload(upload(name, PDF)), by=by) for name in names])
    return post


def found(member: Membership, words: str) -> list[Result]:
    return find(member, Question(words)).results


@pytest.mark.parametrize("words", ["bus routes", "route", "routes 2026", NAME, "final pdf"])
def test_a_post_is_found_by_words_of_its_file(cast: Cast, topic: Topic, words: str) -> None:
    with scope(cast.community):
        post = with_files(topic, cast.sam, NAME)
        (result,) = found(cast.tess, words)
        assert result.hit.url.endswith(f"/posts/{post.number}/")
        assert result.files.replace("<mark>", "").replace("</mark>", "") == NAME
        assert result.excerpt.startswith("As I wrote it down")
        assert found(cast.rosa, words) == []


def test_words_of_a_name_are_marked_with_its_signs_in_place(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        with_files(topic, cast.sam, NAME, "Año & más.pdf")
        (result,) = found(cast.tess, "routes")
        assert result.files == "bus-<mark>routes</mark>_2026.final.pdf · Año &amp; más.pdf"
        (result,) = found(cast.tess, "ano")
        assert "<mark>Año</mark> &amp; más.pdf" in result.files
        # Found by its words, a post is shown without its files.
        (result,) = found(cast.tess, "wrote")
        assert result.files == ""


def test_what_is_removed_or_taken_out_is_not_found(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        post = with_files(topic, cast.sam, NAME)
        remove_post(post, by=cast.fay, reason="No.")
        assert found(cast.tess, "routes") == []
        restore_post(Post.objects.select_related("topic__forum").get(pk=post.pk), by=cast.fay)
        assert len(found(cast.tess, "routes")) == 1
        post = Post.objects.select_related("topic__forum").get(pk=post.pk)
        replace_files(post, [keep_file(check_upload(upload("budget.pdf", PDF)), by=cast.sam)])
        assert found(cast.tess, "routes") == []
        assert len(found(cast.tess, "budgets")) == 1


def test_a_topic_is_found_by_the_file_of_its_first_post_until_that_goes(
    cast: Cast, topic: Topic
) -> None:
    with scope(cast.community):
        first = Post.objects.select_related("topic__forum").get(topic=topic, number=1)
        attach_files(first, [keep_file(check_upload(upload(NAME, PDF)), by=cast.sam)])
        reply(topic, by=cast.tess, body="We are.")
        assert found(cast.tess, "routes")[0].hit.url == f"/c/four-rivers/topics/{topic.number}/"
        remove_post(first, by=cast.fay, reason="No.")
        assert found(cast.tess, "routes") == []
        (result,) = found(cast.tess, "mornings")
        assert result.files == ""


def test_a_post_is_found_by_what_its_file_says_as_long_as_it_is_shown(
    cast: Cast, topic: Topic
) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.sam, body="As I wrote it down.")
        notes = check_upload(upload("notes.txt", b"Marzipan at the corner"))
        attach_files(post, [keep_file(notes, by=cast.sam)])
        file = Attachment.objects.get()
        unsent = keep_file(check_upload(upload("b.txt", b"Nougat")), by=cast.sam)
    for pk in (file.pk, unsent.pk):
        read_attachment(pk)
    with scope(cast.community):
        (result,) = found(cast.tess, "marzipan")
        assert result.hit.url.endswith(f"/posts/{post.number}/")
        # The words are the file's: its name says where they stand.
        assert result.files == "notes.txt"
        assert result.excerpt == "<mark>Marzipan</mark> at the corner"
        assert found(cast.rosa, "marzipan") == []
        assert found(cast.sam, "nougat") == []
        remove_post(post, by=cast.fay, reason="No.")
        assert found(cast.tess, "marzipan") == []
        again = Post.objects.select_related("topic__forum").get(pk=post.pk)
        restore_post(again, by=cast.fay)
        assert len(found(cast.tess, "marzipan")) == 1
        shown = Post.objects.select_related("topic__forum").get(pk=post.pk)
        replace_files(shown, [])
        assert found(cast.tess, "marzipan") == []


def test_made_anew_the_index_knows_them(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        with_files(topic, cast.sam, NAME)
        before = set(Entry.objects.values_list("object_id", "vector"))
        Entry.objects.all().delete()
    call_command("reindex", "four-rivers", verbosity=0)
    with scope(cast.community):
        assert set(Entry.objects.values_list("object_id", "vector")) == before


def test_the_page_shows_the_name_and_costs_the_same_however_many(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    tess, page = as_member(cast.tess), "/c/four-rivers/search/?q=routes"
    with scope(cast.community):
        with_files(topic, cast.sam, NAME)
    assert "bus-<mark>routes</mark>_2026" in tess.get(page).content.decode()

    def add_six() -> None:
        with scope(cast.community):
            for n in range(6):
                more = open_topic(cast.superintendents, by=cast.sam, title=f"M {n}", body="Late?")
                with_files(more, cast.sam, f"routes-{n}.pdf", f"other-routes-{n}.pdf")

    add_six()
    seven = statements(tess, page)
    add_six()
    assert statements(tess, page) == seven
