"""Writing without one's name: who reads what instead, and who can look it up."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from communities.models import Membership, MembershipRole
from communities.scope import scope
from forums.actions import (
    approve_held,
    decide_on_flags,
    edit_post,
    flag_post,
    hold_if_needed,
    introduce,
    look_up_post,
    open_topic,
    react,
    reply,
    split_topic,
)
from forums.missing_voices import missing_voices
from forums.models import Form, HeldPost, HoldRules, Post, Reaction, ReactionKind, Topic
from forums.models.flag import Outcome
from moderation.models import Act
from tests.cast import Cast, make_member, make_user
from tests.forums.test_topics import statements

AsMember = Callable[[Membership], Client]
NOBODY = "Member (name hidden)"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """Sam's question to all roles, asked without his name."""
    with scope(cast.community):
        return open_topic(
            cast.families,
            by=cast.sam,
            title="What if nobody comes?",
            body="It was the third time.",
            form=Form.QUESTION,
            name_hidden=True,
        )


@pytest.fixture
def third(cast: Cast) -> Membership:
    """A third superintendent: the role tells of nobody now."""
    with scope(cast.community):
        role = cast.roles["superintendent"]
        third = make_member(cast.community, make_user("Uma Third"), roles=[role])
        cast.community.people_changed()
        for member in cast.members.values():
            if member.community_id == cast.community.pk:
                member.community = cast.community
        return third


def page_of(browser: Client, topic: Topic) -> str:
    return browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()


def posts_of(page: str) -> str:
    """Return the posts alone: who sees the forum is said above them by role."""
    return page[page.index('<article class="post') : page.index('id="reply"')]


def test_others_read_neither_name_nor_a_role_that_tells_it(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.pat)
    posts = posts_of(page_of(browser, topic))
    assert NOBODY in posts
    assert "superintendent" not in posts
    for path in ("", "forums/family-engagement/", f"topics/{topic.number}/text/"):
        page = browser.get(f"/c/four-rivers/{path}").content.decode()
        assert "Sam Ortiz" not in page
        assert NOBODY in page


def test_the_role_is_said_where_three_people_have_it(
    cast: Cast, third: Membership, topic: Topic, as_member: AsMember
) -> None:
    assert "superintendent · " in posts_of(page_of(as_member(cast.pat), topic))
    text = as_member(cast.pat).get(f"/c/four-rivers/topics/{topic.number}/text/")
    assert f"#1 {NOBODY} (superintendent)" in text.content.decode()
    # Two are left: the role would tell.
    with scope(cast.community):
        MembershipRole.objects.filter(membership=third).delete()
        cast.community.people_changed()
    assert "superintendent" not in posts_of(page_of(as_member(cast.pat), topic))


def test_only_those_count_who_read_the_forum(cast: Cast, third: Membership) -> None:
    with scope(cast.community):
        narrow = cast.families
        cast.superintendents.audience.named_only = True
        cast.superintendents.audience.save(update_fields=["named_only"])
        cast.community.people_changed()
        hidden = [
            open_topic(forum, by=cast.sam, title="One", body="Words", name_hidden=True)
            for forum in (narrow, cast.superintendents)
        ]
        roles = [Post.objects.get(topic=topic).shown_role for topic in hidden]
    assert roles == [cast.roles["superintendent"], None]


