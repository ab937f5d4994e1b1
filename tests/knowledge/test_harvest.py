"""From a topic to a draft that quotes it: who begins, who reads the words, where both lead."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.leaving import Words, leave_for_good
from communities.models import Membership
from communities.scope import scope
from forums.actions import edit_post, open_topic, remove_post, reply
from forums.audience_choices import EVERYONE, audience_chosen
from forums.models import Form, Topic
from knowledge.actions.life import publish, show_to
from knowledge.models import Consent, Quotation, QuotedPerson, Resource
from knowledge.views import harvest_pages
from notifications.models import OutgoingMail
from search.finding import Question, find
from tests.cast import Cast
from tests.notifications.notice_scenes import work
from tests.opened_mail import text_of

AsMember = Callable[[Membership], Client]
ANSWER = "Ring at six. Two parents walk in front. Rain is no reason to stop."
HIDDEN = "Ours were late for a whole year."


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A question of superintendents: sam asked, tess answered twice, once without her name."""
    with scope(cast.community):
        asked = open_topic(
            *(cast.superintendents,),
            by=cast.sam,
            title="Late buses",
            body="How do you begin?",
            form=Form.QUESTION,
        )
        reply(asked, by=cast.tess, body=ANSWER)
        reply(asked, by=cast.tess, body=HIDDEN, name_hidden=True)
    return asked


def page(topic: Topic) -> str:
    return f"/c/four-rivers/library/harvest/{topic.number}/"


def sent(topic: Topic, **fields: object) -> dict[str, object]:
    """Return what a browser sends that ticked both answers and shortened the first."""
    return {
        "posts": ["2", "3"],
        "words-2": "Two parents walk in front. …",
        "words-3": HIDDEN,
        "title": "A walking bus",
        "kind": "practice",
        "audience": str(topic.forum.audience_id),
        **fields,
    }


def harvested(cast: Cast, as_member: AsMember, topic: Topic, **fields: object) -> Resource:
    answer = as_member(cast.sam).post(page(topic), sent(topic, **fields))
    assert answer.status_code == 302, answer.content.decode()
    with scope(cast.community):
        return Resource.objects.select_related("community").get()


