"""A discussion is answered or opened by mail: the same rules as on the page, and the same sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from communities.models import Membership
from core.addresses import address
from core.files import check_upload
from forums.actions import (
    attach_files,
    hold_if_needed,
    keep_file,
    open_topic,
    reply,
    take_turn,
)
from forums.attached_files import refusal, too_many
from forums.loading import topic_seen
from forums.mail_rests import keep_rest
from forums.models import Attachment, Form, Forum, HeldPost, Post, Topic
from forums.refusals import PostRefusedError
from forums.telling import FORUM, POST, TOPIC
from notifications.answers import (
    FILE_PLACE,
    Answer,
    AnswerRefusedError,
    MailedFile,
    Taken,
    register_answers,
    register_mailboxes,
)

# Forums whose addresses are named to somebody who asks.
NAMED = 5
HELD = "forums.heldpost"


def reply_by_mail(member: Membership, topic_id: int, answer: Answer) -> Taken:
    """Reply to a topic with what somebody mailed; where a rule says so, it waits for a facilitator.

    Who wrote there without his name stays without it, as on the page. Raises AnswerRefusedError with a sentence if he may not, or there is nothing to post.
    """
    topic = _topic(member, topic_id)
    brought = _brought(member, answer)
    with _said_by_mail():
        take_turn(member, topic.forum, topic=topic, body=brought.body, form_key=answer.key)
        held = hold_if_needed(
            topic.forum,
            by=member,
            topic=topic,
            body=brought.body,
            name_hidden=topic.wrote_hidden,
            form_key=answer.key,
        )
        if held:
            return brought.with_held(held, rest=answer.rest)
        post = reply(
            topic,
            by=member,
            body=brought.body,
            name_hidden=topic.wrote_hidden,
            form_key=answer.key,
        )
    attach_files(post, brought.files)
    keep_rest(post, answer.rest)
    return Taken(kind=POST, object_id=post.pk, remarks=brought.remarks)


def reply_to_post_by_mail(member: Membership, post_id: int, answer: Answer) -> Taken:
    """Reply where a post stands now, as reply_by_mail does."""
    post = where_it_is_now(post_id)
    return reply_by_mail(member, post.topic_id if post else 0, answer)


def where_it_is_now(post_id: int) -> Post | None:
    """Return a post, or what it became where it was carried to another topic."""
    post = Post.objects.filter(pk=post_id).first()
    while post is not None and post.moved_to_id:
        post = Post.objects.filter(pk=post.moved_to_id).first()
    return post


def open_by_mail(
    member: Membership, forum_id: int, answer: Answer, *, form: Form = Form.DISCUSSION
) -> Taken:
    """Open a topic with what somebody mailed to a forum; its subject is the title. He is told where.

    Raises AnswerRefusedError with a sentence if he may not, or there is nothing to post.
    """
    forum = Forum.objects.visible_to(member).filter(pk=forum_id).first()
    if forum is None:
        raise AnswerRefusedError(
            _("This forum is not there any more, or not open to you any more.")
        )
    forum.community = member.community
    title = " ".join(answer.subject.split())[: Topic._meta.get_field("title").max_length]
    if not title:
        raise AnswerRefusedError(_("Please send it again with a subject: it becomes the title."))
    brought = _brought(member, answer)
    with _said_by_mail():
        take_turn(member, forum, body=brought.body, form_key=answer.key)
        held = hold_if_needed(
            forum, by=member, title=title, body=brought.body, form=form, form_key=answer.key
        )
        if held:
            return brought.with_held(held, rest=answer.rest)
        topic = open_topic(
            forum, by=member, title=title, body=brought.body, form=form, form_key=answer.key
        )
    post = topic.posts.get(number=1)
    post.community = member.community
    attach_files(post, brought.files)
    keep_rest(post, answer.rest)
    url = settings.SITE_URL + topic.get_absolute_url()
    values = {"title": topic.title, "forum": forum.label, "url": url}
    posted = _("“%(title)s” is posted in %(forum)s: %(url)s") % values
    return Taken(kind=TOPIC, object_id=topic.pk, remarks=[posted, *brought.remarks])


def forum_named(member: Membership, name: str) -> tuple[str, int] | None:
    """Return the forum that the member may write to under its name."""
    forum = Forum.objects.visible_to(member).filter(slug=name).first()
    return (FORUM, forum.pk) if forum else None


def forums_to_write_to(member: Membership) -> list[str]:
    """Return the member's forums with their addresses, those first where he wrote last: one query."""
    if not settings.INBOUND_HOST or member.is_paused:
        return []
    mine = Post.objects.filter(author=member, topic__forum=OuterRef("pk")).order_by("-created_at")
    found = list(
        Forum.objects.visible_to(member)
        .annotate(wrote=Subquery(mine.values("created_at")[:1]))
        .order_by(F("wrote").desc(nulls_last=True), "position", "pk")[: NAMED + 1]
    )
    for forum in found:
        forum.community = member.community
    lines = [f"{forum.label}: {mail_address_of(forum)}" for forum in found[:NAMED]]
    if len(found) > NAMED:
        url = settings.SITE_URL + address("forums:list", member.community.slug)
        lines.append(_("All forums: %(url)s") % {"url": url})
    return lines


