"""What somebody answers to a prompt becomes what his site tells."""

import pytest
from django.utils import translation

from accounts.models import User
from communities.models import Membership
from communities.scope import scope
from forums.actions.closing import lock_topic
from forums.actions.holding import approve_held
from forums.models import Form, HeldPost, HoldRules, Post, Topic
from mailroom.models import InboundMessage, State
from mailroom.reasons import Reason
from site_updates.models import SiteUpdate
from tests.cast import Cast
from tests.made_files import picture
from tests.mailroom.letters import answers, arrive, letter, reply_to
from tests.opened_mail import text_of
from tests.site_updates.scenes import a_month_later, asked, let_a_week_pass, let_the_day_come

pytestmark = pytest.mark.django_db


def tells(member: Membership, text: str, *, prompt: int = 0) -> InboundMessage:
    """Let somebody answer a prompt."""
    mail = letter(reply_to(asked(member)[prompt]), text, sender=member.user.email)
    return arrive(mail)


def told(cast: Cast) -> list[tuple[str, str, list[str]]]:
    """Return title, form and the posts of each topic of the families' forum."""
    with scope(cast.community):
        return [
            (topic.title, topic.form, [post.body for post in topic.posts.order_by("number")])
            for topic in Topic.objects.filter(forum=cast.families).order_by("number")
        ]


def words_of(cast: Cast) -> str:
    with scope(cast.community):
        return SiteUpdate.objects.select_related("round").latest("pk").round.period.words


def test_an_answer_becomes_a_site_update_and_he_is_told_where(asking: Cast) -> None:
    mail = letter(reply_to(asked(asking.sam)[0]), "The bus is on time.", sender="sam@example.org")
    mail.add_attachment(picture(), "image", "jpeg", filename="bus.jpg")
    got = arrive(mail)
    assert (got.state, got.reason, got.made_kind) == (State.DONE, "", "forums.topic")
    title = f"Northbank: {words_of(asking)}"
    assert told(asking) == [(title, Form.UPDATE, ["The bus is on time."])]
    with scope(asking.community):
        post = Post.objects.select_related("author").get()
        assert (post.author, post.attachments.count()) == (asking.sam, 1)
        update = SiteUpdate.objects.get()
        assert (update.site, update.topic) == (asking.sites["Northbank"], post.topic)
    assert f"“{title}” is posted in Family engagement" in text_of(answers(asking.sam)[0])


def test_the_title_is_in_the_language_of_the_community(asking: Cast) -> None:
    tells(asking.rosa, "Leímos en la lavandería.")
    assert told(asking)[0][0] == f"Eastgate: {words_of(asking)}"
    asking.community.language = "es"
    asking.community.save()
    tells(asking.sam, "The bus is on time.")
    with translation.override("es"):
        assert told(asking)[1][0] == f"Northbank: {words_of(asking)}"


def test_what_comes_after_it_is_added(asking: Cast) -> None:
    tells(asking.tess, "We read aloud.")
    tells(asking.rosa, "Y leímos en casa.")
    tells(asking.tess, "And a photo comes.")
    posts = ["We read aloud.", "Y leímos en casa.", "And a photo comes."]
    assert [row[2] for row in told(asking)] == [posts]
    assert "Sus palabras están ahora bajo «Eastgate" in text_of(answers(asking.rosa)[0])


def test_a_late_answer_goes_to_the_months_that_it_was_asked_about(asking: Cast) -> None:
    a_month_later(asking)
    let_the_day_come(asking)
    tells(asking.sam, "This month.", prompt=1)
    tells(asking.sam, "That was the month before.", prompt=0)
    with scope(asking.community):
        rows = SiteUpdate.objects.select_related("round").order_by("round__last_month")
        titles = [f"Northbank: {row.round.period.words}" for row in rows]
    assert [row[0] for row in told(asking)] == titles[::-1]


def test_where_he_may_not_post_any_more_his_words_come_back(asking: Cast) -> None:
    tells(asking.tess, "We read aloud.")
    with scope(asking.community):
        lock_topic(Topic.objects.select_related("forum").get(), by=asking.fay, note="")
        asking.sam.role_links.all().delete()
    assert tells(asking.tess, "One more thing.").reason == Reason.REFUSED
    assert "One more thing." in text_of(answers(asking.tess)[1])
    assert tells(asking.sam, "The bus is on time.").state == State.ANSWERED
    assert "The bus is on time." in text_of(answers(asking.sam)[0])
    assert len(told(asking)) == 1


def test_words_such_as_stop_are_obeyed_and_others_are_asked(asking: Cast) -> None:
    assert tells(asking.sam, "STOP").reason == Reason.COMMAND
    assert User.objects.get(pk=asking.sam.user_id).mails_stopped
    forged = letter(reply_to(asked(asking.tess)[0]), "Hello.", sender="olga@example.org")
    assert arrive(forged).state == State.HELD
    assert told(asking) == []
    let_a_week_pass()
    assert len(asked(asking.sam)) == 1


def test_what_waits_for_a_facilitator_becomes_the_update_when_it_is_shown(asking: Cast) -> None:
    with scope(asking.community):
        HoldRules.objects.create(community=asking.community, first_posts=1)
    tells(asking.sam, "The bus is on time.")
    let_a_week_pass()
    assert len(asked(asking.sam)) == 1
    with scope(asking.community):
        held = HeldPost.objects.get()
        assert (held.form, held.title) == (Form.UPDATE, f"Northbank: {words_of(asking)}")
        approve_held(held, by=asking.fay, body=held.body)
    tells(asking.sam, "It is late again.")
    assert [row[2] for row in told(asking)] == [["The bus is on time.", "It is late again."]]


def test_who_answers_that_there_is_nothing_is_taken_at_his_word(asking: Cast) -> None:
    tells(asking.rosa, "¡Ahora no, gracias!")
    tells(asking.tess, "No.")
    assert "We do not ask you again about this time." in text_of(answers(asking.tess)[0])
    tells(asking.sam, "Nothing went well, and the bus is late.")
    let_a_week_pass()
    assert [len(asked(m)) for m in (asking.sam, asking.tess, asking.rosa)] == [1, 1, 1]
    assert len(told(asking)) == 1
