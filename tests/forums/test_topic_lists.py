"""Lists of topics: the pages of a forum, what is new, what waits for an answer."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from communities.arrival import member_of
from communities.models import Membership
from communities.scope import scope
from forums.actions import mark_read, open_topic, reply
from forums.forum_lists import forum_rows
from forums.topic_rows import PER_PAGE, new_topics, waiting_topics
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
TITLE = re.compile(r'class="rows__title" href="[^"]*">([^<]*)<')


def arrived(cast: Cast, member: Membership) -> Membership:
    found = member_of(cast.community, member.user)
    assert found is not None
    return found


def test_older_topics_follow_on_the_next_page_and_none_is_shown_twice(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        same = timezone.now() - timedelta(days=1)
        for n in range(2 * PER_PAGE + 3):
            open_topic(cast.superintendents, by=cast.sam, title=f"Topic {n}", body="Words", at=same)
    browser = as_member(cast.tess)
    address, pages = "/c/four-rivers/forums/superintendents/", list[list[str]]()
    query: str | None = ""
    while query is not None:
        html = browser.get(address + query).content.decode()
        pages.append(TITLE.findall(html))
        after = re.search(r'rel="next" href="([^"]*)"', html)
        query = after[1] if after else None
    assert [len(page) for page in pages] == [PER_PAGE, PER_PAGE, 3]
    assert [t for page in pages for t in page] == [
        f"Topic {n}" for n in reversed(range(2 * PER_PAGE + 3))
    ]


def test_a_cursor_of_nonsense_shows_the_first_page(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        open_topic(cast.superintendents, by=cast.sam, title="Here", body="Words")
    page = as_member(cast.tess).get("/c/four-rivers/forums/superintendents/?before=1~2~3")
    assert TITLE.findall(page.content.decode()) == ["Here"]


def test_new_topics_are_those_i_see_have_not_read_and_that_moved_of_late(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=70)
    with scope(cast.community):
        mixed = open_topic(cast.families, by=cast.pat, title="Mixed", body="Words")
        alike = open_topic(
            cast.superintendents, by=cast.sam, title="Alike", body="Words",
            at=timezone.now() - timedelta(days=5),
        )  # fmt: skip
        open_topic(cast.superintendents, by=cast.sam, title="Old", body="Words", at=long_ago)
        tess, rosa = arrived(cast, cast.tess), arrived(cast, cast.rosa)
        # Of my role first, though the other is newer.
        assert [t.title for t in new_topics(tess, forum_rows(tess))] == ["Alike", "Mixed"]
        assert [t.title for t in new_topics(rosa, forum_rows(rosa))] == ["Mixed"]
        assert {f.label: f.unread for f in forum_rows(tess)}[cast.superintendents.label] == 2
        mark_read(alike, member=tess, through=1)
        mark_read(mixed, member=tess, through=1)
        assert new_topics(tess, forum_rows(tess)) == []
        reply(alike, by=cast.sam, body="More")
        (row,) = new_topics(tess, forum_rows(tess))
        assert (row.title, row.last_number, row.read_through, row.last_author) == (
            "Alike", 2, 1, cast.sam.name,
        )  # fmt: skip


def test_questions_wait_for_those_who_see_them_and_did_not_ask(cast: Cast) -> None:
    with scope(cast.community):
        asked = open_topic(cast.families, by=cast.pat, title="Who knows?", body="Words")
        open_topic(
            cast.superintendents, by=cast.sam, title="Forgotten", body="Words",
            at=timezone.now() - timedelta(days=31),
        )  # fmt: skip
        (row,) = waiting_topics(arrived(cast, cast.tess))
        assert (row.title, row.author, row.site) == ("Who knows?", cast.pat.name, "Northbank")
        assert waiting_topics(arrived(cast, cast.pat)) == []
        reply(asked, by=cast.tess, body="I do")
        assert waiting_topics(arrived(cast, cast.rosa)) == []


def test_who_arrives_comes_with_site_roles_and_audiences(cast: Cast) -> None:
    with scope(cast.community):
        sam = arrived(cast, cast.sam)
        assert sam == cast.sam
        assert sam.line == cast.sam.line
        assert sam.audience_ids == Membership.objects.get(pk=sam.pk).audience_ids
        assert member_of(cast.community, cast.lee.user) is None
        assert member_of(cast.community, cast.olga.user) is None
