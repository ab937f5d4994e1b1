"""Rows, cards and posts that are built as strings: what people typed stays text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic, reply
from forums.forum_lists import ForumRow
from forums.models import Form
from forums.models.forum import Kind
from forums.post_rows import PostRow
from forums.templatetags.forum_cards import forum_cards
from forums.templatetags.posts import post_list
from forums.templatetags.topic_rows import topic_rows, waiting_rows
from forums.topic_rows import TopicRow, WaitingRow
from forums.topic_top import Answer, TopicTop
from forums.under_posts import UnderPosts
from tests.cast import Cast

NASTY = '<b>&"'
ESCAPED = "&lt;b&gt;&amp;&quot;"

AsMember = Callable[[Membership], Client]


def forum_row(*, unread: int = 0, topics: int = 0) -> ForumRow:
    return ForumRow("/all/", Kind.EVERYONE, NASTY, NASTY, topic_count=topics, unread=unread, new=[])


def post_row(number: int, *, edited: bool = False) -> PostRow:
    return PostRow(
        number=number,
        html="<p>Who has <strong>one</strong>?</p>",
        created_at=timezone.now(),
        edited_at=datetime(2020, 5, 1, tzinfo=UTC) if edited else None,
        author_id=7,
        name=NASTY,
        avatar_url="",
        line=NASTY,
        author_url="/c/four-rivers/people/7/",
        url=f"/c/four-rivers/topics/1/posts/{number}/",
    )


def under(reader: int) -> UnderPosts:
    """Return what draws under the posts of a topic in which nothing is special."""
    topic_top = TopicTop(
        url="/c/four-rivers/topics/1/",
        form=Form.DISCUSSION,
        facilitated=False,
        closed=False,
        paused=False,
        may_accept=False,
        mine=False,
        answer=None,
        acknowledgements=None,
        consult=None,
        poll=None,
        may_ask=False,
    )
    return UnderPosts(reader, topic_top)


def test_a_card_shows_names_as_they_were_typed() -> None:
    html = forum_cards([forum_row()], about=True)
    assert NASTY not in html
    assert html.count(ESCAPED) == 2


def test_a_card_says_what_is_new_and_else_only_where_it_is_asked_to() -> None:
    assert "<b>1 topic with news</b>" in forum_cards([forum_row(unread=1)])
    assert "<b>2 topics with news</b>" in forum_cards([forum_row(unread=2)], about=True)
    assert "3 topics, all read" in forum_cards([forum_row(topics=3)], about=True)
    assert "Nobody has started a topic yet." in forum_cards([forum_row()], about=True)
    assert "<p" not in forum_cards([forum_row(topics=3)])
    with translation.override("es"):
        assert "topic" not in forum_cards([forum_row(unread=2)])


def test_a_post_shows_the_name_as_it_was_typed_and_its_html_as_it_was_made() -> None:
    html = post_list([post_row(1)], under=under(1))
    assert NASTY not in html
    assert html.count(ESCAPED) == 2  # name and initials
    assert "<p>Who has <strong>one</strong>?</p>" in html
    assert 'aria-label="Link to post 1">#1</a>' in html


def test_only_the_author_finds_a_way_to_change_a_post() -> None:
    edit = '<a href="/c/four-rivers/topics/1/posts/1/edit/">'
    assert edit in post_list([post_row(1)], under=under(7))
    assert edit not in post_list([post_row(1)], under=under(8))
    assert "Changed <relative-time>" in post_list([post_row(1, edited=True)], under=under(8))


def test_what_one_does_now_and_then_stands_behind_more() -> None:
    row, menu = post_list([post_row(2)], under=under(8)).split("<details", 1)
    assert "Reply" in row
    assert "Thanks" in row
    assert "Report" in menu
    assert "Report" not in row


def test_who_asked_finds_the_button_for_the_answer_in_the_row_until_there_is_one() -> None:
    drawn = under(8)
    asked = replace(drawn.top, form=Form.QUESTION, may_accept=True, mine=True)
    drawn.top = asked
    row, menu = post_list([post_row(2)], under=drawn).split("<details", 1)
    assert "This answers it" in row
    assert "We tried this" in menu
    drawn.top = replace(asked, answer=Answer(3, NASTY, "", "/3/"))
    assert "This answers it" in post_list([post_row(2)], under=drawn).split("<details", 1)[1]
    drawn.top = replace(asked, mine=False)
    assert "This answers it" in post_list([post_row(2)], under=drawn).split("<details", 1)[1]


def test_a_line_stands_above_the_first_new_post() -> None:
    html = post_list([post_row(1), post_row(2)], under=under(1), new_from=2)
    assert html.index("post-1") < html.index("new-from-here") < html.index("post-2")
    assert "new-from-here" not in post_list([post_row(1)], under=under(1))


def test_rows_of_topics_show_titles_and_names_as_they_were_typed() -> None:
    now = timezone.now()
    topic = TopicRow(1, "/1/", NASTY, 2, now, NASTY, 1, "role-alike", NASTY)
    html = topic_rows([topic], with_forum=True)
    assert NASTY not in html
    assert html.count(ESCAPED) == 3
    assert 'href="/1/unread/"' in html
    assert html.count(ESCAPED) == topic_rows([topic]).count(ESCAPED) + 1


def test_questions_that_wait_show_who_asked_and_one_main_button() -> None:
    waiting = [WaitingRow(1, "/1/", NASTY, timezone.now(), NASTY, site) for site in (NASTY, "")]
    html = waiting_rows(waiting)
    assert NASTY not in html
    assert f"{ESCAPED} at {ESCAPED} asked, and nobody has answered yet." in html
    assert f'<p class="rows__meta">{ESCAPED} asked, and nobody has answered yet.' in html
    assert html.count("button--main") == 1


def test_the_frame_of_one_person_never_shows_in_another_s(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Agreements", body="Who?")
        reply(topic, by=cast.tess, body="We have one.")
    members = [cast.sam, cast.tess, cast.fay]
    browsers = [(member, as_member(member)) for member in members]
    for _again in range(2):
        for member, browser in browsers:
            html = browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()
            assert member.user.email in html
            assert not any(other.user.email in html for other in members if other != member)


def test_each_page_has_a_csrf_token_of_its_own(cast: Cast, as_member: AsMember) -> None:
    for member in (cast.sam, cast.tess):
        html = as_member(member).get("/c/four-rivers/").content.decode()
        assert html.count("csrfmiddlewaretoken") == 1


def test_an_empty_place_is_drawn_with_its_words_as_text() -> None:
    html = render_to_string("components/empty.html", {"title": NASTY, "sentence": NASTY})
    assert html.count(ESCAPED) == 2
