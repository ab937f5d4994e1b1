"""Reporting a post, and deciding on what was reported."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from core.addresses import address
from forums.actions.removal import remove_post
from forums.bylines import name_with
from forums.facilitators import facilitators_of
from forums.models import Flag, Post, Topic
from forums.models.flag import Outcome
from moderation.conflicts import AlreadyDoneError
from moderation.members import warn_member
from moderation.record import record
from notifications.moderation_mail import Letter, send_letter


def flag_post(post: Post, *, by: Membership, why: str, words: str = "") -> bool:
    """Report a post; those who keep its forum going get a mail for the first report of it.

    Returns False if this person's report of it is open already.
    """
    with transaction.atomic():
        # The topic's row is the queue: two first reports at once are one mail.
        Topic.objects.select_for_update(no_key=True).get(pk=post.topic_id)
        is_first = not Flag.objects.filter(post=post, closed_at=None).exists()
        _flag, is_new = Flag.objects.get_or_create(
            community_id=by.community_id,
            post=post,
            by=by,
            closed_at=None,
            defaults={"why": why, "words": words},
        )
        if is_first:
            _tell_facilitators(post)
    return is_new


def decide_on_flags(post: Post, *, by: Membership, outcome: str, reason: str) -> None:
    """Close all open reports of a post, and do what was decided.

    Raises AlreadyDoneError if somebody else has decided.
    """
    with transaction.atomic():
        Topic.objects.select_for_update(no_key=True).get(pk=post.topic_id)
        closed = Flag.objects.filter(post=post, closed_at=None).update(
            closed_at=timezone.now(), closed_by=by, outcome=outcome
        )
        if not closed:
            raise AlreadyDoneError(_("Somebody else decided on this post a moment ago."))
        if outcome == Outcome.REMOVED:
            remove_post(post, by=by, reason=reason)
        else:
            record(by, f"flags_{outcome}", post, note=reason)
        if outcome == Outcome.WARNED:
            warn_member(
                post.author,
                by=by,
                reason=reason,
                title=post.topic.title,
                own_words=post.body,
                in_record=not post.name_hidden,
            )


def _tell_facilitators(post: Post) -> None:
    topic = post.topic
    path = address("forums:flagged_post", topic.community.slug, post.pk)

    def letter() -> Letter:
        return Letter(
            subject=_("Somebody reported a post in “%(title)s”") % {"title": topic.title},
            sentence=_(
                "Somebody reported a post by %(name)s in “%(title)s”. It is shown until you decide."
            )
            % {"name": name_with(post), "title": topic.title},
            path=path,
            button=_("Look at it"),
        )

    for member in facilitators_of(topic.forum):
        send_letter(member, letter, key=f"flag/{post.pk}")
