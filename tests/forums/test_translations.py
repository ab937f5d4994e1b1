"""A bilingual member puts a post into another language: who reads what, and who may change it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from communities.audience_rules import set_guests
from communities.models import Membership
from communities.scope import scope
from digests.actions import compose_and_queue
from forums.actions import (
    accept_answer,
    edit_post,
    make_feed_key,
    open_topic,
    remove_post,
    reply,
    translate_post,
)
from forums.models import Form, HoldRules, Post, PostTranslation, Topic
from moderation.members import pause_member
from moderation.models import Act
from tests.cast import Cast
from tests.digests.scenes import only_mail, part, settle_in
from tests.forums.test_topics import statements

AsMember = Callable[[Membership], Client]


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """Sam's question in English, answered by Tess; Rosa reads in Spanish."""
    with scope(cast.community):
        topic = open_topic(
            cast.families,
            by=cast.sam,
            title="Who comes in the evening?",
            body="Nobody of the families does.",
            form=Form.QUESTION,
        )
        reply(topic, by=cast.tess, body="Cook for **them**, and they come.")
        return topic


def at(topic: Topic, number: int) -> str:
    return f"/c/four-rivers/topics/{topic.number}/posts/{number}/translations/es/"


def page_of(browser: Client, topic: Topic) -> str:
    return browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()


def put(browser: Client, topic: Topic) -> None:
    first = {"title": "¿Quién viene por la noche?", "body": "Ninguna familia viene."}
    assert browser.post(at(topic, 1), first).status_code == 302
    assert browser.post(at(topic, 2), {"body": "Cocine para **ellas**."}).status_code == 302


