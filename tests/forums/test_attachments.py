"""Files beside posts: who adds them, who opens them, and what becomes of them."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.due_work import do_one
from communities.membership_changes import set_roles
from communities.models import DueWork, Membership
from communities.scope import scope
from core.files import check_upload
from forums.actions import (
    attach_files,
    begin_consult,
    flag_post,
    keep_file,
    open_topic,
    remove_post,
    reply,
    split_topic,
)
from forums.models import (
    Attachment,
    Consult,
    DroppedFile,
    Form,
    HeldPost,
    HoldRules,
    Post,
    Step,
    Topic,
)
from tests.cast import Cast
from tests.made_files import PDF, picture, upload

AsMember = Callable[[Membership], Client]
FILES = "/c/four-rivers/files/"
NEW_TOPIC = "/c/four-rivers/forums/superintendents/topics/new/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")


def added(browser: Client, name: str = "plan.pdf", content: bytes = PDF) -> str:
    """Upload a file as the page's script does, and return its key."""
    answer = browser.post(FILES, {"upload": upload(name, content)})
    assert answer.status_code == 200, answer.content
    return answer.content.decode().partition('data-key="')[2].partition('"')[0]


def sent(browser: Client, topic: Topic, **fields: Any) -> Any:
    values = {"body": "As in the file.", "form_key": str(uuid4())} | fields
    return browser.post(f"{topic.get_absolute_url()}posts/", values)


def with_file(cast: Cast, topic: Topic, *, by: Membership, name: str = "plan.pdf") -> Post:
    """Return a reply with a file."""
    content = PDF if name.endswith(".pdf") else picture()
    with scope(cast.community):
        post = reply(topic, by=by, body="As in the file.")
        attach_files(post, [keep_file(check_upload(upload(name, content)), by=by)])
    return post


def key_of(cast: Cast) -> str:
    with scope(cast.community):
        return Attachment.objects.latest("pk").key


