"""How a post is told in a mail."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import (
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from communities.models import Membership
from core.addresses import address
from core.markdown import plain_text
from core.markdown.mail import mail_html
from core.prepared import fields_of, instance_of, prepared
from forums.bylines import AUTHOR, author_name
from forums.models import Forum, Post, RoleMention, Topic, TopicReading
from forums.models.forum import Kind
from forums.telling import ANSWERED, ASKED, CALLED, FOLLOWS, MENTIONED, POST, TOPIC
from notifications.kinds import News, register_notices
from notifications.models import Notice
from notifications.reply_addresses import reply_addresses


def post_news(reader: Membership, notices: Sequence[Notice]) -> list[News]:
    """Return what these notices tell, but what he may not see any more, read, or was told meanwhile.

    What a mail has claimed no digest tells, however far it has gone meanwhile.
    """
    why = {notice.object_id: notice.why for notice in notices}
    claimed = {notice.object_id for notice in notices if notice.told_at}
    roles = _roles_called(reader, [pk for pk, word in why.items() if word == CALLED])
    new = [
        (post, name)
        for post, name, read, told in _posts(reader, list(why))
        if post.number > (read if post.pk in claimed else max(read, told))
    ]
    prefetch_related_objects([post for post, _name in new if post.file_count], "attachments")
    answers = reply_addresses(reader, TOPIC, {post.topic_id for post, _name in new})
    return [
        _news(
            reader,
            post,
            why[post.pk],
            name=name,
            role=roles.get(post.pk, ""),
            reply_to=answers.get(post.topic_id, ""),
        )
        for post, name in new
    ]


def _news(reader: Membership, post: Post, why: str, *, name: str, role: str, reply_to: str) -> News:
    topic = post.topic
    topic.community = reader.community
    base = settings.SITE_URL
    files_text, files_html = _files(post)
    values = {"name": name, "title": topic.title, "role": role}
    return News(
        object_id=post.pk,
        thread=f"{TOPIC} {topic.pk}",
        subject=topic.title if post.number == 1 else f"Re: {topic.title}",
        sender=name,
        title=topic.title,
        place=_place(post),
        sentence=_sentence(post, why) % values,
        because=_because(why) % values,
        at=post.created_at,
        text=plain_text(post.html, base_url=base) + files_text,
        html=mail_html(post.html, base_url=base) + files_html,
        url=base + post.get_absolute_url(),
        answer_url=f"{base}{topic.get_absolute_url()}?reply={post.number}#reply",
        about=(TOPIC, topic.pk),
        reply_to=reply_to,
        without_name=getattr(post, "wrote_hidden", False),
    )


def _posts(reader: Membership, ids: list[int]) -> Iterator[tuple[Post, str, int, int]]:
    """Give those of these posts that he sees, the oldest first: one query.

    Each knows whether the reader wrote in its topic without his name (`wrote_hidden`). With it the
    name that stands with it, the number up to which he read the topic, and the one up to which he was told of it.
    """
    for *columns, display_name, email, hidden, wrote_hidden, read, told in _seen(reader, ids):
        rest = iter(columns)
        post, topic, forum = (
            instance_of(model, list(islice(rest, len(fields)))) for model, fields in _TOLD
        )
        post.topic, topic.forum = topic, forum
        post.wrote_hidden = wrote_hidden
        yield post, author_name(display_name, email, hidden), read, told


_TOLD: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (Post, fields_of(Post)),
    (Topic, fields_of(Topic, "topic__")),
    (Forum, fields_of(Forum, "topic__forum__")),
)


@prepared
def _seen(reader: Membership, ids: list[int]) -> QuerySet[Post, tuple[Any, ...]]:
    mine = Post.objects.filter(author_id=reader.pk, name_hidden=True)
    readings = TopicReading.objects.filter(topic=OuterRef("topic_id"), member_id=reader.pk)
    return (
        Post.objects.visible_to(reader)
        .filter(pk__any_of=ids, topic__removed_at=None)
        .annotate(
            wrote=Exists(mine.filter(topic=OuterRef("topic_id"))),
            read=Coalesce(Subquery(readings.values("read_through")), 0),
            told=Coalesce(Subquery(readings.values("told_through")), 0),
        )
        .order_by("created_at", "pk")
        .values_list(
            *(name for _model, names in _TOLD for name in names),
            *(*AUTHOR, "wrote", "read", "told"),
        )
    )


def _roles_called(reader: Membership, post_ids: Collection[int]) -> dict[int, str]:
    """Return by post the role of the reader that it calls: at most one query."""
    if not post_ids:
        return {}
    called = RoleMention.objects.filter(
        post__in=post_ids, role__membership_links__membership=reader
    ).select_related("role")
    return {mention.post_id: mention.role.label_plural for mention in called}


def _files(post: Post) -> tuple[str, str]:
    """Return the files of a post as a line of text and as links in HTML; empty if it has none."""
    if not post.file_count:
        return "", ""
    found = sorted(post.attachments.all(), key=lambda file: file.pk)
    if not found:
        return "", ""
    slug = post.topic.community.slug
    links = format_html_join(
        ", ",
        '<a class="leaf" style="color:#0a583f;" href="{}{}">{}</a>',
        ((settings.SITE_URL, address("forums:file", slug, file.key), file.name) for file in found),
    )
    label = _("Files")
    names = ", ".join(file.name for file in found)
    return f"\n\n{label}: {names}", format_html("<p>{}: {}</p>", label, links)


def _place(post: Post) -> str:
    forum = post.topic.forum
    if forum.kind == Kind.ROLE_ALIKE:
        return _("Role-alike: %(forum)s") % {"forum": forum.label}
    if forum.kind == Kind.MIXED_ROLE:
        return _("Mixed roles: %(forum)s") % {"forum": forum.label}
    return forum.label


def _sentence(post: Post, why: str) -> str:
    if why == MENTIONED:
        return _("%(name)s mentioned you.")
    if why == CALLED:
        return _("%(name)s wrote to all in your role: %(role)s.")
    if why in {ANSWERED, ASKED}:
        return _("%(name)s answered you.")
    if post.number == 1:
        return _("%(name)s began this discussion.")
    return _("%(name)s wrote in this discussion.")


def _because(why: str) -> str:
    return {
        MENTIONED: _("You get this mail because %(name)s mentioned you."),
        CALLED: _("You get this mail because it is for all in your role: %(role)s."),
        ANSWERED: _("You get this mail because it answers a post of yours."),
        ASKED: _("You get this mail because you began “%(title)s”."),
        FOLLOWS: _("You get this mail because you chose to hear of everything in it at once."),
    }[why]


def register() -> None:
    """Say how posts are told; called from AppConfig.ready()."""
    register_notices(POST, post_news)