def test_a_draft_quotes_posts_and_the_posts_lead_to_it(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    sam, tess = as_member(cast.sam), as_member(cast.tess)
    where = f"/c/four-rivers/topics/{topic.number}/"
    assert page(topic) in tess.get(where).content.decode()
    chosen = sam.get(f"{page(topic)}?post=2").content.decode()
    assert 'name="posts" value="2" checked' in chosen
    made = harvested(cast, as_member, topic)
    html = sam.get(made.get_absolute_url()).content.decode()
    assert "Two parents walk in front. …" in html
    assert f"{where}posts/2/" in html
    assert "Tess Bell" in html
    # Others do not know of a draft.
    assert "This became:" not in tess.get(where).content.decode()
    with scope(cast.community):
        publish(made, by=cast.fay)
    html = tess.get(where).content.decode()
    assert "This became:" in html
    assert html.count("Quoted in the library") == 2


def test_words_that_were_not_said_are_not_quoted(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    sam = as_member(cast.sam)
    for wrong in (sent(topic, **{"words-2": "Three parents"}), sent(topic, posts=[], title="")):
        answer = sam.post(page(topic), wrong)
        assert answer.status_code == 422
    assert (
        "Tick at least one"
        in sam.post(page(topic), {**sent(topic, posts=[]), "words-2": ANSWER}).content.decode()
    )
    with scope(cast.community):
        assert not Resource.objects.exists()
    harvested(cast, as_member, topic)
    # The same page twice, and one that the topic's posts have left meanwhile.
    key = {"form_key": "5f0c1a52-6c0e-4f0f-9d4b-0d3b7a1f9a11"}
    for _time in range(2):
        sam.post(page(topic), sent(topic, **key))
    with scope(cast.community):
        assert Resource.objects.count() == 2
        post = topic.posts.get(number=2)
        post.topic = topic
        remove_post(post, by=cast.tess)
    assert sam.post(page(topic), sent(topic)).status_code == 422


def test_who_does_not_see_the_forum_reads_nothing_of_what_was_said(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    made = harvested(cast, as_member, topic)
    with scope(cast.community):
        publish(made, by=cast.fay)
        QuotedPerson.objects.update(consent=Consent.NAMED, asked_at=timezone.now())
        # What was agreed to for a forum does not hold for everybody.
        show_to(made, audience_chosen(cast.community, EVERYONE), by=cast.fay)
    for name in ("pat", "rosa", "ada"):
        html = as_member(cast.members[name]).get(made.get_absolute_url()).content.decode()
        assert "2 quotations are not shown" in html or "2 citas no se le muestran" in html
        for words in ("Two parents", HIDDEN, "Tess Bell", "Late buses"):
            assert words not in html
        # What nobody who writes it can read must not stand in its way for ever.
        assert ("Take quotation 2 out" in html) is (name == "ada")
    assert as_member(cast.pat).get(page(topic)).status_code == 404
    assert as_member(cast.olga).get(made.get_absolute_url()).status_code == 404
    with scope(cast.community):
        assert find(cast.pat, Question("parents walk")).results == []


def test_a_hidden_name_is_named_nowhere(cast: Cast, as_member: AsMember, topic: Topic) -> None:
    made = harvested(cast, as_member, topic, posts=["3"], **{"words-2": ""})
    for url in (made.get_absolute_url(), f"{page(topic)}"):
        html = as_member(cast.sam).get(url).content.decode()
        assert "Member (name hidden)" in html
        assert ("Tess" in html) is (url == page(topic))


def test_a_long_list_of_quotations_costs_what_a_short_one_does(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    made = harvested(cast, as_member, topic)
    sam = as_member(cast.sam)
    pages = (made.get_absolute_url(), topic.get_absolute_url(), page(topic))
    few = [queries(sam, url) for url in pages]
    with scope(cast.community):
        for _n in range(9):
            reply(topic, by=cast.tess, body=ANSWER)
    many = {"posts": [str(n) for n in range(2, 13)], "words-2": ""}
    sam.post(page(topic), sent(topic, **many))
    with scope(cast.community):
        second = Resource.objects.get(number=2)
        assert second.quotations.count() == 11
    again = (f"/c/four-rivers/library/{second.number}/", *pages[1:])
    assert [queries(sam, url) for url in again] == few


def queries(browser: Client, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return len(found)


def test_what_is_quoted_of_somebody_goes_when_he_is_erased(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    harvested(cast, as_member, topic)
    leave_for_good(cast.tess, Words.ERASED)
    with scope(cast.community):
        assert not Quotation.objects.exists()
        assert Resource.objects.exists()
    work()
    assert "had all words erased" in text_of(OutgoingMail.objects.get(kind="moderation"))


def test_a_post_that_is_changed_while_one_chooses_is_not_taken_for_shortened(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    sam = as_member(cast.sam)
    shown = hidden_values(sam.get(page(topic)).content.decode())
    with scope(cast.community):
        edit_post(topic.posts.get(number=2), by=cast.tess, body="Ring at seven.")
    untouched = {**shown, **sent(topic, posts=["3"]), "words-2": ANSWER}
    assert sam.post(page(topic), untouched).status_code == 302
    with scope(cast.community):
        assert [one.words for one in Quotation.objects.all()] == [HIDDEN]
    # What was ticked is read again first, and then it is what the post says now.
    ticked = sam.post(page(topic), {**untouched, "posts": ["2", "3"]})
    html = ticked.content.decode()
    assert ticked.status_code == 422
    assert "This was changed while you were choosing" in html
    assert ANSWER not in html
    again = {**hidden_values(html), **sent(topic, form_key=""), "words-2": "Ring at seven."}
    assert sam.post(page(topic), again).status_code == 302
    with scope(cast.community):
        second = Resource.objects.get(number=2)
        assert [one.words for one in second.quotations.order_by("number")] == [
            "Ring at seven.",
            HIDDEN,
        ]


def test_a_post_that_is_removed_while_one_chooses_is_left_out_with_a_sentence(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    with scope(cast.community):
        remove_post(topic.posts.get(number=2), by=cast.tess)
    answer = as_member(cast.sam).post(page(topic), {**sent(topic), "words-2": ANSWER})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "A post that you chose is not there any more" in html
    assert 'value="3" checked' in html


def test_what_is_chosen_on_one_page_stays_chosen_on_the_next(
    cast: Cast, as_member: AsMember, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvest_pages, "PER_PAGE", 2)
    with scope(cast.community):
        reply(topic, by=cast.tess, body="Buy whistles.")
        reply(topic, by=cast.sam, body="We did.")
    sam = as_member(cast.sam)
    # A post that the address names stands on the page that one comes to.
    assert 'name="posts" value="4" checked' in sam.get(f"{page(topic)}?post=4").content.decode()
    first = hidden_values(sam.get(page(topic)).content.decode())
    part = {"posts": ["1"], "words-1": "How do you begin?", "words-2": "Ring at six. …"}
    typed = {"title": "A walking bus", "kind": "tool"}
    turned = sam.post(page(topic), {**first, **part, **typed, "turn": "2"})
    assert turned.status_code == 200
    html = turned.content.decode()
    assert "Chosen on other pages" in html
    for kept in ('name="posts" value="1" checked', "Ring at six. …", "A walking bus"):
        assert kept in html
    assert 'value="tool" selected' in html
    again = hidden_values(html)
    assert again["page"] == "2"
    assert again["form_key"] == first["form_key"]
    chosen = {**again, **part, **typed, "audience": str(topic.forum.audience_id)}
    # The second stood there ticked by now.
    assert sam.post(page(topic), {**chosen, "posts": ["1", "4"]}).status_code == 302
    with scope(cast.community):
        words = Quotation.objects.order_by("number").values_list("words", flat=True)
        assert list(words) == ["How do you begin?", "Buy whistles."]


def test_a_part_counts_for_a_tick_until_the_tick_is_taken_away(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    sam = as_member(cast.sam)
    part = {**sent(topic, posts=[]), "words-2": "Ring at six. …", "words-3": ""}
    first = hidden_values(sam.get(page(topic)).content.decode())
    assert sam.post(page(topic), {**first, **part, "was_ticked": ["2"]}).status_code == 422
    assert sam.post(page(topic), {**first, **part}).status_code == 302


def test_more_is_quoted_in_a_draft_that_is_there(
    cast: Cast, as_member: AsMember, topic: Topic
) -> None:
    made = harvested(cast, as_member, topic, posts=["2"], **{"words-3": ""})
    with scope(cast.community):
        QuotedPerson.objects.update(consent=Consent.NAMED, asked_at=timezone.now())
        other = open_topic(cast.superintendents, by=cast.tess, title="Bells", body="We ring.")
    sam = as_member(cast.sam)
    assert "Where does it go?" in sam.get(page(other)).content.decode()
    # Who has no draft is asked nothing.
    assert "Where does it go?" not in as_member(cast.tess).get(page(other)).content.decode()
    chosen = {"posts": ["1"], "title": "Bells", "kind": "tool", "into": str(made.number)}
    chosen["audience"] = str(other.forum.audience_id)
    for _time in range(2):
        # The same page sent twice quotes it once.
        assert sam.post(page(other), chosen)["Location"] == made.get_absolute_url()
    with scope(cast.community):
        made.refresh_from_db()
        assert made.title == "A walking bus"
        rows = made.quotations.order_by("number").values_list("number", "words")
        assert list(rows) == [(1, "Two parents walk in front. …"), (2, "We ring.")]
        # She agreed to other words: she is asked about all of them.
        assert [one.consent for one in made.quoted.all()] == [Consent.WAITING]
        QuotedPerson.objects.update(consent=Consent.DECLINED)
    refused = sam.post(page(other), {**chosen, "words-1": "We …"})
    assert "does not want to be quoted in that text" in refused.content.decode()
    with scope(cast.community):
        Resource.objects.update(state="review")
    for browser in (sam, as_member(cast.tess)):
        gone = browser.post(page(other), chosen)
        assert gone.status_code == 422
        assert "This is no draft any more." in gone.content.decode()
    with scope(cast.community):
        assert made.quotations.count() == 2
        assert Resource.objects.count() == 1


def hidden_values(html: str) -> dict[str, str]:
    """Return what the hidden fields of a page say, but its token."""
    inputs = re.findall(r'<input type="hidden"[^>]*>', html)
    pairs = [
        (re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs
    ]
    return {
        name[1]: value[1]
        for name, value in pairs
        if name and value and name[1] != "csrfmiddlewaretoken"
    }