def test_a_role_that_told_who_it_is_is_not_told_later(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    """Who came after the post cannot have written it."""
    with scope(cast.community):
        for name in ("Uma One", "Vera Two"):
            roles = [cast.roles["superintendent"]]
            make_member(cast.community, make_user(name), roles=roles)
        cast.community.people_changed()
    assert "superintendent" not in posts_of(page_of(as_member(cast.pat), topic))


def test_who_asks_without_his_name_goes_on_so(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    sam, tess = as_member(cast.sam), as_member(cast.tess)
    ticked = r'name="name_hidden"[^>]* checked'
    assert re.search(ticked, page_of(sam, topic))
    assert "Yours, without your name" in page_of(sam, topic)
    assert not re.search(ticked, page_of(tess, topic))
    address = f"/c/four-rivers/topics/{topic.number}/posts/"
    sam.post(address, {"body": "Rain, each time.", "name_hidden": "on"})
    page = page_of(tess, topic)
    assert "Rain, each time." in page
    assert "Began this topic" in page
    assert "Sam Ortiz" not in page
    with scope(cast.community):
        assert Topic.objects.get(pk=topic.pk).last_name_hidden


def test_without_the_tick_the_name_stands_there(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    address = f"/c/four-rivers/topics/{topic.number}/posts/"
    as_member(cast.tess).post(address, {"body": "Cook for them."})
    assert "Tess Bell" in page_of(as_member(cast.pat), topic)


def test_the_warning_stands_before_the_tick(cast: Cast, as_member: AsMember) -> None:
    page = as_member(cast.sam).get("/c/four-rivers/forums/family-engagement/topics/new/")
    html = page.content.decode()
    warning = html.index("Those who keep this forum going can look up who it is")
    assert warning < html.index('name="name_hidden"')


def test_who_announces_gives_his_name(cast: Cast, as_member: AsMember) -> None:
    browser = as_member(cast.fay)
    address = "/c/four-rivers/forums/family-engagement/topics/new/?form=announcement"
    assert "name_hidden" not in browser.get(address).content.decode()
    browser.post(address, {"title": "Friday", "body": "At six.", "name_hidden": "on"})
    with scope(cast.community):
        assert not Topic.objects.get(title="Friday").name_hidden


def test_the_page_of_a_person_tells_it_to_himself_alone(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    address = f"/c/four-rivers/people/{cast.sam.pk}/"
    mine = as_member(cast.sam).get(address).content.decode()
    assert topic.title in mine
    assert "Only you see this here" in mine
    for reader in (cast.tess, cast.fay, cast.ada):
        assert topic.title not in as_member(reader).get(address).content.decode()


def test_looking_for_what_a_role_wrote_does_not_find_it(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser, address = as_member(cast.pat), "/c/four-rivers/search/?q=third"
    assert topic.title in browser.get(address).content.decode()
    for narrowed in (
        f"&role={cast.roles['superintendent'].pk}",
        f"&site={cast.sites['Northbank'].pk}",
    ):
        assert "It was the" not in browser.get(address + narrowed).content.decode()


def test_a_facilitator_looks_it_up_and_each_look_is_noted(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    address = f"/c/four-rivers/topics/{topic.number}/posts/1/name/"
    browser = as_member(cast.fay)
    assert address in page_of(browser, topic)
    assert "Sam Ortiz" not in browser.get(address).content.decode()
    with scope(cast.community):
        assert not Act.objects.exists()
    for looks in (1, 2):
        assert "Sam Ortiz" in browser.post(address).content.decode()
        with scope(cast.community):
            assert Act.objects.filter(act="looked_up", by=cast.fay).count() == looks
    record = as_member(cast.ada).get("/c/four-rivers/moderation/record/").content.decode()
    assert "Fay Moua looked up who is behind a hidden name." in record
    assert "Sam Ortiz" not in record


def test_nobody_else_looks_it_up(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    address = f"/c/four-rivers/topics/{topic.number}/posts/1/name/"
    for reader, status in ((cast.tess, 403), (cast.sam, 403), (cast.gus, 404), (cast.olga, 404)):
        page = as_member(reader).post(address)
        assert page.status_code == status
        assert reader == cast.sam or "Sam Ortiz" not in page.content.decode()
    with scope(cast.community):
        assert not Act.objects.exists()


def test_what_waits_for_a_facilitator_waits_without_a_name(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, links=True)
        held = hold_if_needed(
            cast.families,
            by=cast.sam,
            topic=topic,
            body="See https://example.org",
            name_hidden=True,
        )
    assert held is not None
    browser, address = as_member(cast.fay), f"/c/four-rivers/moderation/waiting/{held.pk}/"
    for path in ("/c/four-rivers/moderation/waiting/", address, address + "name/"):
        page = browser.get(path).content.decode()
        assert "Sam Ortiz" not in page
        assert NOBODY in page
    assert "Sam Ortiz" in browser.post(address + "name/").content.decode()
    with scope(cast.community):
        assert Act.objects.get().kind == "forums.heldpost"
        cast.fay.community = cast.community
        post = approve_held(HeldPost.objects.get(), by=cast.fay, body="See it.")
        assert post.name_hidden
    history = as_member(cast.tess).get(
        f"/c/four-rivers/topics/{topic.number}/posts/{post.number}/history/"
    )
    assert "Sam Ortiz" not in history.content.decode()


def test_a_warning_does_not_tell_in_the_record_whom_it_reached(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        post = topic.posts.get()
        flag_post(post, by=cast.tess, why="unkind")
        decide_on_flags(post, by=cast.fay, outcome=Outcome.WARNED, reason="Be kind.")
        assert list(Act.objects.values_list("kind", "act")) == [("forums.post", "flags_warned")]


def test_his_own_changes_stand_under_no_name(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    with scope(cast.community):
        edit_post(topic.posts.get(), by=cast.sam, body="It was the fourth time.")
    page = as_member(cast.tess).get(f"/c/four-rivers/topics/{topic.number}/posts/1/history/")
    assert page.content.decode().count(NOBODY) == 3
    assert "Sam Ortiz" not in page.content.decode()


def test_a_topic_made_of_hidden_posts_has_no_name(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        reply(topic, by=cast.tess, body="Named.")
        reply(topic, by=cast.pat, body="Not named.", name_hidden=True)
        new = split_topic(topic, by=cast.fay, numbers=[3], title="Apart")
        assert new.name_hidden
        assert Topic.objects.get(pk=new.pk).last_name_hidden
        assert not Topic.objects.get(pk=topic.pk).last_name_hidden


def test_a_role_is_not_heard_by_what_nobody_put_his_name_to(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        assert cast.roles["superintendent"] in missing_voices(cast.families, cast.community)


def test_facing_it_without_a_name_counts_one_person(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser, address = as_member(cast.pat), f"/c/four-rivers/topics/{topic.number}/posts/1/"
    assert f'href="{address}reactions/unnamed/"' in page_of(browser, topic)
    warning = browser.get(f"{address}reactions/unnamed/", headers={"HX-Request": "true"})
    assert "can look up who it is" in warning.content.decode()
    browser.post(f"{address}reactions/unnamed/")
    mine = page_of(browser, topic)
    assert "1 person faces this." in mine
    assert "You said so without your name" in mine
    assert "Introduce me" not in mine
    # Pressed on a page that was open elsewhere, it stays hidden; so does he.
    browser.post(f"{address}reactions/face/")
    browser.post(f"{address}reactions/introduction/")
    with scope(cast.community):
        assert Reaction.objects.filter(name_hidden=True, introduce=False).count() == 1
        people = look_up_post(topic.posts.get(), by=cast.fay)
    assert [person.name for person in people] == ["Sam Ortiz", "Pat Lund"]
    assert "Show who said so without a name" in page_of(as_member(cast.fay), topic)
    assert "Show who said so without a name" not in page_of(as_member(cast.rosa), topic)


def test_who_faces_it_counts_with_a_role_that_three_have(
    cast: Cast, third: Membership, as_member: AsMember
) -> None:
    with scope(cast.community):
        asked = open_topic(
            cast.families, by=cast.rosa, title="Rain", body="Why?", form=Form.QUESTION
        )
        post = asked.posts.get()
        post.topic = asked
        react(post, ReactionKind.FACE, by=cast.sam, name_hidden=True)
        react(post, ReactionKind.FACE, by=cast.tess)
        introduce(post, member=cast.sam, wanted=True)
        introduce(post, member=cast.tess, wanted=True)
    page = page_of(as_member(cast.tess), asked)
    assert "2 superintendents face this." in page
    assert "Sam Ortiz" not in page


def test_hidden_names_cost_no_statement_each(
    cast: Cast, topic: Topic, third: Membership, as_member: AsMember
) -> None:
    browser, address = as_member(cast.pat), f"/c/four-rivers/topics/{topic.number}/"
    with scope(cast.community):
        reply(topic, by=cast.sam, body="One", name_hidden=True)
        post = topic.posts.get(number=1)
        post.topic = topic
        react(post, ReactionKind.FACE, by=cast.tess, name_hidden=True)
    few = statements(browser, address)
    with scope(cast.community):
        for n in range(16):
            reply(topic, by=cast.tess, body=f"Post {n}", name_hidden=True)
    assert statements(browser, address) == few


def test_nothing_but_bylines_asks_for_the_name_of_an_author() -> None:
    asked = re.compile(r"(?<!_by_)\bauthor\.(name|user|avatar|line)|author__user__(display|email)")
    # Who only hands over the one to whom a mail goes, or whose own page it is.
    allowed = {
        "forums/bylines.py": "the one place",
        "forums/commitment_mail.py": "a mail to the author himself",
        "digests/openings.py": "a facilitator, who opens the digest by name",
        "templates/forums/held_post.html": "hands the line over to the tag that shows it or not",
    }
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for folder in ("forums", "digests", "search", "notifications", "templates")
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.*"))
        if path.suffix in {".py", ".html", ".txt"}
        and "migrations" not in path.parts
        and asked.search(path.read_text())
    }
    assert found == set(allowed)
