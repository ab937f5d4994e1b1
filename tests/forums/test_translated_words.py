"""Translations in the search, and what they said before."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import (
    accept_answer,
    edit_post,
    move_topic,
    open_topic,
    remove_post,
    remove_translation,
    reply,
    restore_post,
    split_topic,
    translate_post,
)
from forums.counters import COUNTERS
from forums.models import Form, Post, PostTranslation, Topic, TranslationRevision
from search.finding import Found, Question, find
from search.models import Entry
from tests.cast import Cast

AsMember = Callable[[Membership], Client]


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """Sam's question in English, answered by Tess; both put into Spanish by Rosa."""
    with scope(cast.community):
        topic = open_topic(
            cast.families,
            by=cast.sam,
            title="Who comes in the evening?",
            body="Nobody of the families does.",
            form=Form.QUESTION,
        )
        post = reply(topic, by=cast.tess, body="Cook for **them**, and they come.")
        title = "¿Quién viene por la noche?"
        translate_post(
            first(topic), by=cast.rosa, language="es", title=title, body="Ninguna familia viene."
        )
        translate_post(post, by=cast.rosa, language="es", body="Cocine para **ellas**, y vienen.")
        return topic


def first(topic: Topic) -> Post:
    return Post.objects.select_related("topic__forum").get(topic=topic, number=1)


def second(topic: Topic) -> Post:
    return Post.objects.select_related("topic__forum").get(topic=topic, number=2)


def asked(member: Membership, words: str, **more: object) -> Found:
    return find(member, Question(words, **more))  # type: ignore[arg-type]


def urls(member: Membership, words: str, **more: object) -> list[str]:
    return [result.hit.url for result in asked(member, words, **more).results]


def history(topic: Topic, number: int = 2) -> str:
    return f"/c/four-rivers/topics/{topic.number}/posts/{number}/translations/es/history/"


