"""Opening a topic, replying, changing a post."""

from copy import copy
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max
from django.db.models.functions import Greatest
from django.utils import timezone

from communities.audience_roles import role_that_tells_nobody
from communities.due_work import due
from communities.models import Community, Membership
from core import markdown
from forums.actions.reading import mark_read
from forums.actions.translations import note_translations
from forums.changed_posts import posts_changed
from forums.mentions import Calls, calls_in, note_calls
from forums.models import Consult, Form, Forum, Post, PostRevision, Step, Topic
from forums.permissions.topics import check_reply, closed_meanwhile
from forums.post_languages import language_told
from forums.refusals import PostRefusedError
from forums.search_documents import put_post
from forums.telling import tell_post

# Who waited for another's reply does not come before it.
_TAKE_NUMBER = """
UPDATE forums_topic
SET last_number = last_number + 1, last_author_id = %s, last_name_hidden = %s,
    last_post_at = coalesce(%s::timestamptz, greatest(last_post_at, %s))
WHERE id = %s AND merged_into_id IS NULL RETURNING last_number, last_post_at, locked_at"""


def open_topic(
    forum: Forum,
    *,
    by: Membership,
    title: str,
    body: str,
    form: Form = Form.DISCUSSION,
    name_hidden: bool = False,
    form_key: UUID | None = None,
    at: datetime | None = None,
) -> Topic:
    """Open a topic; the same page sent twice opens it once.

    With `name_hidden` nobody is told who did. `form_key` comes with the form; `at` is when it was
    said, if not now. Raises ValidationError if the body is too long.
    """
    with transaction.atomic():
        # One topic at a time takes a number: the community's row is the queue.
        Community.objects.select_for_update().get(pk=forum.community_id)
        if form_key and (
            known := Topic.objects.filter(community=forum.community_id, form_key=form_key).first()
        ):
            return known
        topics = Topic.objects.filter(community=forum.community_id)
        number = (topics.aggregate(last=Max("number"))["last"] or 0) + 1
        now = at or timezone.now()
        topic: Topic = Topic.objects.create(
            community=by.community,
            forum=forum,
            number=number,
            title=title,
            form=form,
            author=by,
            last_author=by,
            name_hidden=name_hidden,
            last_name_hidden=name_hidden,
            created_at=now,
            last_post_at=now,
            form_key=form_key,
        )
        Forum.objects.filter(pk=forum.pk).update(topic_count=F("topic_count") + 1)
        _add_post(topic, by=by, number=1, body=body, name_hidden=name_hidden, form_key=form_key)
    return topic


def reply(
    topic: Topic,
    *,
    by: Membership,
    body: str,
    reply_to: int | None = None,
    name_hidden: bool = False,
    form_key: UUID | None = None,
    at: datetime | None = None,
) -> Post:
    """Add a post to a discussion; the same form sent twice posts once.

    `reply_to` is the number of the post it answers; one that is not shown counts for nothing. `at`
    is when it was said, if not now. Raises ValidationError if the body is too long, and
    PostRefusedError with a sentence if the member may not reply now.
    """
    try:
        with transaction.atomic():
            current = _with_next_number(topic, by=by, name_hidden=name_hidden, at=at)
            check_reply(by, current)
            answered = (
                topic.posts.filter(number=reply_to, removed_at=None).first() if reply_to else None
            )
            post = _add_post(
                current,
                by=by,
                number=current.last_number,
                body=body,
                reply_to=answered,
                name_hidden=name_hidden,
                form_key=form_key,
            )
    except (IntegrityError, PostRefusedError):
        # Looked for only now: hardly ever is a form sent twice.
        known = Post.objects.filter(community=by.community_id, form_key=form_key).first()
        if form_key is None or known is None:
            raise
        post = known
    topic.last_number = max(topic.last_number, post.number)
    return post


def edit_post(post: Post, *, by: Membership, body: str, form_key: UUID | None = None) -> None:
    """Change what a post says and keep what it said; who is called by it now is noted.

    `form_key` comes with the form. Raises ValidationError if the body is too long.
    """
    with transaction.atomic():
        before = Post.objects.select_for_update().get(pk=post.pk)
        if before.body == body:
            return
        PostRevision.objects.create(
            community=by.community,
            post=post,
            body=before.body,
            written_at=before.edited_at or before.created_at,
            replaced_by=by,
            form_key=form_key,
        )
        calls = _write(post, body, by=by)
        post.edited_at = timezone.now()
        post.save(update_fields=["body", "html", "renderer_version", "language", "edited_at"])
        if post.language != before.language:
            note_translations(post)
        note_calls(post, calls)
        if "@" in body:
            due("tell_post", post.pk, community=by.community)
        put_post(post)
        posts_changed(by.community, [post.pk])


def note_new_post(post_id: int) -> None:
    """Tell of the post whoever is told at once, and light the mark of everybody else who sees it."""
    post = Post.objects.select_related("topic__forum").filter(pk=post_id).first()
    if post is not None and post.removed_at is None:
        tell_post(post_id)
        Membership.objects.in_audience(post.topic.forum.audience_id).filter(
            has_unread=False
        ).exclude(pk=post.author_id).update(has_unread=True)


def _with_next_number(
    topic: Topic, *, by: Membership, name_hidden: bool, at: datetime | None
) -> Topic:
    """Take the topic's next number, one reply at a time, and return the topic as it is then.

    Raises PostRefusedError if it was merged meanwhile: nobody would find the reply.
    """
    current = copy(topic)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_NUMBER, [by.pk, name_hidden, at, timezone.now(), topic.pk])
        rows = cursor.fetchall()
    if not rows:
        raise closed_meanwhile()
    current.last_number, current.last_post_at, current.locked_at = rows[0]
    current.last_author, current.last_name_hidden = by, name_hidden
    return current


def _add_post(
    topic: Topic,
    *,
    by: Membership,
    number: int,
    body: str,
    reply_to: Post | None = None,
    name_hidden: bool = False,
    form_key: UUID | None = None,
) -> Post:
    post = Post(
        community=by.community,
        topic=topic,
        number=number,
        author=by,
        reply_to=reply_to,
        name_hidden=name_hidden,
        shown_role=role_that_tells_nobody(by, topic.forum.audience_id) if name_hidden else None,
        created_at=topic.last_post_at,
        step=_step(topic, number),
        form_key=form_key,
    )
    calls = _write(post, body, by=by)
    post.save()
    note_calls(post, calls)
    Forum.objects.filter(pk=topic.forum_id).update(
        post_count=F("post_count") + 1,
        # Not back: of two topics at once, the later reply may come here first.
        last_post_at=Greatest(F("last_post_at"), topic.last_post_at),
    )
    mark_read(topic, member=by, through=number)
    due("note_new_post", post.pk, community=by.community)
    put_post(post)
    return post


def _step(topic: Topic, number: int) -> str:
    """Return the step that a peer consult is in; it begins with its first post."""
    if topic.form != Form.CONSULT:
        return ""
    if number == 1:
        return Step.PRESENT
    going_on = Consult.objects.filter(topic=topic, commitment=None)
    return going_on.values_list("step", flat=True).first() or ""


def _write(post: Post, body: str, *, by: Membership) -> Calls:
    """Give the post its text and its HTML; return whom it calls."""
    markdown.check_source(body)
    calls = calls_in(body, by=by, forum=post.topic.forum, post=post)
    post.body = body
    post.html = markdown.render(body, mentions=calls.addresses)
    post.renderer_version = markdown.RENDERER_VERSION
    post.language = language_told(post, default=post.language or by.user.language)
    return calls
