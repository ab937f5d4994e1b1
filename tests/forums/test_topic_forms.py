"""Forms of topic: what is asked for, and what each brings along."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import acknowledge, open_topic, reply
from forums.form_guides import form_guide
from forums.models import Acknowledgement, Form, Topic
from forums.topic_rows import waiting_topics
from tests.cast import Cast
from tests.forums.test_topic_lists import arrived
from tests.forums.test_topics import statements

AsMember = Callable[[Membership], Client]
NEW = "/c/four-rivers/forums/superintendents/topics/new/"
FORUM = "/c/four-rivers/forums/superintendents/"


@pytest.fixture
def question(cast: Cast) -> Topic:
    """Sam's question, answered by Tess."""
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents,
            by=cast.sam,
            title="Who has an agreement?",
            body="Ours ran out.",
            form=Form.QUESTION,
        )
        reply(topic, by=cast.tess, body="We have **one** for three years.")
        return topic


@pytest.fixture
def announcement(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(
            cast.superintendents,
            by=cast.fay,
            title="We meet in May",
            body="On the ninth.",
            form=Form.ANNOUNCEMENT,
        )


def at(topic: Topic) -> str:
    return f"/c/four-rivers/topics/{topic.number}/"


@pytest.mark.parametrize("form", [form for form in Form if form != Form.ANNOUNCEMENT])
def test_each_form_is_offered_with_guidance_of_its_own(
    cast: Cast, as_member: AsMember, form: Form
) -> None:
    html = as_member(cast.sam).get(f"{NEW}?form={form}").content.decode()
    (link,) = re.findall(r'class="form-choice__one" [^>]* aria-current="true">.*?</button>', html)
    assert f"<span>{form.label}</span>" in link
    assert form_guide(form) in unescape(html)
    assert 'value="announcement"' not in html


def test_a_form_nobody_knows_is_a_discussion(cast: Cast, as_member: AsMember) -> None:
    page = as_member(cast.sam).get(f"{NEW}?form=poem")
    assert "What is it about?" in page.content.decode()


def test_a_question_is_opened_and_named_in_the_list(cast: Cast, as_member: AsMember) -> None:
    browser = as_member(cast.sam)
    browser.post(f"{NEW}?form=question", {"title": "Who?", "body": "We ask."})
    with scope(cast.community):
        assert Topic.objects.get().form == Form.QUESTION
    assert "<span>Question</span>" in browser.get(FORUM).content.decode()


def test_a_reflection_becomes_one_text_with_headings(cast: Cast, as_member: AsMember) -> None:
    as_member(cast.sam).post(
        f"{NEW}?form=reflection",
        {"title": "Our May evening", "worked": "Soup.", "did_not": " ", "next": "Again in June."},
    )
    with scope(cast.community):
        topic = Topic.objects.get()
        assert topic.form == Form.REFLECTION
        assert topic.posts.get().body == (
            "# What worked\n\nSoup.\n\n# What we do next\n\nAgain in June."
        )


def test_a_reflection_without_a_word_is_asked_for_one_and_keeps_its_title(
    cast: Cast, as_member: AsMember
) -> None:
    page = as_member(cast.sam).post(f"{NEW}?form=reflection", {"title": "Our May evening"})
    assert page.status_code == 422
    assert "Write at least one of the parts" in page.content.decode()
    assert "Our May evening" in page.content.decode()


def test_parts_that_are_too_long_together_are_refused_and_kept(
    cast: Cast, as_member: AsMember
) -> None:
    page = as_member(cast.sam).post(
        f"{NEW}?form=update",
        {"title": "News", "happened": "word " * 2500, "learnt": "other " * 2500},
    )
    assert page.status_code == 422
    assert "other other" in page.content.decode()


def test_a_preview_shows_the_parts_as_they_will_stand(cast: Cast, as_member: AsMember) -> None:
    page = as_member(cast.sam).post(
        f"{NEW}?form=update", {"title": "News", "happened": "A *van*.", "preview": "1"}
    )
    assert "<em>van</em>" in page.content.decode()
    with scope(cast.community):
        assert not Topic.objects.exists()


def test_only_who_keeps_the_forum_going_announces(cast: Cast, as_member: AsMember) -> None:
    address, sent = f"{NEW}?form=announcement", {"title": "We meet", "body": "In May."}
    assert as_member(cast.sam).get(address).status_code == 403
    assert as_member(cast.sam).post(address, sent).status_code == 403
    assert 'value="announcement"' in as_member(cast.fay).get(NEW).content.decode()
    assert as_member(cast.fay).post(address, sent).status_code == 302
    with scope(cast.community):
        assert Topic.objects.get().form == Form.ANNOUNCEMENT


@pytest.mark.parametrize("who", ["sam", "fay"])
def test_the_asker_or_a_facilitator_marks_the_answer_and_takes_it_back(
    cast: Cast, question: Topic, as_member: AsMember, who: str
) -> None:
    browser = as_member(getattr(cast, who))
    assert "This answers it" in browser.get(at(question)).content.decode()
    page = browser.post(f"{at(question)}posts/2/acceptance/")
    assert page["Location"] == at(question)
    html = browser.get(at(question)).content.decode()
    assert "Answered by Tess Bell" in html
    assert "We have one for three years." in html
    assert 'class="post post--answer" id="post-2"' in html
    assert "Answered question" in browser.get(FORUM).content.decode()
    browser.post(f"{at(question)}acceptance/delete/")
    assert "Answered by" not in browser.get(at(question)).content.decode()


def test_another_member_may_not_mark_an_answer(
    cast: Cast, question: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    assert "This answers it" not in browser.get(at(question)).content.decode()
    page = browser.post(f"{at(question)}posts/2/acceptance/")
    assert page.status_code == 403
    assert "Only the person who asked" in page.content.decode()
    assert browser.post(f"{at(question)}acceptance/delete/").status_code == 403
    with scope(cast.community):
        question.refresh_from_db()
        assert question.accepted_post is None


def test_a_question_is_not_its_own_answer_and_a_discussion_has_none(
    cast: Cast, question: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    assert browser.post(f"{at(question)}posts/1/acceptance/").status_code == 403
    assert browser.post(f"{at(question)}posts/9/acceptance/").status_code == 404
    with scope(cast.community):
        talk = open_topic(cast.superintendents, by=cast.sam, title="Talk", body="Words")
        reply(talk, by=cast.tess, body="Words")
    assert browser.post(f"{at(talk)}posts/2/acceptance/").status_code == 403


def test_get_marks_nothing(cast: Cast, question: Topic, as_member: AsMember) -> None:
    browser = as_member(cast.sam)
    for path in ("posts/2/acceptance/", "acceptance/delete/", "acknowledgement/"):
        assert browser.get(at(question) + path).status_code == 405


def test_an_announcement_is_acknowledged_once(
    cast: Cast, announcement: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    assert "I have read this" in browser.get(at(announcement)).content.decode()
    browser.post(f"{at(announcement)}acknowledgement/")
    browser.post(f"{at(announcement)}acknowledgement/")
    html = browser.get(at(announcement)).content.decode()
    assert "1 person says that they have read this." in html
    assert "I have read this" not in html
    assert "Who has not yet?" not in html
    with scope(cast.community):
        assert Acknowledgement.objects.get().member == cast.sam


def test_a_facilitator_sees_who_has_not_read_an_announcement(
    cast: Cast, announcement: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        acknowledge(announcement, by=cast.sam)
    html = as_member(cast.fay).get(f"{at(announcement)}acknowledgements/").content.decode()
    missing, _, present = html.partition("1 person has read it")
    assert "Tess Bell" in missing
    assert "Sam Ortiz" not in missing
    assert "Sam Ortiz" in present
    assert as_member(cast.tess).get(f"{at(announcement)}acknowledgements/").status_code == 403


def test_one_does_not_acknowledge_what_asks_for_nothing(
    cast: Cast, question: Topic, announcement: Topic, as_member: AsMember
) -> None:
    assert as_member(cast.tess).post(f"{at(question)}acknowledgement/").status_code == 403
    assert as_member(cast.fay).post(f"{at(announcement)}acknowledgement/").status_code == 403
    assert as_member(cast.rosa).post(f"{at(announcement)}acknowledgement/").status_code == 404


def test_what_only_tells_does_not_wait_for_an_answer(cast: Cast, announcement: Topic) -> None:
    with scope(cast.community):
        for form in (Form.REFLECTION, Form.UPDATE, Form.DISCUSSION):
            open_topic(cast.families, by=cast.pat, title=str(form.label), body="Words", form=form)
        titles = [row.title for row in waiting_topics(arrived(cast, cast.tess))]
        assert titles == ["Discussion"]


def test_an_answer_or_an_announcement_costs_one_statement_however_long_the_page(
    cast: Cast, question: Topic, announcement: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    plain = statements(browser, at(question))
    with scope(cast.community):
        question.accepted_post = question.posts.get(number=2)
        question.save()
        for n in range(18):
            reply(question, by=cast.sam, body=f"Post {n}")
    assert statements(browser, at(question)) == plain + 1
    assert statements(browser, at(announcement)) == plain + 1
