"""Quotations whose post is changed, removed or carried away: what becomes of them, who is told."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import edit_post, move_topic, open_topic, remove_post, reply, split_topic
from forums.models import Post, Topic
from knowledge.actions.life import publish
from knowledge.harvest.agreement import NotAgreedError
from knowledge.harvest.changed_sources import state_of
from knowledge.harvest.source_kinds import Source
from knowledge.models import Consent, Quotation, QuotedPerson, QuotingRules, Resource, SourceState
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.knowledge.scenes import quoting
from tests.notifications.notice_scenes import work
from tests.opened_mail import text_of

AsMember = Callable[[Membership], Client]
ANSWER = "Ring at six. Two parents walk in front."


def test_how_a_source_stands_to_words_of_it() -> None:
    source = Source(1, False, 1, 1, (ANSWER,))
    assert state_of("Ring at six.", source) == SourceState.SAME
    assert state_of("Ring at seven.", source) == SourceState.EDITED
    assert state_of("Ring", Source(1, False, 1, 1, ())) == SourceState.REMOVED
    assert state_of("Ring", None) == SourceState.REMOVED


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        asked = open_topic(cast.superintendents, by=cast.sam, title="Late buses", body="How?")
        reply(asked, by=cast.tess, body=ANSWER)
    return asked


@pytest.fixture
def made(cast: Cast, topic: Topic) -> Resource:
    """Return what sam published, with tess's words and her consent."""
    with scope(cast.community):
        resource = quoting(cast, {Post.objects.get(topic=topic, number=2).pk: ANSWER})
        QuotedPerson.objects.update(consent=Consent.NAMED)
        publish(resource, by=cast.fay)
        resource.community = cast.community
    return resource


def answer_of(topic: Topic) -> Post:
    post = topic.posts.select_related("author").get(number=2)
    post.topic = topic
    return post


def told(cast: Cast) -> list[str]:
    """Do what is due, and return what sam was told."""
    work()
    mails = OutgoingMail.objects.filter(user=cast.sam.user, key__contains="/sources/")
    return [text_of(mail) for mail in mails.order_by("pk")]


def test_a_changed_post_is_told_of_and_keeps_a_draft_from_being_published(
    cast: Cast, as_member: AsMember, topic: Topic, made: Resource
) -> None:
    with scope(cast.community):
        edit_post(answer_of(topic), by=cast.tess, body=ANSWER + " Bring hats.")
    assert told(cast) == []
    with scope(cast.community):
        edit_post(answer_of(topic), by=cast.tess, body="Ring at seven.")
    [mail] = told(cast)
    assert "was changed and says something else now" in mail
    html = as_member(cast.sam).get(made.get_absolute_url()).content.decode()
    assert "The post says something else now." in html
    with scope(cast.community):
        draft = quoting(cast, {answer_of(topic).pk: "Ring at seven."})
        Quotation.objects.filter(resource=draft).update(source_state=SourceState.EDITED)
        with pytest.raises(NotAgreedError):
            publish(draft, by=cast.fay)


@pytest.mark.parametrize("removed", ["out", "nameless"])
def test_a_removed_post_follows_the_community_s_rule(
    cast: Cast, as_member: AsMember, topic: Topic, made: Resource, removed: str
) -> None:
    with scope(cast.community):
        QuotingRules.objects.create(community=cast.community, removed=removed)
        remove_post(answer_of(topic), by=cast.tess)
    [mail] = told(cast)
    assert ("taken out" in mail) is (removed == "out")
    html = as_member(cast.sam).get(made.get_absolute_url()).content.decode()
    assert (ANSWER in html) is (removed == "nameless")
    assert "Tess Bell" not in html


def test_a_topic_that_moves_takes_its_quotations_along(
    cast: Cast, as_member: AsMember, topic: Topic, made: Resource
) -> None:
    with scope(cast.community):
        new = split_topic(topic, by=cast.fay, numbers=[2], title="Walking")
        new.community = cast.community
    # The same people read it there: nobody is told.
    assert told(cast) == []
    html = as_member(cast.sam).get(new.get_absolute_url()).content.decode()
    assert "This became:" in html
    with scope(cast.community):
        new.forum = cast.superintendents
        move_topic(new, by=cast.fay, to=cast.families)
    [mail] = told(cast)
    assert "was moved" in mail
    assert made.number == 1
