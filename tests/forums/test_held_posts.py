"""Posts that wait until a facilitator has read them."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from communities.membership_changes import set_roles
from communities.models import DueWork, Membership
from communities.scope import scope
from forums.actions import decline_held, lock_topic, open_topic, remove_post, reply
from forums.holding_rules import why_hold
from forums.models import HeldPost, HoldRules, Post, Topic
from forums.models.held_post import HoldWhy
from moderation.models import Act
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.forums.test_topics import statements
from tests.opened_mail import text_of

AsMember = Callable[[Membership], Client]
WAITING = "/c/four-rivers/moderation/waiting/"
NEW_TOPIC = "/c/four-rivers/forums/superintendents/topics/new/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")


def rules(cast: Cast, **values: object) -> None:
    with scope(cast.community):
        HoldRules.objects.update_or_create(community=cast.community, defaults=values)


def answer(browser: Client, topic: Topic, body: str = "The district @Sam Ortiz.") -> str:
    page = browser.post(
        f"/c/four-rivers/topics/{topic.number}/posts/", {"body": body, "form_key": str(uuid4())}
    )
    assert page.status_code == 302
    return str(page["Location"])


def mails(to: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="moderation", to=to).order_by("pk"))


def test_a_first_post_waits_and_nobody_is_told_but_facilitators(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rules(cast, first_posts=1)
    DueWork.objects.all().delete()
    tess = as_member(cast.tess)
    where = answer(tess, topic)
    assert where.startswith(WAITING)
    html = tess.get(where).content.decode()
    assert "Your post waits until a facilitator has read it." in html
    assert "The district" in html
    with scope(cast.community):
        assert Post.objects.count() == 1
        assert Topic.objects.get(pk=topic.pk).last_number == 1
    assert not DueWork.objects.exists()
    (mail,) = mails("fay@example.org")
    assert where in text_of(mail)
    assert "The district" not in as_member(cast.sam).get(topic.get_absolute_url()).content.decode()
    # Whose it is not does not know of it.
    assert as_member(cast.sam).get(where).status_code == 404


def test_a_facilitator_shows_it_and_it_takes_the_next_number(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rules(cast, first_posts=1)
    tess = as_member(cast.tess)
    where = answer(tess, topic)
    fay = as_member(cast.fay)
    assert "Tess Bell in “Buses”" in fay.get(WAITING).content.decode()
    fay.post(where, {"outcome": "approved", "body": "The district."})
    with scope(cast.community):
        post = topic.posts.get(number=2)
        assert (post.author, post.body) == (cast.tess, "The district.")
        # What Tess wrote is in its history, and who changed it.
        assert post.revisions.get().body == "The district @Sam Ortiz."
        assert post.revisions.get().replaced_by == cast.fay
        assert Act.objects.get().act == "approved"
    assert "is shown now" in text_of(mails("tess@example.org")[0])
    # Her second post is shown at once.
    assert "#post-3" in answer(tess, topic, "And the city.")


def test_a_declined_post_goes_back_to_its_author_with_the_reason(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rules(cast, first_posts=3)
    where = answer(as_member(cast.tess), topic)
    fay = as_member(cast.fay)
    missing = fay.post(where, {"outcome": "declined", "body": "x"})
    assert missing.status_code == 422
    fay.post(where, {"outcome": "declined", "body": "x", "reason": "It names a child."})
    text = text_of(mails("tess@example.org")[0])
    assert "It names a child." in text
    assert "The district @Sam Ortiz." in text
    second = as_member(cast.ada).post(
        where, {"outcome": "approved", "body": "The district."}, follow=True
    )
    assert "Somebody else decided" in second.content.decode()
    with scope(cast.community):
        assert Post.objects.count() == 1


def test_a_topic_waits_too_and_is_opened_once(cast: Cast, as_member: AsMember) -> None:
    rules(cast, first_posts=1)
    tess = as_member(cast.tess)
    sent = {"title": "Late buses", "body": "Whose?", "form_key": str(uuid4())}
    where = tess.post(NEW_TOPIC, sent)["Location"]
    assert tess.post(NEW_TOPIC, sent)["Location"] == where
    with scope(cast.community):
        assert not Topic.objects.exists()
        assert HeldPost.objects.count() == 1
    as_member(cast.fay).post(where, {"outcome": "approved", "body": "Whose?"})
    with scope(cast.community):
        assert Topic.objects.get().title == "Late buses"
        assert HeldPost.objects.get().post == Post.objects.get()


def test_links_words_and_blocked_places_are_found(cast: Cast) -> None:
    rules(cast, words="free money\nvape", domains="casino.example", links=False)
    with scope(cast.community):
        for text, found in {
            "Get FREE money": (HoldWhy.WORD, "free money"),
            "evaporate": None,
            "See https://www.casino.example/x": (
                HoldWhy.DOMAIN,
                "https://www.casino.example/x",
            ),
            "See www.pay.casino.example": (HoldWhy.DOMAIN, "www.pay.casino.example"),
            "See https://notcasino.example": None,
            "Nothing": None,
        }.items():
            assert why_hold(cast.tess, text) == found, text
        HoldRules.objects.update(links=True)
        assert why_hold(cast.tess, "https://school.example") == (
            HoldWhy.LINK,
            "https://school.example",
        )
        assert why_hold(cast.fay, "https://casino.example") is None


def test_a_removed_post_does_not_count_as_a_first_one(cast: Cast, topic: Topic) -> None:
    rules(cast, first_posts=1)
    with scope(cast.community):
        assert why_hold(cast.sam, "Words") is None
        remove_post(topic.posts.get(), by=cast.fay, reason="No.")
        assert why_hold(cast.sam, "Words") == (HoldWhy.FIRST, "")


def test_what_waits_for_a_topic_that_was_closed_stays_waiting(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rules(cast, first_posts=1)
    where = answer(as_member(cast.tess), topic)
    with scope(cast.community):
        lock_topic(topic, by=cast.fay)
    page = as_member(cast.fay).post(where, {"outcome": "approved", "body": "Words"})
    assert page.status_code == 422
    assert "was closed to replies" in page.content.decode()


def test_the_rules_are_the_facilitators(cast: Cast, as_member: AsMember) -> None:
    sent = {"first_posts": "3", "words": "vape", "domains": ""}
    assert as_member(cast.tess).post(f"{WAITING}rules/", sent).status_code == 403
    assert as_member(cast.fay).post(f"{WAITING}rules/", sent).status_code == 302
    with scope(cast.community):
        assert HoldRules.objects.get().first_posts == 3
    assert "vape" in as_member(cast.fay).get(f"{WAITING}rules/").content.decode()


def test_an_author_who_does_not_see_the_forum_any_more_does_not_find_what_waits(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    rules(cast, first_posts=1)
    tess = as_member(cast.tess)
    where = answer(tess, topic)
    with scope(cast.community):
        cast.tess.community = cast.community
        set_roles(cast.tess, [])
    assert tess.get(where).status_code == 404


def test_its_author_sees_in_its_place_what_waits_and_nobody_else_does(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    url, tess = topic.get_absolute_url(), as_member(cast.tess)
    before = statements(tess, url)
    rules(cast, first_posts=1)
    answer(tess, topic)
    html = tess.get(url).content.decode()
    assert "Waiting for a facilitator; only you see it." in html
    assert "The district" in html
    assert "Waiting for a facilitator" not in as_member(cast.sam).get(url).content.decode()
    # One statement more, where something waits.
    assert statements(tess, url) == before + 1
    with scope(cast.community):
        decline_held(HeldPost.objects.get(), by=cast.fay, reason="Twice.")
    assert statements(tess, url) == before


def change(browser: Client, post: Post, body: str) -> None:
    page = browser.post(f"{post.get_absolute_url()}edit/", {"body": body})
    assert page.status_code == 302


def test_a_change_that_adds_a_link_waits_and_the_old_text_stays(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.tess, body="See https://example.org/plan, all of you.")
    rules(cast, links=True)
    tess = as_member(cast.tess)
    # A link that was there already is none that comes to it.
    change(tess, post, "See https://example.org/plan, please.")
    with scope(cast.community):
        assert Post.objects.get(pk=post.pk).body == "See https://example.org/plan, please."
    change(tess, post, "Buy at https://shop.example/now")
    html = tess.get(topic.get_absolute_url()).content.decode()
    assert "Your change of #2 waits for a facilitator; only you see it." in html
    sam = as_member(cast.sam).get(topic.get_absolute_url()).content.decode()
    assert "shop.example" not in sam
    assert "please." in sam
    # Changed once more, it is still one change that waits, and the form begins with it.
    assert "shop.example/now" in tess.get(f"{post.get_absolute_url()}edit/").content.decode()
    change(tess, post, "Buy at https://shop.example/later")
    with scope(cast.community):
        held = HeldPost.objects.get()
        assert (held.body, held.edits) == ("Buy at https://shop.example/later", post)
    assert len(mails("fay@example.org")) == 1
    fay = as_member(cast.fay)
    page = fay.get(f"{WAITING}{held.pk}/").content.decode()
    assert "As it is now" in page
    fay.post(f"{WAITING}{held.pk}/", {"outcome": "approved", "body": "Buy elsewhere."})
    with scope(cast.community):
        shown = Post.objects.get(pk=post.pk)
        assert shown.body == "Buy elsewhere."
        said = list(shown.revisions.order_by("pk").values_list("body", "replaced_by"))
    assert said[1:] == [
        ("See https://example.org/plan, please.", cast.tess.pk),
        ("Buy at https://shop.example/later", cast.fay.pk),
    ]


def test_a_change_without_the_link_takes_the_place_of_one_that_waits(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.tess, body="See the plan.")
    rules(cast, words="casino")
    tess = as_member(cast.tess)
    change(tess, post, "See the Casino.")
    change(tess, post, "See the new plan.")
    with scope(cast.community):
        assert not HeldPost.objects.exists()
        assert Post.objects.get(pk=post.pk).body == "See the new plan."


def test_a_change_of_a_post_that_was_removed_is_not_shown(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.tess, body="See the plan.")
    rules(cast, words="casino")
    change(as_member(cast.tess), post, "See the Casino.")
    with scope(cast.community):
        held = HeldPost.objects.get()
        remove_post(post, by=cast.fay, reason="Off.")
    page = as_member(cast.fay).post(
        f"{WAITING}{held.pk}/", {"outcome": "approved", "body": "See the Casino."}
    )
    assert page.status_code == 422
    assert "This post was removed meanwhile." in page.content.decode()


def test_a_change_of_a_post_without_a_name_waits_without_one(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = reply(topic, by=cast.tess, body="See the plan.", name_hidden=True)
    rules(cast, words="casino")
    change(as_member(cast.tess), post, "See the Casino.")
    with scope(cast.community):
        held = HeldPost.objects.get()
    for page in (WAITING, f"{WAITING}{held.pk}/"):
        assert "Tess Bell" not in as_member(cast.fay).get(page).content.decode()
    assert "Tess Bell" not in text_of(mails("fay@example.org")[0])
