"""Files swapped in with a change that waits, wait with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from communities.due_work import do_one
from communities.models import DueWork, Membership
from communities.scope import scope
from core.files import check_upload
from forums.actions import attach_files, keep_file, open_topic, remove_post, reply
from forums.models import Attachment, HeldPost, HoldRules, Post, Topic
from search.finding import Question, find
from tests.cast import Cast
from tests.forums.test_attachments import FILES, added
from tests.made_files import PDF, upload

AsMember = Callable[[Membership], Client]
WAITING = "/c/four-rivers/moderation/waiting/"
LINK = "See https://shop.example/now"


@pytest.fixture
def post(cast: Cast) -> Post:
    """Tess's reply with two files; links wait."""
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        post = reply(topic, by=cast.tess, body="The district.")
        files = [
            keep_file(check_upload(upload(name, PDF)), by=cast.tess)
            for name in ("stays.pdf", "goes.pdf")
        ]
        attach_files(post, files)
        HoldRules.objects.create(community=cast.community, links=True)
        return post


def keys(post: Post) -> dict[str, str]:
    return dict(post.attachments.values_list("name", "key"))


def change(browser: Client, post: Post, body: str, **fields: Any) -> None:
    where = f"{post.get_absolute_url()}edit/"
    assert browser.post(where, {"body": body, **fields}).status_code == 302


def decide(browser: Client, cast: Cast, **values: str) -> None:
    with scope(cast.community):
        held = HeldPost.objects.get()
    answer = browser.post(f"{WAITING}{held.pk}/", {"body": held.body, **values})
    assert answer.status_code == 302


def swapped(cast: Cast, post: Post, tess: Client) -> str:
    """Take one file out and another in, with a change that waits; return the new one's key."""
    with scope(cast.community):
        stays = keys(post)["stays.pdf"]
    new = added(tess, "new.pdf")
    change(tess, post, LINK, file=[stays, new])
    return new


def page_of(browser: Client, post: Post) -> str:
    return browser.get(f"/c/four-rivers/topics/{post.topic.number}/").content.decode()


def test_others_see_the_old_files_until_it_is_approved(
    cast: Cast, post: Post, as_member: AsMember
) -> None:
    tess, sam, fay = (as_member(cast.members[name]) for name in ("tess", "sam", "fay"))
    new = swapped(cast, post, tess)
    page = page_of(sam, post)
    assert "stays.pdf" in page
    assert "goes.pdf" in page
    assert "new.pdf" not in page
    assert sam.get(f"{FILES}{new}/").status_code == 404
    assert tess.get(f"{FILES}{new}/").status_code == 200
    with scope(cast.community):
        gone = Attachment.objects.get(name="goes.pdf")
        assert find(cast.sam, Question("new")).results == []
        held = HeldPost.objects.get()
    before, _here, after = (
        fay.get(f"{WAITING}{held.pk}/").content.decode().partition("As it would be")
    )
    assert "goes.pdf" in before
    assert "goes.pdf" not in after
    assert "stays.pdf" in after
    assert "new.pdf" in after
    assert fay.get(f"{FILES}{new}/").status_code == 200
    decide(fay, cast, outcome="approved")
    with scope(cast.community):
        assert keys(post).keys() == {"stays.pdf", "new.pdf"}
        assert Post.objects.get(pk=post.pk).file_count == 2
        assert len(find(cast.sam, Question("new")).results) == 1
        assert find(cast.sam, Question("goes")).results == []
    assert sam.get(f"{FILES}{new}/").status_code == 200
    for row in DueWork.objects.filter(kind="drop_file"):
        do_one(row.pk)
    assert not default_storage.exists(gone.path)


