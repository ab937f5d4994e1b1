"""Removing a post, by its author or by a facilitator, and showing it again."""

from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Membership
from core.markdown.text import cut
from forums.actions.counting import settle
from forums.changed_posts import posts_changed
from forums.models import Flag, Post, Topic
from forums.models.flag import Outcome
from forums.search_documents import refresh_post, refresh_topic
from forums.telling import POST
from moderation.conflicts import AlreadyDoneError
from moderation.record import record
from notifications.moderation_mail import Letter, send_letter
from notifications.telling import take_back


def remove_post(post: Post, *, by: Membership, reason: str = "") -> None:
    """Show a sentence in place of the post; its number stays.

    When a facilitator does it, it goes into the record and its author gets the reason. Raises
    AlreadyDoneError if it is removed already.
    """
    with transaction.atomic():
        topic, current = _locked(post)
        if current.removed_at:
            raise AlreadyDoneError(_("This post was removed a moment ago by somebody else."))
        current.remove(by=by)
        settle(topic)
        _refresh(current, topic)
        take_back(POST, current.pk)
        if by.pk != current.author_id:
            record(by, "removed", current, note=reason)
            Flag.objects.filter(post=current, closed_at=None).update(
                closed_at=current.removed_at, closed_by=by, outcome=Outcome.REMOVED
            )
            _tell_author(current, topic, reason)


def restore_post(post: Post, *, by: Membership) -> None:
    """Show the post again, where it stood. Raises AlreadyDoneError if it is shown."""
    with transaction.atomic():
        topic, current = _locked(post)
        if current.removed_at is None:
            raise AlreadyDoneError(_("This post was restored a moment ago by somebody else."))
        if not current.body:
            raise AlreadyDoneError(_("Its author erased this post: there are no words to show."))
        current.restore()
        settle(topic)
        _refresh(current, topic)
        if by.pk != current.author_id:
            record(by, "restored", current)


def _refresh(post: Post, topic: Topic) -> None:
    refresh_post(post)
    posts_changed(topic.community, [post.pk])
    if topic.accepted_post_id == post.pk:
        # Without its answer the question is an open one.
        refresh_topic(topic)


def _locked(post: Post) -> tuple[Topic, Post]:
    """Return topic and post as they are now; others wait until this is done."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=post.topic_id)
    topic.community = post.topic.community
    current = Post.objects.select_related("author__user").get(pk=post.pk)
    current.topic, current.author.community = topic, topic.community
    return topic, current


def _tell_author(post: Post, topic: Topic, reason: str) -> None:
    def letter() -> Letter:
        return Letter(
            subject=_("Your post in “%(title)s” was removed") % {"title": topic.title},
            sentence=_("A facilitator removed your post in “%(title)s”, for this reason:")
            % {"title": topic.title},
            reason=reason,
            own_words=cut(post.body, 2000),
        )

    if post.author.is_active:
        send_letter(post.author, letter, key=f"removed/{post.pk}")