def test_words_of_both_languages_lead_to_the_post(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        there = f"/c/four-rivers/topics/{topic.number}/"
        assert urls(cast.tess, "cooking") == urls(cast.tess, "cocinar") == [f"{there}posts/2/"]
        assert urls(cast.tess, "evening") == urls(cast.tess, "noches") == [there]
        (found,) = asked(cast.tess, "cocinar").results
        assert found.excerpt.startswith("<mark>Cocine</mark> para ellas")
        assert (found.title, found.hit.author) == ("¿Quién viene por la noche?", "Tess Bell")
        (found,) = asked(cast.tess, "cook").results
        assert found.title == "Who comes in the evening?"


def test_who_narrows_to_replies_finds_their_translations(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        assert len(urls(cast.tess, "cocinar", kind="post")) == 1
        assert urls(cast.tess, "cocinar", kind="topic") == []
        assert len(urls(cast.tess, "noches", kind="topic")) == 1
        assert urls(cast.tess, "cocinar", site_id=cast.sam.site_id) == []
        assert len(urls(cast.tess, "cocinar", site_id=cast.tess.site_id)) == 1
        assert urls(cast.tess, "noches", answered=True) == []
        accept_answer(topic, second(topic), by=cast.sam)
        assert len(urls(cast.tess, "noches", answered=True)) == 1


def test_each_kind_is_offered_once(cast: Cast, as_member: AsMember) -> None:
    page = as_member(cast.tess).get("/c/four-rivers/search/").content.decode()
    assert page.count(">Replies</option>") == page.count(">Topics</option>") == 1


def test_only_who_sees_the_post_finds_them(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        assert asked(cast.gus, "cocinar").entries == 0
        topic.community = cast.community
        move_topic(topic, by=cast.fay, to=cast.superintendents)
        assert asked(cast.rosa, "cocinar").entries == 0
        assert asked(cast.rosa, "noches").entries == 0
        assert len(urls(cast.tess, "cocinar")) == 1


def test_what_is_removed_is_not_found(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        remove_post(second(topic), by=cast.fay, reason="No.")
        assert asked(cast.tess, "cocinar").entries == 0
        remove_post(first(topic), by=cast.fay, reason="No.")
        assert not Entry.objects.filter(kind__endswith="words").exists()
        restore_post(second(topic), by=cast.fay)
        assert len(urls(cast.tess, "cocinar")) == 1
        # The topic is there under its title; of the post that opened it nothing is.
        assert len(urls(cast.tess, "noches")) == 1
        assert asked(cast.tess, "ninguna").entries == 0
        remove_translation(PostTranslation.objects.get(post=second(topic)), by=cast.rosa)
        assert asked(cast.tess, "cocinar").entries == 0


def test_a_carried_post_is_found_where_it_is(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        topic.community = cast.community
        new = split_topic(topic, by=cast.fay, numbers=[2], title="Cooking")
        assert urls(cast.tess, "cocinar") == [f"/c/four-rivers/topics/{new.number}/"]
        assert Entry.objects.get(kind="topic-words", thread=f"topic {new.pk}").place


def test_a_change_of_a_translation_is_found_and_that_of_the_original_too(
    cast: Cast, topic: Topic
) -> None:
    with scope(cast.community):
        translate_post(second(topic), by=cast.rosa, language="es", body="Prepare una merienda.")
        assert asked(cast.tess, "cocinar").entries == 0
        assert len(urls(cast.tess, "meriendas")) == 1
        # Now it is Spanish itself, and what was put into Spanish is not shown.
        edit_post(second(topic), by=cast.tess, body="Cocine para las familias y los niños.")
        assert asked(cast.tess, "meriendas").entries == 0


def test_made_anew_the_index_knows_them_and_the_check_finds_what_is_wrong(
    cast: Cast, topic: Topic
) -> None:
    counters = [c for c in COUNTERS if "search" in c.what]
    with scope(cast.community):
        before = set(Entry.objects.values_list("kind", "object_id", "language", "vector"))
        assert len(before) == 4
        assert [c.find(cast.community) for c in counters] == [[], [], [], []]
        Entry.objects.filter(kind__endswith="words").update(place="")
        for counter in counters[2:]:
            (wrong,) = counter.find(cast.community)
            counter.mend(cast.community, [wrong])
            assert counter.find(cast.community) == []
        Entry.objects.all().delete()
    call_command("reindex", "four-rivers", verbosity=0)
    with scope(cast.community):
        assert set(Entry.objects.values_list("kind", "object_id", "language", "vector")) == before


def test_former_versions_are_kept_and_read_by_who_sees_the_post(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rosa = as_member(cast.rosa)
    with scope(cast.community):
        said = "Cocine para **todos**, y vienen."
        translate_post(second(topic), by=cast.tess, language="es", body=said)
        translate_post(second(topic), by=cast.tess, language="es", body=said)
        assert TranslationRevision.objects.count() == 1
    page = rosa.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()
    assert f'<a href="{history(topic)}">cambiado por Tess Bell</a>' in page
    page = rosa.get(history(topic)).content.decode()
    assert "Versión 2, de Tess Bell" in page
    assert "Versión 1, de Rosa Peña" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert as_member(cast.gus).get(history(topic)).status_code == 404
    assert rosa.get(history(topic, number=9)).status_code == 404
    with scope(cast.community):
        remove_post(second(topic), by=cast.fay, reason="No.")
    assert rosa.get(history(topic)).status_code == 404


def test_the_history_has_titles_and_goes_with_the_translation(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rosa = as_member(cast.rosa)
    with scope(cast.community):
        translate_post(
            first(topic),
            by=cast.rosa,
            language="es",
            title="¿Quién?",
            body="Ninguna familia viene.",
        )
    assert "¿Quién viene por la noche?" in rosa.get(history(topic, 1)).content.decode().replace(
        "<del>", ""
    ).replace("</del>", "").replace("<ins>", "").replace("</ins>", "")
    with scope(cast.community):
        remove_translation(PostTranslation.objects.get(post=first(topic)), by=cast.rosa)
        assert not TranslationRevision.objects.exists()
    assert rosa.get(history(topic, 1)).status_code == 404


def test_a_hidden_name_stands_nowhere_in_the_history(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.pat, body="We have the same with them.", name_hidden=True)
        for by, body in ((cast.pat, "Igual."), (cast.rosa, "Igual aquí."), (cast.pat, "Nos pasa.")):
            translate_post(post, by=by, language="es", body=body)
        assert asked(cast.tess, "pasa", site_id=cast.pat.site_id).entries == 0
        assert "Pat" not in str(asked(cast.tess, "pasa").results)
    page = as_member(cast.rosa).get(history(topic, 3)).content.decode()
    assert "Pat Lund" not in page
    assert page.count("Integrante (nombre oculto)") >= 2