def test_refused_the_new_files_go_and_the_old_ones_stay(
    cast: Cast, post: Post, as_member: AsMember
) -> None:
    new = swapped(cast, post, as_member(cast.tess))
    with scope(cast.community):
        path = Attachment.objects.get(key=new).path
    decide(as_member(cast.fay), cast, outcome="declined", reason="No shop.")
    with scope(cast.community):
        assert keys(post).keys() == {"stays.pdf", "goes.pdf"}
        assert not Attachment.objects.filter(key=new).exists()
    for row in DueWork.objects.filter(kind="drop_file"):
        do_one(row.pk)
    assert not default_storage.exists(path)


def test_changed_once_more_the_form_begins_with_what_waits(
    cast: Cast, post: Post, as_member: AsMember
) -> None:
    tess = as_member(cast.tess)
    new = swapped(cast, post, tess)
    form = tess.get(f"{post.get_absolute_url()}edit/").content.decode()
    assert "new.pdf" in form
    assert "stays.pdf" in form
    assert "goes.pdf" not in form
    with scope(cast.community):
        goes = keys(post)["goes.pdf"]
    # The other way round: what went stays, what stayed goes, what came goes again.
    change(tess, post, LINK, file=[goes])
    with scope(cast.community):
        assert not Attachment.objects.filter(key=new).exists()
        assert keys(post).keys() == {"stays.pdf", "goes.pdf"}
    decide(as_member(cast.fay), cast, outcome="approved")
    with scope(cast.community):
        assert keys(post).keys() == {"goes.pdf"}


def test_a_change_that_need_not_wait_takes_the_files_of_the_one_that_did(
    cast: Cast, post: Post, as_member: AsMember
) -> None:
    tess = as_member(cast.tess)
    new = swapped(cast, post, tess)
    with scope(cast.community):
        goes = keys(post)["goes.pdf"]
    change(tess, post, "The district, all of it.", file=[new, goes])
    with scope(cast.community):
        assert not HeldPost.objects.exists()
        assert keys(post).keys() == {"new.pdf", "goes.pdf"}
        assert Post.objects.get(pk=post.pk).file_count == 2


def test_nobody_else_sends_files_of_a_change_that_waits(
    cast: Cast, post: Post, as_member: AsMember
) -> None:
    new = swapped(cast, post, as_member(cast.tess))
    sam = as_member(cast.sam)
    answer = sam.post(
        f"/c/four-rivers/topics/{post.topic.number}/posts/", {"body": "Mine?", "file": [new]}
    )
    assert answer.status_code == 422
    with scope(cast.community):
        assert Attachment.objects.get(key=new).held_id == HeldPost.objects.get().pk


def test_who_decides_on_a_change_opens_what_it_would_take_out(
    cast: Cast, post: Post, as_member: AsMember
) -> None:
    """Ada keeps the community going, and sees of this forum only what waits."""
    with scope(cast.community):
        goes = keys(post)["goes.pdf"]
    ada = as_member(cast.ada)
    before = ada.get(f"{FILES}{goes}/").status_code
    swapped(cast, post, as_member(cast.tess))
    assert (before, ada.get(f"{FILES}{goes}/").status_code) == (404, 200)
    decide(as_member(cast.fay), cast, outcome="declined", reason="No.")
    assert ada.get(f"{FILES}{goes}/").status_code == 404


def test_a_post_that_was_removed_meanwhile_keeps_its_files(
    cast: Cast, post: Post, as_member: AsMember
) -> None:
    swapped(cast, post, as_member(cast.tess))
    with scope(cast.community):
        topic = Topic.objects.get(pk=post.topic_id)
        topic.community = cast.community
        current = Post.objects.get(pk=post.pk)
        current.topic = topic
        remove_post(current, by=cast.fay, reason="No.")
        held = HeldPost.objects.get()
    answer = as_member(cast.fay).post(
        f"{WAITING}{held.pk}/", {"outcome": "approved", "body": held.body}
    )
    assert answer.status_code == 422
    with scope(cast.community):
        assert keys(post).keys() == {"stays.pdf", "goes.pdf"}
