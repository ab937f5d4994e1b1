"""Peer consults: four steps, a commitment, and what came of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import DueWork, Membership
from communities.models.membership import Status
from communities.scope import scope
from forums.actions import begin_consult, commit_to, move_on, open_topic, remove_post, reply
from forums.commitment_mail import return_commitment
from forums.models import Consult, Form, Post, Step, Topic
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.forums.test_topics import statements

AsMember = Callable[[Membership], Client]
NEW = "/c/four-rivers/forums/superintendents/topics/new/?form=consult"


@pytest.fixture
def consult(cast: Cast) -> Consult:
    """Sam presents a case among the superintendents."""
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Late buses", body="Daily.", form=Form.CONSULT
        )
        return begin_consult(topic, days=3)


def at(consult: Consult, path: str = "") -> str:
    return f"/c/four-rivers/topics/{consult.topic.number}/{path}"


def page_of(browser: Client, consult: Consult) -> str:
    return browser.get(at(consult)).content.decode()


def at_step(cast: Cast, consult: Consult, step: Step) -> None:
    with scope(cast.community):
        Consult.objects.filter(pk=consult.pk).update(step=step)
        consult.step = step


def test_a_consult_is_opened_in_parts_and_begins_with_presenting(
    cast: Cast, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    sent = {"title": "Late buses", "situation": "Daily.", "wish": "Whom to ask?", "days": "7"}
    page = browser.post(NEW, sent)
    assert page.status_code == 302
    with scope(cast.community):
        consult = Consult.objects.select_related("topic").get()
        assert consult.step == Step.PRESENT
        assert consult.step_ends_at > timezone.now() + timedelta(days=6)
        post = Post.objects.get()
        assert post.step == Step.PRESENT
        assert post.body.startswith("# The situation\n\nDaily.\n\n# What I would like")
    assert "It is your turn: add what is missing" in page_of(browser, consult)
    assert "It is the turn of Sam Ortiz." in page_of(as_member(cast.tess), consult)


def test_a_consult_without_a_wish_keeps_what_was_typed(cast: Cast, as_member: AsMember) -> None:
    page = as_member(cast.sam).post(NEW, {"title": "Late", "situation": "Daily rain.", "days": "3"})
    assert page.status_code == 422
    assert "Daily rain." in page.content.decode()
    with scope(cast.community):
        assert not Topic.objects.exists()


def test_the_presenter_moves_on_step_by_step_and_posts_carry_theirs(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    sam, tess = as_member(cast.sam), as_member(cast.tess)
    sam.post(at(consult, "consult/step/"), {"to": "clarify"})
    assert "ask Sam Ortiz what you need to know" in page_of(tess, consult)
    tess.post(at(consult, "posts/"), {"body": "Which buses?"})
    sam.post(at(consult, "consult/step/"), {"to": "advise"})
    assert "Sam Ortiz listens." in page_of(tess, consult)
    tess.post(at(consult, "posts/"), {"body": "Start later."})
    with scope(cast.community):
        steps = list(consult.topic.posts.order_by("number").values_list("step", flat=True))
        assert steps == ["present", "clarify", "advise"]
    html = page_of(tess, consult)
    assert '<span class="chip">Clarify</span>' in html
    assert '<span class="chip">Advise</span>' in html


def test_pressed_twice_it_moves_once_and_no_step_is_left_out(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    for to in ("clarify", "clarify", "commit", "present", "nonsense"):
        browser.post(at(consult, "consult/step/"), {"to": to})
    with scope(cast.community):
        assert Consult.objects.get().step == Step.CLARIFY


def test_a_reader_does_not_move_on_and_a_facilitator_may(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    page = as_member(cast.tess).post(at(consult, "consult/step/"), {"to": "clarify"})
    assert page.status_code == 403
    assert "Go on to the next step" not in page_of(as_member(cast.tess), consult)
    as_member(cast.fay).post(at(consult, "consult/step/"), {"to": "clarify"})
    with scope(cast.community):
        assert Consult.objects.get().step == Step.CLARIFY


def test_a_time_that_is_over_says_so_and_moves_nothing(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    with scope(cast.community):
        Consult.objects.update(step_ends_at=timezone.now() - timedelta(days=1))
    assert "The time meant for this step is over." in page_of(as_member(cast.tess), consult)
    with scope(cast.community):
        assert Consult.objects.get().step == Step.PRESENT


def test_the_commitment_ends_the_steps_and_is_due_again_in_a_month(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    assert browser.get(at(consult, "consult/commitment/")).status_code == 403
    at_step(cast, consult, Step.COMMIT)
    assert "What I will do" in browser.get(at(consult, "consult/commitment/")).content.decode()
    assert browser.post(at(consult, "consult/commitment/"), {"body": ""}).status_code == 422
    page = browser.post(at(consult, "consult/commitment/"), {"body": "I ask the drivers."})
    assert page["Location"] == at(consult) + "#post-2"
    html = page_of(as_member(cast.tess), consult)
    assert "What Sam Ortiz will do" in html
    assert "I ask the drivers." in html
    assert browser.get(at(consult, "consult/commitment/")).status_code == 403
    with scope(cast.community):
        assert Post.objects.get(number=2).step == Step.COMMIT
        # What is said afterwards belongs to no step.
        assert reply(consult.topic, by=cast.tess, body="Good.").step == ""
    due = DueWork.objects.get(kind="return_commitment")
    assert timedelta(days=29) < due.due_at - timezone.now() < timedelta(days=31)


def test_only_the_presenter_commits_and_reports(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    at_step(cast, consult, Step.COMMIT)
    for path in ("consult/commitment/", "consult/report/"):
        page = as_member(cast.tess).post(at(consult, path), {"body": "Words"})
        assert page.status_code == 403


def test_the_commitment_comes_back_by_mail_in_the_author_s_language(
    cast: Cast, consult: Consult
) -> None:
    with scope(cast.community):
        cast.sam.user.language = "es"
        cast.sam.user.save()
        commit_to(consult, body="I ask **the drivers**.")
        return_commitment(consult.pk)
        return_commitment(consult.pk)
    mail = OutgoingMail.objects.get(kind="commitment")
    content = bytes(mail.content or b"").decode()
    assert mail.to == "sam@example.org"
    assert "I ask the drivers." in content
    assert f"/topics/{consult.topic.number}/consult/report/" in content.replace("=\r\n", "")
    assert "Content-Language: es" in content


def test_nobody_is_asked_who_has_reported_left_or_taken_it_back(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    with scope(cast.community):
        return_commitment(consult.pk)
        post = commit_to(consult, body="I ask the drivers.")
        cast.sam.status = Status.LEFT
        cast.sam.save()
        return_commitment(consult.pk)
        cast.sam.status = Status.ACTIVE
        cast.sam.save()
    as_member(cast.sam).post(at(consult, "consult/report/"), {"body": "They came."})
    with scope(cast.community):
        return_commitment(consult.pk)
        Consult.objects.update(report=None)
        remove_post(post, by=cast.sam)
        return_commitment(consult.pk)
    assert not OutgoingMail.objects.filter(kind="commitment").exists()


def test_what_came_of_it_is_posted_and_linked(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    assert browser.get(at(consult, "consult/report/")).status_code == 403
    with scope(cast.community):
        commit_to(consult, body="I ask the drivers.")
    assert "Tell what came of it" in page_of(browser, consult)
    page = browser.post(at(consult, "consult/report/"), {"body": "They came."})
    assert page["Location"] == at(consult) + "#post-3"
    html = page_of(as_member(cast.tess), consult)
    assert "Read what came of it" in html
    assert browser.get(at(consult, "consult/report/")).status_code == 403


def test_a_removed_commitment_is_not_told_at_the_top(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    with scope(cast.community):
        remove_post(commit_to(consult, body="I ask the drivers."), by=cast.sam)
    assert "I ask the drivers." not in page_of(as_member(cast.tess), consult)


def test_another_topic_has_no_steps_and_another_role_no_consult(
    cast: Cast, consult: Consult, as_member: AsMember
) -> None:
    with scope(cast.community):
        talk = open_topic(cast.superintendents, by=cast.sam, title="Talk", body="Words")
    address = f"/c/four-rivers/topics/{talk.number}/consult/step/"
    assert as_member(cast.sam).post(address, {"to": "clarify"}).status_code == 404
    assert as_member(cast.rosa).post(at(consult, "consult/step/")).status_code == 404
    assert as_member(cast.sam).get(at(consult, "consult/step/")).status_code == 405


def test_a_consult_costs_one_statement(cast: Cast, consult: Consult, as_member: AsMember) -> None:
    with scope(cast.community):
        talk = open_topic(cast.superintendents, by=cast.sam, title="Talk", body="Words")
        move_on(consult, to="clarify")
    browser = as_member(cast.tess)
    plain = statements(browser, f"/c/four-rivers/topics/{talk.number}/")
    assert statements(browser, at(consult)) == plain + 1
