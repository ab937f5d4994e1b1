"""Posts that wait for a facilitator: keeping them, showing them, declining them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.facets import facets_named
from communities.models import Membership
from core import markdown
from forums.actions.attaching import drop_held_files, hand_over_files, hold_files
from forums.actions.consults import begin_consult
from forums.actions.facets import set_facets
from forums.actions.posts import edit_post, open_topic, reply
from forums.bylines import name_with
from forums.facilitators import facilitators_of
from forums.holding_rules import why_hold
from forums.mail_rests import hand_over_rest
from forums.models import Attachment, Form, Forum, HeldPost, Post, Topic
from forums.models.held_post import HoldState
from forums.permissions.topics import check_reply
from forums.refusals import PostRefusedError
from moderation.conflicts import AlreadyDoneError
from moderation.record import record
from notifications.moderation_mail import Letter, send_letter


def hold_if_needed(
    forum: Forum,
    *,
    by: Membership,
    body: str,
    topic: Topic | None = None,
    reply_to: int | None = None,
    title: str = "",
    form: Form = Form.DISCUSSION,
    days: int | None = None,
    facets: Collection[str] = (),
    name_hidden: bool = False,
    form_key: UUID | None = None,
) -> HeldPost | None:
    """Keep a post back and tell the facilitators, if a rule says so; else return None.

    The same page sent twice is kept once. Raises PostRefusedError if the member may not reply now.
    """
    found = why_hold(by, f"{title}\n{body}")
    if found is None:
        return None
    if topic is not None:
        check_reply(by, topic)
    markdown.check_source(body)
    why, match = found
    values = {
        "forum": forum,
        "topic": topic,
        "reply_to": reply_to,
        "title": title,
        "form": form,
        "days": days,
        "facets": list(facets),
        "name_hidden": name_hidden,
        "author": by,
        "body": body,
        "html": markdown.render(body),
        "why": why,
        "match": match,
    }
    with transaction.atomic():
        if form_key is None:
            held, is_new = HeldPost.objects.create(community=by.community, **values), True
        else:
            held, is_new = HeldPost.objects.get_or_create(
                community=by.community, form_key=form_key, defaults=values
            )
        if is_new:
            _tell_facilitators(held)
    return held


def hold_edit_if_needed(
    post: Post,
    *,
    by: Membership,
    body: str,
    files: Sequence[Attachment],
    form_key: UUID | None = None,
) -> HeldPost | None:
    """Keep a change of a post back, if a rule says so of what comes to it; else return None.

    A rule looks at words; the files that the post would have then wait with them. It takes the place
    of an earlier change that waits, held or not.
    """
    found = why_hold(by, body, before=post.body)
    with transaction.atomic():
        # Two changes at once are one that waits.
        Post.objects.select_for_update(no_key=True).get(pk=post.pk)
        earlier = waiting_edit(post)
        if found is None:
            if earlier is not None:
                drop_held_files(earlier, but=files)
                earlier.delete()
            return None
        markdown.check_source(body)
        held = earlier or HeldPost(
            community=by.community,
            forum=post.topic.forum,
            topic=post.topic,
            edits=post,
            name_hidden=post.name_hidden,
            author=by,
        )
        held.body, held.html = body, markdown.render(body)
        held.why, held.match = found
        # A page that one went back to may have been sent before, and declined.
        if not HeldPost.objects.filter(community=by.community, form_key=form_key).exists():
            held.form_key = form_key
        held.save()
        hold_files(held, files)
        if earlier is None:
            _tell_facilitators(held)
    return held


def waiting_edit(post: Post) -> HeldPost | None:
    """Return the change of this post that waits, if one does."""
    return HeldPost.objects.filter(edits=post, state=HoldState.WAITING).first()


def approve_held(held: HeldPost, *, by: Membership, body: str) -> Post:
    """Show a post that waited, as `body` says it now; what its author wrote stays in its history.

    Raises AlreadyDoneError if somebody decided, PostRefusedError if its topic was closed.
    """
    with transaction.atomic():
        current = _waiting(held)
        author = current.author
        author.community = by.community
        if current.edits is not None:
            post, topic = _changed(current, author), current.edits.topic
        elif current.topic is None:
            topic = open_topic(
                current.forum,
                by=author,
                title=current.title,
                body=current.body,
                form=Form(current.form),
                name_hidden=current.name_hidden,
                form_key=current.form_key,
            )
            if topic.form == Form.CONSULT and current.days:
                begin_consult(topic, days=current.days)
            set_facets(topic, facets_named(by.community, current.facets), by=author)
            post = topic.posts.get(number=1)
        else:
            topic = current.topic.merged_into or current.topic
            topic.community = by.community
            post = reply(
                topic,
                by=author,
                body=current.body,
                # In a topic that took this one in, other posts have the numbers.
                reply_to=current.reply_to if topic == current.topic else None,
                name_hidden=current.name_hidden,
                form_key=current.form_key,
            )
        post.topic = topic
        hand_over_files(current, post)
        hand_over_rest(current, post)
        if body != current.body:
            edit_post(post, by=by, body=body)
        _decide(current, by, HoldState.APPROVED, post=post)
        record(by, "approved", current)
        _tell_author(current, topic.title, path=post.get_absolute_url())
        return post


def decline_held(held: HeldPost, *, by: Membership, reason: str) -> None:
    """Do not show a post; its author gets the reason and his words. Raises AlreadyDoneError."""
    with transaction.atomic():
        current = _waiting(held)
        current.author.community = by.community
        if current.edits is not None:
            drop_held_files(current)
        _decide(current, by, HoldState.DECLINED, reason=reason)
        record(by, "declined", current, note=reason)
        _tell_author(current, current.label, reason=reason)


def _changed(held: HeldPost, author: Membership) -> Post:
    """Let the post say what its author wants it to say."""
    assert held.edits is not None  # noqa: S101  (for mypy)
    post = held.edits
    post.topic.community = author.community
    if post.removed_at:
        raise PostRefusedError(
            _("This post was removed meanwhile. Restore it first, or decline the change.")
        )
    edit_post(post, by=author, body=held.body)
    return post


def _waiting(held: HeldPost) -> HeldPost:
    """Return the held post as it is now, locked. Raises AlreadyDoneError unless it waits."""
    HeldPost.objects.select_for_update(no_key=True).get(pk=held.pk)
    current = HeldPost.objects.select_related(
        *("author__user", "forum", "topic__forum", "topic__merged_into__forum"),
        "edits__topic__forum",
    ).get(pk=held.pk)
    if current.state != HoldState.WAITING:
        raise AlreadyDoneError(_("Somebody else decided on this post a moment ago."))
    return current


def _decide(
    held: HeldPost, by: Membership, state: str, *, reason: str = "", post: Post | None = None
) -> None:
    held.state, held.decided_by, held.decided_at = state, by, timezone.now()
    held.reason, held.post = reason, post
    held.save(update_fields=["state", "decided_by", "decided_at", "reason", "post"])


def _tell_facilitators(held: HeldPost) -> None:
    def letter() -> Letter:
        values = {"name": name_with(held), "title": held.label}
        return Letter(
            subject=_("A post in “%(title)s” waits for you") % values,
            sentence=_(
                "A post by %(name)s in “%(title)s” waits. Nobody reads it until a facilitator has."
            )
            % values,
            path=held.get_absolute_url(),
            button=_("Look at it"),
        )

    for member in facilitators_of(held.forum):
        send_letter(member, letter, key=f"held/{held.pk}")


def _tell_author(held: HeldPost, title: str, *, reason: str = "", path: str = "") -> None:
    def letter() -> Letter:
        values = {"title": title}
        if path:
            return Letter(
                subject=_("Your post in “%(title)s” is shown now") % values,
                sentence=_("A facilitator has read your post in “%(title)s”. It is shown now.")
                % values,
                path=path,
                button=_("Go to it"),
            )
        return Letter(
            subject=_("Your post in “%(title)s” is not shown") % values,
            sentence=_("A facilitator declined your post in “%(title)s”, for this reason:")
            % values,
            reason=reason,
            own_words=held.body,
        )

    if held.author.is_active:
        send_letter(held.author, letter, key=f"held/{held.pk}")