def mail_address_of(forum: Forum) -> str:
    """Return the address that opens a topic in a forum; empty where no mail is received."""
    if not settings.INBOUND_HOST:
        return ""
    return f"{forum.slug}.{forum.community.slug}@{settings.INBOUND_HOST}"


@dataclass(frozen=True, slots=True)
class _Brought:
    """What came with a mail: words, files that are kept, and a sentence for each that is not."""

    body: str
    files: list[Attachment]
    remarks: list[str]

    def with_held(self, held: HeldPost, *, rest: str) -> Taken:
        attach_files(held, self.files)
        keep_rest(held, rest)
        waits = _("A facilitator reads it first; it is shown after that.")
        return Taken(kind=HELD, object_id=held.pk, remarks=[waits, *self.remarks])


def _brought(member: Membership, answer: Answer) -> _Brought:
    kept, remarks = _files(member, answer.files)
    files = list(kept.values())
    # A picture without a word is an answer too.
    body = _with_pictures(answer.text, kept).strip() or ", ".join(file.name for file in files)
    if not body:
        nothing = _("There were no words of yours in it that we could find.")
        raise AnswerRefusedError(" ".join(remarks or [nothing]))
    return _Brought(body, files, remarks)


def _with_pictures(text: str, kept: Mapping[int, Attachment]) -> str:
    """Return the text with the names of pictures where they stand, as core.markdown knows them."""

    def named(place: re.Match[str]) -> str:
        file = kept.get(int(place["number"]))
        if file is None or file.width is None:
            return ""
        return f"![](<{file.name}>)" if re.search(r"[\s()]", file.name) else f"![]({file.name})"

    return FILE_PLACE.sub(named, text)


@contextmanager
def _said_by_mail() -> Iterator[None]:
    """Let the sentence of a refusal reach who wrote the mail."""
    try:
        yield
    except PostRefusedError as refused:
        raise AnswerRefusedError(str(refused)) from refused
    except ValidationError as refused:
        raise AnswerRefusedError(" ".join(refused.messages)) from refused


def _topic(member: Membership, topic_id: int) -> Topic:
    """Return the topic, or the one that it was merged into."""
    topic = topic_seen(member, topic_id)
    if topic is None:
        raise AnswerRefusedError(
            _("The discussion that it answers is not there any more, or not open to you any more.")
        )
    return topic


def _files(
    member: Membership, mailed: Sequence[MailedFile]
) -> tuple[dict[int, Attachment], list[str]]:
    """Return the files that are kept, by their place among all, and a sentence for each other."""
    kept: dict[int, Attachment] = {}
    remarks: list[str] = []
    for number, file in enumerate(mailed):
        if len(kept) == settings.ATTACHMENTS_PER_POST:
            remarks.append(too_many())
            break
        upload = SimpleUploadedFile(file.name, file.content, file.content_type)
        try:
            kept[number] = keep_file(check_upload(upload), by=member)
        except ValidationError as refused:
            remarks.append(refusal(file.name, refused))
    return kept, remarks


def register() -> None:
    """Say what is done with mails to discussions and forums; called from AppConfig.ready()."""
    register_answers(TOPIC, reply_by_mail)
    register_answers(POST, reply_to_post_by_mail)
    register_answers(FORUM, open_by_mail)
    register_mailboxes(forum_named, forums_to_write_to)
