"""The language of a post: told by its words, and corrected where they told it wrongly."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import edit_post, open_topic, say_language, translate_post
from forums.models import Post, Topic
from moderation.models import Act
from search.finding import Question, find
from search.models import Entry
from tests.cast import Cast

AsMember = Callable[[Membership], Client]


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """Sam's topic is in Spanish, and its few words do not tell."""
    with scope(cast.community):
        return open_topic(cast.families, by=cast.sam, title="Cenas", body="Reuniones: cenas.")


def at(topic: Topic, what: str = "language") -> str:
    return f"/c/four-rivers/topics/{topic.number}/posts/1/{what}/"


def page_of(browser: Client, topic: Topic) -> str:
    return browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()


def first(topic: Topic) -> Post:
    return Post.objects.get(topic=topic, number=1)


def test_its_author_says_it_where_he_changes_the_post(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    sam = as_member(cast.sam)
    assert "Language of this post" in sam.get(at(topic, "edit")).content.decode()
    same = {"body": "Reuniones: cenas.", "language": "es"}
    assert sam.post(at(topic, "edit"), same).status_code == 302
    with scope(cast.community):
        post = first(topic)
        assert (post.language, post.edited_at) == ("es", None)
        assert not Act.objects.exists()
    # It stays so, whatever the words tell.
    changed = {"body": "The dinners that we have for them.", "language": "es"}
    sam.post(at(topic, "edit"), changed)
    with scope(cast.community):
        assert first(topic).language == "es"
    sam.post(at(topic, "edit"), changed | {"language": ""})
    with scope(cast.community):
        assert first(topic).language == "en"
    answer = sam.post(at(topic, "edit"), changed | {"language": "fr"})
    assert answer.status_code == 422
    assert "The dinners" in answer.content.decode()


def test_who_keeps_the_forum_going_says_it_and_the_record_keeps_that(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    fay = as_member(cast.fay)
    way = f'href="{at(topic, "translations/es")}"'
    assert way in page_of(fay, topic)
    assert at(topic) in fay.get(at(topic, "translations/es")).content.decode()
    assert "It counts as written in English." in fay.get(at(topic)).content.decode()
    answer = fay.post(at(topic), {"language": "es"}, follow=True)
    assert "counts as written in Spanish now" in answer.content.decode()
    fay.post(at(topic), {"language": "es"})
    with scope(cast.community):
        assert first(topic).language == "es"
        assert Act.objects.get().act == "language_said"
    assert way not in page_of(fay, topic)
    # Rosa reads in Spanish: nothing is offered to her any more.
    assert "/translations/" not in page_of(as_member(cast.rosa), topic)
    assert fay.post(at(topic), {"language": "fr"}).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"), [("sam", 200), ("fay", 200), ("tess", 403), ("gus", 404)]
)
def test_who_opens_the_page(
    cast: Cast, topic: Topic, as_member: AsMember, who: str, status: int
) -> None:
    assert as_member(cast.members[who]).get(at(topic)).status_code == status


def test_a_translation_into_what_it_is_in_is_not_shown(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        translate_post(first(topic), by=cast.rosa, language="es", title="Otra", body="Otra cosa.")
        say_language(first(topic), "es", by=cast.sam)
        assert first(topic).translated_into == []
    assert "Otra" not in page_of(as_member(cast.rosa), topic)
    with scope(cast.community):
        say_language(first(topic), "", by=cast.sam)
        assert first(topic).translated_into == ["es"]
        edit_post(first(topic), by=cast.sam, body="Son las cenas con las familias.")
        assert first(topic).translated_into == []
        assert Topic.objects.get(pk=topic.pk).titles == {}


def test_the_search_takes_its_words_for_that_language(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        assert Entry.objects.get().language == "en"
        say_language(first(topic), "es", by=cast.fay)
        assert Entry.objects.get().language == "es"
        assert find(cast.tess, Question("reunión")).entries == 1


def test_the_preview_links_names_as_the_post_will(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    sam, words = as_member(cast.sam), {"body": "Ask @Tess Bell.", "preview": "1"}
    link = f'href="/c/four-rivers/people/{cast.tess.pk}/"'
    new = "/c/four-rivers/forums/family-engagement/topics/new/"
    for where in (at(topic, "edit"), f"/c/four-rivers/topics/{topic.number}/posts/", new):
        piece = sam.post(where, words | {"title": "x"}, headers={"HX-Request": "true"})
        assert link in piece.content.decode(), where
