"""Removing a post, by its author or by a facilitator, and showing it again."""

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from core.markdown.text import cut
from forums.models import Forum, Post, Topic
from moderation.conflicts import AlreadyDoneError
from moderation.record import record
from notifications.moderation_mail import Letter, send_letter


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
        Forum.objects.filter(pk=topic.forum_id).update(post_count=F("post_count") - 1)
        settle_topic(topic)
        if by.pk != current.author_id:
            record(by, "removed", current, note=reason)
            _tell_author(current, topic, reason)


def restore_post(post: Post, *, by: Membership) -> None:
    """Show the post again, where it stood. Raises AlreadyDoneError if it is shown."""
    with transaction.atomic():
        topic, current = _locked(post)
        if current.removed_at is None:
            raise AlreadyDoneError(_("This post was restored a moment ago by somebody else."))
        current.restore()
        Forum.objects.filter(pk=topic.forum_id).update(post_count=F("post_count") + 1)
        settle_topic(topic)
        if by.pk != current.author_id:
            record(by, "restored", current)


def settle_topic(topic: Topic) -> None:
    """Make what lists say of a topic and its forum follow from the posts that are shown.

    Call with the topic's row locked.
    """
    shown = topic.posts.filter(removed_at=None)
    last = shown.order_by("-number").first()
    was_removed = topic.removed_at is not None
    if last is None:
        topic.removed_at = topic.removed_at or timezone.now()
    else:
        topic.removed_at = None
        topic.last_post_at, topic.last_author_id = last.created_at, last.author_id
    topic.save(update_fields=["removed_at", "last_post_at", "last_author"])
    topics = Topic.objects.filter(forum_id=topic.forum_id, removed_at=None)
    change = was_removed - (topic.removed_at is not None)
    Forum.objects.filter(pk=topic.forum_id).update(
        topic_count=F("topic_count") + change,
        last_post_at=topics.aggregate(newest=Max("last_post_at"))["newest"],
    )


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