def test_the_language_of_a_post_is_told_by_its_words(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        spanish = reply(topic, by=cast.sam, body="Nosotros lo hacemos con las familias.")
        short = reply(topic, by=cast.rosa, body="¡Gracias!")
        languages = Post.objects.order_by("number").values_list("language", flat=True)
        assert list(languages) == ["en", "en", "es", "es"]
        edit_post(short, by=cast.rosa, body="We all do that with the families.")
        assert (spanish.language, short.language) == ("es", "en")


def test_who_reads_in_that_language_sees_it_first_and_the_original_a_press_away(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rosa = as_member(cast.rosa)
    assert f'href="{at(topic, 2)}"' in page_of(rosa, topic)
    put(rosa, topic)
    page = page_of(rosa, topic)
    assert "<h1>¿Quién viene por la noche?</h1>" in page
    translated = page.index("Cocine para <strong>ellas</strong>.")
    assert translated < page.index('<details class="post__original">', translated)
    assert '<div class="prose" lang="en"><p>Cook for <strong>them</strong>' in page
    assert f'<a href="/c/four-rivers/people/{cast.rosa.pk}/">Rosa Peña</a>' in page
    english = page_of(as_member(cast.tess), topic)
    assert "Cocine" not in english
    assert "<h1>Who comes in the evening?</h1>" in english


def test_lists_texts_feeds_and_the_answer_speak_the_readers_language(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rosa = as_member(cast.rosa)
    put(rosa, topic)
    with scope(cast.community):
        accept_answer(topic, topic.posts.get(number=2), by=cast.sam)
        key = make_feed_key(cast.rosa).key
    for path in ("", "forums/family-engagement/", f"forums/family-engagement/feed/{key}/"):
        assert "¿Quién viene por la noche?" in rosa.get(f"/c/four-rivers/{path}").content.decode()
    text = rosa.get(f"/c/four-rivers/topics/{topic.number}/text/").content.decode()
    assert "Ninguna familia viene." in text
    assert "Traducido por Rosa Peña" in text
    assert "<p>Cocine para ellas.</p>" in page_of(rosa, topic)
    here = as_member(cast.tess).get("/c/four-rivers/forums/family-engagement/").content.decode()
    assert "Who comes in the evening?" in here


def test_the_digest_speaks_it_too(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    put(as_member(cast.rosa), topic)
    settle_in(cast.community)
    with scope(cast.community):
        # Whoever translated it has read it.
        User.objects.filter(pk=cast.pat.user_id).update(language="es")
    compose_and_queue(timezone.now().replace(hour=23))
    mail = part(only_mail(cast.pat))
    assert "¿Quién viene por la noche?" in mail
    assert "Ninguna familia viene." in mail


def test_it_says_that_the_original_has_changed(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rosa = as_member(cast.rosa)
    put(rosa, topic)
    changed = "El original ha cambiado desde entonces."
    assert changed not in page_of(rosa, topic)
    with scope(cast.community):
        edit_post(topic.posts.get(number=2), by=cast.tess, body="Cook, and the families come.")
    assert changed in page_of(rosa, topic)
    rosa.post(at(topic, 2), {"body": "Cocine, y vienen."})
    assert changed not in page_of(rosa, topic)


def test_only_translator_author_and_facilitator_change_it(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    put(as_member(cast.rosa), topic)
    mine = {"body": "Otra cosa."}
    assert as_member(cast.pat).post(at(topic, 2), mine).status_code == 403
    assert as_member(cast.pat).post(at(topic, 2) + "delete/").status_code == 403
    assert as_member(cast.tess).post(at(topic, 2), mine).status_code == 302
    assert "cambiado por Tess Bell" in page_of(as_member(cast.rosa), topic)
    assert as_member(cast.fay).post(at(topic, 2) + "delete/").status_code == 302
    with scope(cast.community):
        assert Act.objects.get().act == "untranslated"
        assert PostTranslation.objects.count() == 1
        assert topic.posts.get(number=2).translated_into == []
    assert "Otra cosa." not in page_of(as_member(cast.rosa), topic)
    as_member(cast.rosa).post(at(topic, 1) + "delete/")
    with scope(cast.community):
        assert Topic.objects.get(pk=topic.pk).titles == {}


@pytest.mark.parametrize(
    ("who", "language", "status"),
    [("rosa", "es", 200), ("rosa", "en", 404), ("rosa", "fr", 404), ("gus", "es", 404)],
)
def test_who_opens_the_page(
    cast: Cast, topic: Topic, as_member: AsMember, who: str, language: str, status: int
) -> None:
    address = at(topic, 1).replace("/es/", f"/{language}/")
    assert as_member(cast.members[who]).get(address).status_code == status


def test_a_guest_of_the_forum_does_not_translate(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        Membership.objects.filter(pk=cast.rosa.pk).update(standing="guest")
        topic.forum.audience.community = cast.community
        set_guests(topic.forum.audience, [cast.rosa], by=cast.fay)
    page = as_member(cast.rosa).get(at(topic, 1))
    assert page.status_code == 403


def test_who_is_paused_does_not_translate(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    with scope(cast.community):
        until = timezone.now() + timedelta(days=2)
        pause_member(cast.rosa, by=cast.fay, until=until, reason="Cool down.")
    page = as_member(cast.rosa).post(at(topic, 2), {"body": "Cocine para ellos."})
    assert page.status_code == 403
    with scope(cast.community):
        assert not PostTranslation.objects.exists()


def test_an_empty_title_is_asked_for_and_words_are_kept(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    page = as_member(cast.rosa).post(at(topic, 1), {"title": "", "body": "Ninguna viene."})
    assert page.status_code == 422
    assert "Ninguna viene." in page.content.decode()


def test_what_would_wait_is_not_taken_as_a_translation(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, links=True)
    page = as_member(cast.rosa).post(at(topic, 2), {"body": "Vea https://example.org aquí"})
    assert page.status_code == 422
    assert "https://example.org" in page.content.decode()
    with scope(cast.community):
        assert not PostTranslation.objects.exists()


def test_of_a_removed_post_no_translation_is_shown(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rosa = as_member(cast.rosa)
    put(rosa, topic)
    with scope(cast.community):
        remove_post(topic.posts.get(number=2), by=cast.fay, reason="No.")
    assert "Cocine" not in page_of(rosa, topic)
    assert rosa.get(at(topic, 2)).status_code == 404


def test_who_hides_his_name_translates_without_it(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = reply(
            topic, by=cast.pat, body="We have the same with the fathers.", name_hidden=True
        )
        translate_post(post, by=cast.pat, language="es", body="Igual con los padres.")
        translate_post(post, by=cast.rosa, language="es", body="Igual aquí con los padres.")
        translate_post(post, by=cast.pat, language="es", body="Nos pasa igual.")
    page = page_of(as_member(cast.rosa), topic)
    assert "Nos pasa igual." in page
    assert "Pat Lund" not in page
    assert "Traducido por Integrante (nombre oculto)" in page


def test_translations_cost_one_statement_however_many(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rosa, address = as_member(cast.rosa), f"/c/four-rivers/topics/{topic.number}/"
    none = statements(rosa, address)
    with scope(cast.community):
        translate_post(topic.posts.get(number=2), by=cast.rosa, language="es", body="Una.")
    one = statements(rosa, address)
    with scope(cast.community):
        for n in range(16):
            post = reply(topic, by=cast.tess, body=f"The {n} of them is the same.")
            translate_post(post, by=cast.rosa, language="es", body=f"Son {n}.")
    assert (one, statements(rosa, address)) == (none + 1, none + 1)
    assert statements(as_member(cast.tess), address) == none