def test_a_reply_has_its_files_and_its_readers_open_them(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    sam, tess = as_member(cast.sam), as_member(cast.tess)
    key = added(sam, "Bus <plan>.pdf")
    assert sent(sam, topic, file=key).status_code == 302
    page = tess.get(topic.get_absolute_url()).content.decode()
    assert f'href="{FILES}{key}/"' in page
    assert "Bus _plan_.pdf" in page
    assert "PDF · 65" in page
    answer = tess.get(f"{FILES}{key}/")
    assert b"".join(answer) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Bus _plan_.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "private" in answer["Cache-Control"]
    # Asked again, access is checked and the file is not sent.
    assert tess.get(f"{FILES}{key}/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_name_beyond_ascii_arrives(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    sam = as_member(cast.sam)
    answer = sam.get(f"{FILES}{added(sam, '../Año "nuevo".pdf')}/")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''A%C3%B1o%20_nuevo_.pdf"


def test_a_picture_stands_in_the_post_with_its_words(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    sam = as_member(cast.sam)
    key = added(sam, "bus.png", picture("PNG", (1000, 500)))
    sent(sam, topic, file=key, **{f"describe-{key}": 'A "yellow" bus <b>'})
    page = as_member(cast.tess).get(topic.get_absolute_url()).content.decode()
    assert (
        f'<img src="{FILES}{key}/small/" alt="A &quot;yellow&quot; bus &lt;b&gt;" loading="lazy"'
        ' decoding="async" width="640" height="320">'
    ) in page
    large = sam.get(f"{FILES}{key}/")
    assert large["Content-Disposition"] == 'inline; filename="bus.jpg"'
    assert large["Content-Type"] == "image/jpeg"
    assert sam.get(f"{FILES}{key}/small/")["Content-Type"] == "image/webp"


def test_without_a_script_the_form_brings_the_files_and_keeps_them_when_refused(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    sam = as_member(cast.sam)
    refused = sent(
        sam,
        topic,
        body="My words.",
        upload=[upload("plan.pdf", PDF), upload("page.svg", b"<svg/>"), upload("a.png", picture())],
    )
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "My words." in page
    assert "“page.svg” was not added. Files of this kind cannot be added." in page
    with scope(cast.community):
        plan, photo = Attachment.objects.unsent_by(cast.sam)
    for file in (plan, photo):
        assert f'name="file" value="{file.key}"' in page
    preview = sent(sam, topic, file=[plan.key, photo.key], preview="1").content.decode()
    assert f'name="file" value="{plan.key}"' in preview
    sent(sam, topic, file=[plan.key, photo.key], drop=photo.key)
    with scope(cast.community):
        assert [f.name for f in topic.posts.get(number=2).attachments.all()] == ["plan.pdf"]


def test_a_topic_is_opened_with_files(cast: Cast, as_member: AsMember) -> None:
    sam = as_member(cast.sam)
    values = {"title": "Plans", "body": "See.", "form_key": str(uuid4())}
    sam.post(NEW_TOPIC, values | {"upload": upload("plan.pdf", PDF), "file": added(sam, "b.pdf")})
    with scope(cast.community):
        post = Post.objects.get(topic__title="Plans")
        assert [f.name for f in post.attachments.order_by("pk")] == ["b.pdf", "plan.pdf"]
        assert post.file_count == 2


def test_what_comes_of_a_consult_may_have_files_too(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Late", body="Buses.", form=Form.CONSULT
        )
        begin_consult(topic, days=3)
        Consult.objects.update(step=Step.COMMIT)
    sam, url = as_member(cast.sam), f"{topic.get_absolute_url()}consult/commitment/"
    assert f'url="{FILES}"' in sam.get(url).content.decode()
    sam.post(url, {"body": "As in the plan.", "upload": upload("plan.pdf", PDF)})
    with scope(cast.community):
        assert Attachment.objects.get().post == Consult.objects.get().commitment


@pytest.mark.parametrize("by_script", [True, False])
def test_pressing_twice_sends_words_and_files_once(
    cast: Cast, topic: Topic, as_member: AsMember, by_script: bool
) -> None:
    sam = as_member(cast.sam)
    key = added(sam) if by_script else ""
    form_key = str(uuid4())
    for _ in range(2):
        fields = {"file": key} if by_script else {"upload": upload("plan.pdf", PDF)}
        assert sent(sam, topic, form_key=form_key, **fields).status_code == 302
    with scope(cast.community):
        post = topic.posts.get(number=2)
        assert post.attachments.count() == post.file_count == 1


def test_files_are_taken_out_of_a_post_and_put_in(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    post, sam = with_file(cast, topic, by=cast.sam), as_member(cast.sam)
    with scope(cast.community):
        old = post.attachments.get()
    edit = f"{topic.get_absolute_url()}posts/2/edit/"
    assert f'name="file" value="{old.key}"' in sam.get(edit).content.decode()
    sam.post(edit, {"body": "As in the files.", "file": [old.key, added(sam, "b.pdf")]})
    with scope(cast.community):
        assert [f.name for f in post.attachments.order_by("pk")] == ["plan.pdf", "b.pdf"]
    sam.post(edit, {"body": "None.", "file": []})
    with scope(cast.community):
        post.refresh_from_db()
        assert post.file_count == post.attachments.count() == 0
    assert sam.get(f"{FILES}{old.key}/").status_code == 404


def test_only_who_sees_the_forum_opens_its_files(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with_file(cast, topic, by=cast.sam, name="bus.jpg")
    key = key_of(cast)
    for path in (f"{FILES}{key}/", f"{FILES}{key}/small/"):
        assert as_member(cast.tess).get(path).status_code == 200
        for stranger in (cast.pat, cast.rosa, cast.gus, cast.lee, cast.olga):
            assert as_member(stranger).get(path).status_code == 404
        assert Client().get(path).status_code == 302
        # Sam belongs to Lakes too: the file does not.
        lakes = path.replace("four-rivers", "lakes")
        assert as_member(cast.sam).get(lakes).status_code == 404
    with scope(cast.community):
        Topic.objects.filter(pk=topic.pk).update(forum=cast.families)
    assert as_member(cast.rosa).get(f"{FILES}{key}/").status_code == 200


def test_what_was_not_sent_is_its_uploader_s_only(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    sam = as_member(cast.sam)
    key = added(sam)
    assert sam.get(f"{FILES}{key}/").status_code == 200
    for other in (cast.tess, cast.fay, cast.ada):
        browser = as_member(other)
        assert browser.get(f"{FILES}{key}/").status_code == 404
        assert key not in browser.get(FILES, {"key": key}).content.decode()
        # Nor can it be put under a post of theirs.
        if other != cast.ada:
            assert sent(browser, topic, file=key).status_code == 422
    assert key in sam.get(FILES, {"key": [key, "0" * 32]}).content.decode()
    with scope(cast.community):
        assert Attachment.objects.get().post is None


def test_another_post_s_file_cannot_be_taken(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    post = with_file(cast, topic, by=cast.sam)
    key = key_of(cast)
    assert sent(as_member(cast.tess), topic, file=key).status_code == 422
    # His own, in another post of his: it stays where it is.
    sent(as_member(cast.sam), topic, file=key)
    with scope(cast.community):
        assert Attachment.objects.get().post == post


def test_a_removed_post_s_files_are_for_those_who_decide(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    post = with_file(cast, topic, by=cast.tess)
    path = f"{FILES}{key_of(cast)}/"
    with scope(cast.community):
        remove_post(post, by=cast.fay, reason="It names a child.")
    assert as_member(cast.sam).get(path).status_code == 404
    assert as_member(cast.fay).get(path).status_code == 200
    assert path not in as_member(cast.sam).get(topic.get_absolute_url()).content.decode()
    history = f"{topic.get_absolute_url()}posts/2/history/"
    assert path in as_member(cast.fay).get(history).content.decode()


def test_a_reported_post_s_files_come_with_it(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    post = with_file(cast, topic, by=cast.tess)
    path = f"{FILES}{key_of(cast)}/"
    ada = as_member(cast.ada)
    # She keeps the community going and does not see this forum.
    assert ada.get(path).status_code == 404
    with scope(cast.community):
        flag_post(post, by=cast.sam, why="other", words="Look at it.")
    assert path in ada.get(f"/c/four-rivers/moderation/flags/{post.pk}/").content.decode()
    assert ada.get(path).status_code == 200
    assert as_member(cast.pat).get(path).status_code == 404


def test_files_wait_with_their_post_and_are_shown_with_it(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, first_posts=3)
    tess, fay = as_member(cast.tess), as_member(cast.fay)
    where = sent(tess, topic, file=added(tess))["Location"]
    path = f"{FILES}{key_of(cast)}/"
    assert path in fay.get(where).content.decode()
    assert [as_member(m).get(path).status_code for m in (cast.fay, cast.tess, cast.sam)] == [
        *(200, 200),
        404,
    ]
    fay.post(where, {"outcome": "approved", "body": "As in the file."})
    with scope(cast.community):
        post = topic.posts.get(number=2)
        assert post.file_count == post.attachments.count() == 1
        assert HeldPost.objects.get().post == post
    assert path in as_member(cast.sam).get(topic.get_absolute_url()).content.decode()
    assert as_member(cast.sam).get(path).status_code == 200


def test_a_file_that_waits_is_not_found_by_an_author_who_lost_the_forum(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, first_posts=3)
    tess = as_member(cast.tess)
    sent(tess, topic, file=added(tess))
    path = f"{FILES}{key_of(cast)}/"
    assert tess.get(path).status_code == 200
    with scope(cast.community):
        cast.tess.community = cast.community
        set_roles(cast.tess, [])
    assert tess.get(path).status_code == 404
    assert as_member(cast.fay).get(path).status_code == 200


def test_a_post_that_is_carried_keeps_its_files(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with_file(cast, topic, by=cast.tess)
    path = f"{FILES}{key_of(cast)}/"
    with scope(cast.community):
        new = split_topic(topic, by=cast.fay, numbers=[2], title="Plans")
    sam = as_member(cast.sam)
    assert path in sam.get(f"/c/four-rivers/topics/{new.number}/").content.decode()
    assert path not in sam.get(topic.get_absolute_url()).content.decode()
    assert sam.get(path).status_code == 200


def test_plain_text_and_feed_name_the_files(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    with_file(cast, topic, by=cast.sam)
    sam = as_member(cast.sam)
    text = sam.get(f"{topic.get_absolute_url()}text/").content.decode()
    assert f"- plan.pdf: http://localhost:8000{FILES}{key_of(cast)}/" in text
    sam.post("/c/four-rivers/settings/me/feeds/key/")
    feeds = sam.get("/c/four-rivers/settings/me/feeds/").content.decode()
    at = feeds.partition("/c/four-rivers/forums/superintendents/feed/")[2].partition("/")[0]
    feed = Client().get(f"/c/four-rivers/forums/superintendents/feed/{at}/").content.decode()
    assert "plan.pdf" in feed
    assert f"{FILES}{key_of(cast)}/" in feed


def queries_of(browser: Client, topic: Topic) -> int:
    browser.get(topic.get_absolute_url())
    with CaptureQueriesContext(connection) as found:
        browser.get(topic.get_absolute_url())
    return len(found)


def test_files_cost_one_query_however_many_they_are(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    tess = as_member(cast.tess)
    before = queries_of(tess, topic)
    with_file(cast, topic, by=cast.sam)
    assert queries_of(tess, topic) == before + 1
    for name in ("a.pdf", "b.jpg", "c.pdf"):
        with_file(cast, topic, by=cast.tess, name=name)
    assert queries_of(tess, topic) == before + 1


def work(kind: str) -> None:
    """Do all work of a kind, whenever it is due."""
    for row in DueWork.objects.filter(kind=kind).order_by("pk"):
        do_one(row.pk)


def test_what_was_never_sent_goes_after_some_days_with_its_file(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    sam = as_member(cast.sam)
    sent_key, left = added(sam), added(sam, "bus.jpg", picture())
    sent(sam, topic, file=sent_key)
    due_at = DueWork.objects.filter(kind="forget_upload").latest("pk").due_at
    assert timedelta(days=2) < due_at - timezone.now() <= timedelta(days=3)
    folder = f"attachments/{cast.community.pk}"
    work("forget_upload")
    with scope(cast.community):
        assert Attachment.objects.get().key == sent_key
    # First the row, and after its commit the file.
    assert default_storage.exists(f"{folder}/{left}")
    assert DroppedFile.objects.get().name == f"{folder}/{left}"
    work("drop_file")
    assert not default_storage.exists(f"{folder}/{left}")
    assert not default_storage.exists(f"{folder}/{left}-small")
    assert default_storage.exists(f"{folder}/{sent_key}")
    assert not DroppedFile.objects.exists()
    assert sam.get(f"{FILES}{left}/").status_code == 404
    # The form that still names it says so, and keeps the words.
    page = sent(sam, topic, body="My words.", file=left)
    assert page.status_code == 422
    assert "is not there any more" in page.content.decode()
    assert "My words." in page.content.decode()


def test_a_row_that_goes_by_whatever_way_takes_its_file_along(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with_file(cast, topic, by=cast.sam)
    path = f"attachments/{cast.community.pk}/{key_of(cast)}"
    with scope(cast.community), connection.cursor() as cursor:
        # As a cascade of the database does, past all code of ours.
        cursor.execute("DELETE FROM forums_attachment")
    work("drop_file")
    assert not default_storage.exists(path)


def test_a_member_s_oldest_unsent_files_make_room_for_new_ones(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, as_member: AsMember
) -> None:
    monkeypatch.setattr("forums.actions.attaching.MAX_UNSENT", 3)
    sam = as_member(cast.sam)
    keys = [added(sam) for _ in range(5)]
    with scope(cast.community):
        assert (
            list(Attachment.objects.unsent_by(cast.sam).values_list("key", flat=True)) == (keys[2:])
        )


def test_a_post_has_so_many_files_and_no_more(
    cast: Cast, topic: Topic, settings: Settings, as_member: AsMember
) -> None:
    settings.ATTACHMENTS_PER_POST = 2
    sam = as_member(cast.sam)
    page = sent(sam, topic, upload=[upload(f"{n}.pdf", PDF) for n in range(3)])
    assert page.status_code == 422
    assert "A post can have 2 files. Send the others in a reply." in page.content.decode()


def test_a_file_that_is_too_large_gets_a_sentence(
    cast: Cast, topic: Topic, settings: Settings, as_member: AsMember
) -> None:
    settings.ATTACHMENT_MAX_MB = 1
    sam = as_member(cast.sam)
    for size in (1024 * 1024 + 1, 5 * 1024 * 1024):
        large = upload("list.csv", b"a" * size)
        answer = sam.post(FILES, {"upload": large})
        assert answer.status_code == 422
        assert "“list.csv” was not added. This file is too large: at most 1 MB fit." in (
            answer.content.decode()
        )
    page = sent(sam, topic, body="My words.", upload=upload("list.csv", b"a" * 5_000_000))
    assert page.status_code == 422
    assert "My words." in page.content.decode()
    with scope(cast.community):
        assert not Attachment.objects.exists()


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond `size` bytes: writing fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [200_000, 4_000_000])
def test_a_full_disk_gets_a_sentence_and_keeps_the_words(
    cast: Cast, topic: Topic, as_member: AsMember, size: int
) -> None:
    sam = as_member(cast.sam)
    # The smaller one fits into memory and fails where it is kept, the larger one on its way in.
    with no_room_beyond(100_000):
        page = sent(sam, topic, body="My words.", upload=upload("list.csv", b"a" * size))
    assert page.status_code == 422
    assert "There is no room for this file just now." in page.content.decode()
    assert "My words." in page.content.decode()
    with scope(cast.community):
        assert not Attachment.objects.exists()
    assert sent(sam, topic, body="My words.").status_code == 302
