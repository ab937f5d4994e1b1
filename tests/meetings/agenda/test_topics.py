"""From a discussion to a meeting and back: nobody reads a title that he may not read."""

from uuid import uuid4

import pytest

from communities.scope import scope
from forums.actions import (
    approve_held,
    decline_held,
    lock_topic,
    merge_topic,
    open_topic,
    reply,
)
from forums.models import Form, HeldPost, HoldRules, Post, Topic
from meetings.agenda.ordering import take
from meetings.models import AgendaItem, Meeting
from moderation.models import Act
from tests.cast import Cast
from tests.meetings.agenda.scenes import (
    SignIn,
    agenda_url,
    let_pass,
    meeting_of,
    proposed,
)

pytestmark = pytest.mark.django_db
SECRET = "Zebra crossing"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A question of the superintendents."""
    with scope(cast.community):
        return open_topic(
            cast.superintendents, by=cast.sam, title=SECRET, body="Who pays?", form=Form.QUESTION
        )


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """A meeting for everyone, of which superintendents are some."""
    with scope(cast.community):
        return meeting_of(cast)


def bring_url(cast: Cast, topic: Topic) -> str:
    return f"/c/{cast.community.slug}/meetings/topics/{topic.number}/"


def on_agenda_of(meeting: Meeting, topic: Topic, cast: Cast) -> AgendaItem:
    item = proposed(meeting, cast.tess, "", topic=topic)
    take(item, by=cast.fay)
    return item


def test_a_discussion_is_brought_to_a_meeting(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    browser = as_member(cast.tess)
    assert bring_url(cast, topic) in browser.get(topic.get_absolute_url()).content.decode()
    page = browser.get(bring_url(cast, topic)).content.decode()
    # What a question is in the forum it is at the meeting.
    assert 'value="question"' in page
    sent = {"meeting": str(meeting.number), "kind": "question", "form_key": str(uuid4())}
    answer = browser.post(bring_url(cast, topic), sent)
    assert answer.headers["Location"] == agenda_url(meeting)
    assert SECRET in browser.get(agenda_url(meeting)).content.decode()
    shown = browser.get(topic.get_absolute_url()).content.decode()
    assert "Proposed for a meeting:" in shown
    assert agenda_url(meeting) in shown


def test_it_is_brought_to_one_meeting_once(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    sent = {"meeting": str(meeting.number), "kind": "show"}
    as_member(cast.tess).post(bring_url(cast, topic), sent)
    again = as_member(cast.sam).post(bring_url(cast, topic), sent)
    assert again.status_code == 422
    assert "proposed for that meeting already" in again.content.decode()
    with scope(cast.community):
        assert AgendaItem.objects.count() == 1


def test_who_does_not_see_the_discussion_reads_no_title(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    with scope(cast.community):
        proposed(meeting, cast.tess, "", topic=topic)
    for url in (agenda_url(meeting), agenda_url(meeting, "1/")):
        assert SECRET not in as_member(cast.rosa).get(url).content.decode()
        assert SECRET not in as_member(cast.pat).get(url).content.decode()
    page = as_member(cast.pat).get(agenda_url(meeting)).content.decode()
    assert "A discussion that not all who are invited can read" in page
    assert topic.get_absolute_url() not in page
    with scope(cast.community):
        take(AgendaItem.objects.get(), by=cast.fay)
    for url in (agenda_url(meeting), meeting.get_absolute_url()):
        assert SECRET not in as_member(cast.pat).get(url).content.decode()
        assert SECRET in as_member(cast.sam).get(url).content.decode()


def test_the_record_of_acts_names_it_to_nobody_else_either(
    cast: Cast, as_member: SignIn, meeting: Meeting
) -> None:
    with scope(cast.community):
        principals = cast.superintendents
        topic = open_topic(principals, by=cast.sam, title=SECRET, body="Who pays?")
        item = proposed(meeting, cast.tess, "", topic=topic)
        Act.objects.create(
            community=cast.community,
            by=cast.fay,
            act="removed",
            kind="meetings.agendaitem",
            object_id=item.pk,
        )
    url = f"/c/{cast.community.slug}/moderation/record/"
    # Ada keeps the community going, and does not see the superintendents' forum.
    page = as_member(cast.ada).get(url).content.decode()
    assert "Fay Moua took a proposal off the list of a meeting." in page
    assert SECRET not in page
    assert SECRET in as_member(cast.fay).get(url).content.decode()


def test_a_title_of_its_own_is_for_everybody(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    sent = {"meeting": str(meeting.number), "kind": "question", "title": "Streets near schools"}
    as_member(cast.tess).post(bring_url(cast, topic), sent)
    seen = as_member(cast.sam).get(agenda_url(meeting)).content.decode()
    unseen = as_member(cast.pat).get(agenda_url(meeting)).content.decode()
    assert "Streets near schools" in seen
    assert "Streets near schools" in unseen
    assert topic.get_absolute_url() in seen
    assert topic.get_absolute_url() not in unseen


def test_one_chooses_among_meetings_that_one_sees_and_is_told_which_are_for_more(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    with scope(cast.community):
        alike = meeting_of(cast, audience=cast.superintendents.audience, title="Alike")
        hers = meeting_of(cast, audience=cast.families.audience, title="Families")
        over = meeting_of(cast, title="Over", rule="")
        let_pass(over)
    page = as_member(cast.tess).get(bring_url(cast, topic)).content.decode()
    labels = {
        name: next(line for line in page.split("<label") if f"{name}," in line).partition(
            "</label"
        )[0]
        for name in ("Monthly table", "Alike", "Families")
    }
    told = "not all who are invited can read it"
    assert told in labels["Monthly table"]
    assert told in labels["Families"]
    assert told not in labels["Alike"]
    assert "Over" not in page
    # Of a series that meets often, the next two.
    assert page.count("Monthly table,") == 2
    # Who does not see the discussion cannot bring it, nor name a meeting that he does not see.
    assert as_member(cast.pat).get(bring_url(cast, topic)).status_code == 404
    assert as_member(cast.pat).post(bring_url(cast, topic)).status_code == 404
    with scope(cast.community):
        open_one = open_topic(cast.families, by=cast.pat, title="Lunch", body="When?")
    sent = {"meeting": str(alike.number), "kind": "show"}
    assert as_member(cast.pat).post(bring_url(cast, open_one), sent).status_code == 422
    sent = {"meeting": str(hers.number), "kind": "show"}
    assert as_member(cast.pat).post(bring_url(cast, open_one), sent).status_code == 302


def test_a_topic_names_no_meeting_to_who_does_not_see_it(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, audience=cast.superintendents.audience, title="Alike")
        topic = open_topic(cast.families, by=cast.sam, title="Lunch", body="When?")
        on_agenda_of(meeting, topic, cast)
    seen = as_member(cast.sam).get(topic.get_absolute_url()).content.decode()
    assert "On the agenda of:" in seen
    unseen = as_member(cast.rosa).get(topic.get_absolute_url()).content.decode()
    assert "Alike" not in unseen
    assert "On the agenda of:" not in unseen


def test_a_topic_does_not_tell_of_what_is_off(cast: Cast, as_member: SignIn, topic: Topic) -> None:
    with scope(cast.community):
        cancelled, passed = meeting_of(cast, title="Off"), meeting_of(cast, title="Passed")
        on_agenda_of(cancelled, topic, cast)
        Meeting.objects.filter(pk=cancelled.pk).update(state="cancelled")
        proposed(passed, cast.tess, "", topic=topic)
        let_pass(passed)
    page = as_member(cast.sam).get(topic.get_absolute_url()).content.decode()
    assert "On the agenda of:" not in page
    assert "Proposed for a meeting:" not in page


def test_a_topic_that_was_merged_is_named_as_what_it_went_into(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    with scope(cast.community):
        on_agenda_of(meeting, topic, cast)
        into = open_topic(cast.superintendents, by=cast.sam, title="Streets", body="All of it.")
        merge_topic(topic, into=into, by=cast.fay)
    page = as_member(cast.sam).get(agenda_url(meeting)).content.decode()
    assert "Streets" in page
    assert into.get_absolute_url() in page


def test_what_was_said_goes_back_to_the_discussion_once(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    with scope(cast.community):
        item = on_agenda_of(meeting, topic, cast)
    url, sent = agenda_url(meeting, f"{item.number}/back/"), {"body": "The county pays a third."}
    early = as_member(cast.tess).post(url, sent)
    assert early.status_code == 403
    assert "has not begun yet" in early.content.decode()
    with scope(cast.community):
        let_pass(meeting)
    assert url in as_member(cast.tess).get(agenda_url(meeting)).content.decode()
    assert as_member(cast.tess).post(url, {"body": " "}).status_code == 422
    assert as_member(cast.tess).post(url, sent).status_code == 302
    with scope(cast.community):
        post = Post.objects.latest("pk")
        assert (post.topic_id, post.author_id) == (topic.pk, cast.tess.pk)
        assert "The county pays a third." in post.body
        assert f'href="{meeting.get_absolute_url()}"' in post.html
        # Who reads the discussion need not know what the meeting was called.
        assert meeting.name not in post.body
    page = as_member(cast.fay).post(url, sent, follow=True).content.decode()
    assert "Somebody has taken this back to its discussion already." in page
    assert f"{topic.get_absolute_url()}posts/{post.number}/" in page
    assert url not in page
    with scope(cast.community):
        assert Post.objects.filter(topic=topic).count() == 2


@pytest.mark.parametrize("name", ["pat", "sam"])
def test_not_everybody_takes_it_back(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting, name: str
) -> None:
    with scope(cast.community):
        item = on_agenda_of(meeting, topic, cast)
        let_pass(meeting)
    url = agenda_url(meeting, f"{item.number}/back/")
    # Pat does not see the discussion; Sam does, and has nothing to do with the item.
    expected = {"pat": 404, "sam": 403}[name]
    answer = as_member(cast.members[name]).post(url, {"body": "All of it."})
    assert answer.status_code == expected
    assert url not in as_member(cast.members[name]).get(agenda_url(meeting)).content.decode()
    with scope(cast.community):
        assert Post.objects.count() == 1


def test_who_presents_it_takes_it_back(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    with scope(cast.community):
        item = on_agenda_of(meeting, topic, cast)
        AgendaItem.objects.filter(pk=item.pk).update(presenter=cast.sam)
        let_pass(meeting)
    url = agenda_url(meeting, f"{item.number}/back/")
    assert as_member(cast.sam).post(url, {"body": "All of it."}).status_code == 302


def test_into_a_closed_discussion_nothing_goes_and_the_words_stay(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    with scope(cast.community):
        item = on_agenda_of(meeting, topic, cast)
        let_pass(meeting)
        lock_topic(topic, by=cast.fay, note="Settled.")
    url = agenda_url(meeting, f"{item.number}/back/")
    answer = as_member(cast.tess).post(url, {"body": "The county pays."})
    assert answer.status_code == 422
    assert "closed to replies" in answer.content.decode()
    assert "The county pays." in answer.content.decode()


def test_who_wrote_without_his_name_goes_on_so(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    with scope(cast.community):
        reply(topic, by=cast.tess, body="We know.", name_hidden=True)
        item = on_agenda_of(meeting, topic, cast)
        let_pass(meeting)
    as_member(cast.tess).post(agenda_url(meeting, f"{item.number}/back/"), {"body": "Said."})
    with scope(cast.community):
        assert Post.objects.latest("pk").name_hidden


def test_what_is_held_back_waits_for_a_facilitator(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, words="county", links=True)
        item = on_agenda_of(meeting, topic, cast)
        let_pass(meeting)
    url = agenda_url(meeting, f"{item.number}/back/")
    assert as_member(cast.tess).post(url, {"body": "The county pays."}).status_code == 302
    with scope(cast.community):
        held = HeldPost.objects.get()
        assert held.topic_id == topic.pk
        assert Post.objects.filter(topic=topic).count() == 1
    waits = "What was said waits until a facilitator has read it."
    page = as_member(cast.tess).get(agenda_url(meeting)).content.decode()
    assert waits in page
    assert url not in page
    again = as_member(cast.fay).post(url, {"body": "All of it."}, follow=True)
    assert waits in again.content.decode()
    with scope(cast.community):
        assert Post.objects.filter(topic=topic).count() == 1
        post = approve_held(held, by=cast.fay, body=held.body)
    page = as_member(cast.tess).get(agenda_url(meeting)).content.decode()
    assert waits not in page
    assert f"{topic.get_absolute_url()}posts/{post.number}/" in page
    assert url not in page


def test_what_a_facilitator_declines_can_be_said_in_other_words(
    cast: Cast, as_member: SignIn, topic: Topic, meeting: Meeting
) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, words="county", links=True)
        item = on_agenda_of(meeting, topic, cast)
        let_pass(meeting)
    url = agenda_url(meeting, f"{item.number}/back/")
    as_member(cast.tess).post(url, {"body": "The county pays."})
    with scope(cast.community):
        decline_held(HeldPost.objects.get(), by=cast.fay, reason="Nobody said that.")
    assert url in as_member(cast.tess).get(agenda_url(meeting)).content.decode()
    # The way to the meeting is no link that a facilitator has to look at.
    as_member(cast.tess).post(url, {"body": "The city pays."})
    with scope(cast.community):
        assert Post.objects.filter(topic=topic).count() == 2
