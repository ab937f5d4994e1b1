"""Polls in a topic."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_poll, open_topic, vote
from forums.models import Poll, PollVote, Topic
from tests.cast import Cast
from tests.forums.test_topics import statements

AsMember = Callable[[Membership], Client]


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.families, by=cast.sam, title="When do we meet?", body="Choose.")


def ask(cast: Cast, topic: Topic, *, multiple: bool = False, results: str = "always") -> Poll:
    with scope(cast.community):
        return open_poll(
            topic,
            question="Which day?",
            options=["Monday", "Friday", "Sunday"],
            multiple=multiple,
            results=results,
            closes_at=None,
        )


def at(topic: Topic, path: str = "") -> str:
    return f"/c/four-rivers/topics/{topic.number}/{path}"


def page_of(browser: Client, topic: Topic) -> str:
    return browser.get(at(topic)).content.decode()


def option_ids(cast: Cast, poll: Poll) -> list[int]:
    with scope(cast.community):
        return list(poll.options.values_list("pk", flat=True))


def counts(cast: Cast, poll: Poll) -> list[int]:
    with scope(cast.community):
        return [option.votes.count() for option in poll.options.all()]


def test_a_poll_is_opened_from_the_topic(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    browser = as_member(cast.sam)
    assert "Ask for votes" in page_of(browser, topic)
    sent = {
        "question": "Which day?",
        "options": "Monday\r\n\r\n Friday \r\nMonday",
        "closes_on": timezone.localdate().isoformat(),
        "results": "voted",
    }
    assert browser.post(at(topic, "poll/new/"), sent)["Location"] == at(topic)
    html = page_of(as_member(cast.pat), topic)
    assert "Which day?" in html
    assert html.count('name="option"') == 2
    with scope(cast.community):
        poll = Poll.objects.get()
        assert not poll.is_closed
        assert poll.closes_at is not None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"options": "Only one"}, "Write from two to twelve different answers"),
        ({"options": "a\n" + "x" * 121}, "One answer is too long"),
        ({"closes_on": "2001-01-01"}, "That day is over."),
        ({"question": ""}, "Write the question"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    cast: Cast, topic: Topic, as_member: AsMember, wrong: dict[str, str], sentence: str
) -> None:
    sent = {"question": "Which day?", "options": "Kept words\nFriday", "results": "always"}
    page = as_member(cast.sam).post(at(topic, "poll/new/"), sent | wrong)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert ("Kept words" in page.content.decode()) or "options" in wrong


def test_a_vote_is_counted_once_and_changed(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    poll = ask(cast, topic)
    monday, friday, _sunday = option_ids(cast, poll)
    browser = as_member(cast.pat)
    browser.post(at(topic, "poll/votes/"), {"option": monday})
    browser.post(at(topic, "poll/votes/"), {"option": monday})
    assert counts(cast, poll) == [1, 0, 0]
    browser.post(at(topic, "poll/votes/"), {"option": friday})
    assert counts(cast, poll) == [0, 1, 0]
    html = page_of(browser, topic)
    assert "1 person has voted." in html
    assert "Change my vote" in html
    assert "Pat Lund" not in page_of(as_member(cast.sam), topic)


def test_of_a_single_choice_two_are_refused_and_nothing_too(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    poll = ask(cast, topic)
    browser = as_member(cast.pat)
    for chosen in (option_ids(cast, poll)[:2], [], [10**9], ["x"]):
        page = browser.post(at(topic, "poll/votes/"), {"option": chosen}, follow=True)
        assert "Choose an answer first" in page.content.decode()
    assert counts(cast, poll) == [0, 0, 0]


def test_with_several_choices_people_are_counted_and_not_votes(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    poll = ask(cast, topic, multiple=True)
    ids = option_ids(cast, poll)
    as_member(cast.pat).post(at(topic, "poll/votes/"), {"option": ids[:2]})
    as_member(cast.rosa).post(at(topic, "poll/votes/"), {"option": ids})
    html = page_of(as_member(cast.sam), topic)
    assert "2 people have voted." in html
    assert '<progress max="2" value="1"' in html


def test_results_are_shown_as_was_chosen(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    poll = ask(cast, topic, results="voted")
    pat, sam = as_member(cast.pat), as_member(cast.sam)
    pat.post(at(topic, "poll/votes/"), {"option": option_ids(cast, poll)[0]})
    assert "<progress" in page_of(pat, topic)
    assert "<progress" not in page_of(sam, topic)
    with scope(cast.community):
        Poll.objects.update(results="closed")
    assert "<progress" not in page_of(pat, topic)
    sam.post(at(topic, "poll/closure/"))
    assert "<progress" in page_of(pat, topic)


def test_a_closed_poll_takes_no_votes(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    poll = ask(cast, topic)
    with scope(cast.community):
        Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    page = as_member(cast.pat).post(at(topic, "poll/votes/"), {"option": option_ids(cast, poll)[0]})
    assert page.status_code == 403
    assert "This poll is closed" in page.content.decode()
    assert counts(cast, poll) == [0, 0, 0]


def test_the_asker_or_a_facilitator_keeps_the_poll_and_nobody_else(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    assert as_member(cast.pat).get(at(topic, "poll/new/")).status_code == 403
    assert as_member(cast.fay).get(at(topic, "poll/new/")).status_code == 200
    poll = ask(cast, topic)
    assert as_member(cast.sam).get(at(topic, "poll/new/")).status_code == 403
    for path in ("poll/closure/", "poll/delete/"):
        assert as_member(cast.pat).post(at(topic, path)).status_code == 403
        assert as_member(cast.sam).get(at(topic, path)).status_code == 405
    with scope(cast.community):
        vote(poll, by=cast.pat, options=[poll.options.all()[0].pk])
    assert as_member(cast.sam).post(at(topic, "poll/delete/")).status_code == 403
    with scope(cast.community):
        PollVote.objects.all().delete()
    as_member(cast.fay).post(at(topic, "poll/delete/"))
    with scope(cast.community):
        assert not Poll.objects.exists()


def test_who_does_not_see_the_topic_and_a_topic_without_a_poll_give_404(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    assert as_member(cast.pat).post(at(topic, "poll/votes/")).status_code == 404
    with scope(cast.community):
        hidden = open_topic(cast.superintendents, by=cast.sam, title="Among us", body="Words")
    ask(cast, hidden)
    assert as_member(cast.pat).post(at(hidden, "poll/votes/")).status_code == 404


def test_a_poll_costs_one_statement_however_many_vote(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.pat)
    none = statements(browser, at(topic))
    poll = ask(cast, topic)
    few = statements(browser, at(topic))
    with scope(cast.community):
        for member in (cast.pat, cast.rosa, cast.tess):
            vote(poll, by=member, options=option_ids(cast, poll)[:1])
    assert statements(browser, at(topic)) == few == none + 1
