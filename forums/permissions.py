"""Who may do what in a forum, and the sentence that says why not."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.audiences import audience_summary
from communities.models import Community, Membership, Role
from communities.models.membership import Standing
from communities.permissions import check_may_write
from forums.facilitators import facilitators_of
from forums.models import (
    Consult,
    Form,
    Forum,
    ForumUserObjectPermission,
    Poll,
    PollVote,
    Post,
    ReactionKind,
    Step,
    Topic,
)
from forums.models.form import TELLING
from forums.querysets import FACILITATE
from forums.refusals import PostRefusedError

CALLS_A_DAY = 3
"""Posts in which a member may call a role within a day."""


def closed_meanwhile() -> PostRefusedError:
    return PostRefusedError(
        _("This discussion was closed to replies while you wrote. Copy your words to keep them.")
    )


def check_reply(member: Membership, topic: Topic) -> None:
    """Raise PostRefusedError with a sentence unless the member may reply to this topic now."""
    if topic.locked_at and not may_facilitate(member, topic.forum):
        raise closed_meanwhile()


def is_closed_to_reader(topic: Topic) -> bool:
    """Return whether its reader may not write in it. The topic knows `facilitated`."""
    return bool(topic.locked_at) and not topic.facilitated


def may_edit_post(member: Membership, post: Post) -> bool:
    return post.author_id == member.pk and post.removed_at is None


def check_edit_post(member: Membership, post: Post) -> None:
    """Raise PermissionDenied with a sentence unless the member wrote the post, and may write."""
    check_may_write(member)
    if post.author_id != member.pk:
        raise PermissionDenied(_("Only the person who wrote this may change it."))
    if post.removed_at:
        raise PermissionDenied(_("This post was removed. It can be changed once it is restored."))


def may_facilitate(member: Membership, forum: Forum) -> bool:
    """Return whether the member keeps this forum going: by a right on it, not by standing."""
    return ForumUserObjectPermission.objects.filter(
        content_object=forum, user_id=member.user_id, permission__codename=FACILITATE
    ).exists()


def check_facilitate(member: Membership, forum: Forum) -> None:
    """Raise PermissionDenied unless the member keeps this forum going."""
    if not may_facilitate(member, forum):
        raise PermissionDenied(_("Only people who keep this forum going may do this."))


def check_announce(member: Membership, forum: Forum) -> None:
    """Raise PermissionDenied unless the member may make announcements in the forum."""
    if not may_facilitate(member, forum):
        raise PermissionDenied(_("Only those who keep this forum going make announcements in it."))


def may_accept(member: Membership, topic: Topic) -> bool:
    """Return whether the member may say which post answers it. The topic knows `facilitated`."""
    return topic.form == Form.QUESTION and (topic.author_id == member.pk or topic.facilitated)


def check_accept(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member may say which post answers the question."""
    if topic.form != Form.QUESTION:
        raise PermissionDenied(_("Only a question has an answer to be marked."))
    if not may_accept(member, topic):
        raise PermissionDenied(
            _("Only the person who asked, or who keeps this forum going, may mark the answer.")
        )


def may_say_about(member: Membership, topic: Topic) -> bool:
    """Return whether the member may say what it is about. The topic knows `facilitated`."""
    return topic.author_id == member.pk or topic.facilitated


def check_say_about(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member opened the topic, or keeps the forum going."""
    if not may_say_about(member, topic):
        raise PermissionDenied(
            _(
                "Only the person who opened this topic, or who keeps this forum going, says what it "
                "is about."
            )
        )


def check_acknowledge(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the topic asks the member to say that he has read it."""
    if topic.form != Form.ANNOUNCEMENT or topic.author_id == member.pk:
        raise PermissionDenied(_("This does not ask you to say that you have read it."))


def check_see_acknowledgements(topic: Topic) -> None:
    """Raise PermissionDenied unless the topic's reader may see who has read it."""
    if not topic.facilitated:
        raise PermissionDenied(_("Only those who keep this forum going see who has read it."))


def may_keep_forum(member: Membership, forum: Forum) -> bool:
    """Return whether somebody who sees the forum may say what it is for: no query of its own."""
    return member.is_facilitator or member.pk in keepers_of(member.community, forum)


def keepers_of(community: Community, forum: Forum) -> frozenset[int]:
    """Return the members who keep the forum going, by id: no query of its own."""
    return audience_summary(community, forum.audience_id).keepers


def check_keep_forum(member: Membership, forum: Forum) -> None:
    """Raise PermissionDenied with a sentence unless the member keeps this forum going."""
    if not may_keep_forum(member, forum):
        raise PermissionDenied(_("Only the people who keep this forum going may change it."))


def check_open_forums(member: Membership) -> None:
    """Raise PermissionDenied with a sentence unless the member may open forums."""
    if not member.is_facilitator:
        raise PermissionDenied(_("Only facilitators of this community may open a forum."))


def check_propose_forum(member: Membership) -> None:
    """Raise PermissionDenied with a sentence for guests, who see only what names them."""
    if member.standing == Standing.GUEST:
        raise PermissionDenied(_("Guests of this community cannot propose a forum."))


def check_change_audience(member: Membership) -> None:
    """Raise PermissionDenied with a sentence unless the member may say who sees a forum."""
    if not member.is_facilitator:
        raise PermissionDenied(
            _("Only facilitators of this community may change who sees a forum.")
        )


def check_remove_post(member: Membership, post: Post) -> None:
    """Raise PermissionDenied unless the member wrote the post or keeps its forum going."""
    if post.author_id != member.pk and not may_facilitate(member, post.topic.forum):
        raise PermissionDenied(
            _("Only the person who wrote this, or who keeps this forum going, may remove it.")
        )


def check_flag_post(member: Membership, post: Post) -> None:
    """Raise PermissionDenied for one's own post, which one deletes oneself."""
    if post.author_id == member.pk:
        raise PermissionDenied(_("You wrote this yourself. You can change it or delete it."))


def check_moderate(member: Membership) -> None:
    """Raise PermissionDenied unless the member keeps the community or one of its forums going."""
    if not member.is_facilitator and not Forum.objects.facilitated_by(member).exists():
        raise PermissionDenied(_("Only facilitators of this community may do this."))


def check_restore_post(member: Membership, post: Post) -> None:
    """Raise PermissionDenied unless the member removed the post, or may undo what another did.

    An author restores what he deleted himself; who keeps the forum going, what any facilitator
    removed.
    """
    if post.removed_by_id == member.pk:
        return
    if not may_facilitate(member, post.topic.forum):
        raise PermissionDenied(
            _("A facilitator removed this. Only people who keep this forum going may restore it.")
        )
    if post.removed_by_id == post.author_id:
        raise PermissionDenied(_("Its author deleted this. Only its author may restore it."))


def check_see_history(member: Membership, post: Post) -> None:
    """Raise PermissionDenied unless the member may read the former versions of the post.

    Everybody who sees it may; once it is removed, only those who keep the forum going.
    """
    if post.removed_at and not may_facilitate(member, post.topic.forum):
        raise PermissionDenied(
            _("This post was removed. Only people who keep this forum going may read it.")
        )


def check_move_on(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member presents, or keeps the forum going."""
    check_may_write(member)
    if topic.author_id != member.pk and not topic.facilitated:
        raise PermissionDenied(
            _("Only the person who presents, or who keeps this forum going, moves on.")
        )


def check_commit(member: Membership, consult: Consult) -> None:
    """Raise PermissionDenied unless it is the member's turn to say what he will do."""
    check_may_write(member)
    if consult.topic.author_id != member.pk:
        raise PermissionDenied(_("Only the person who presents says what comes of it."))
    if consult.commitment_id:
        raise PermissionDenied(_("You have said what you will do. You can change that post."))
    if consult.step != Step.COMMIT:
        raise PermissionDenied(_("This comes last, after the others have given their advice."))


def check_report(member: Membership, consult: Consult) -> None:
    """Raise PermissionDenied unless the member has said what he will do, and not what came of it."""
    check_may_write(member)
    if consult.topic.author_id != member.pk:
        raise PermissionDenied(_("Only the person who presents says what comes of it."))
    if not consult.commitment_id:
        raise PermissionDenied(_("First say what you will do."))
    if consult.report_id:
        raise PermissionDenied(_("You have told what happened. You can change that post."))


def check_keep_poll(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member opened the topic, or keeps the forum going."""
    if topic.author_id != member.pk and not topic.facilitated:
        raise PermissionDenied(
            _("Only the person who opened this topic, or who keeps this forum going, may do this.")
        )


def check_open_poll(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member may ask for votes in the topic."""
    check_may_write(member)
    check_keep_poll(member, topic)
    if Poll.objects.filter(topic=topic).exists():
        raise PermissionDenied(_("This topic has a poll already."))


def check_vote(member: Membership, poll: Poll) -> None:
    """Raise PermissionDenied once the poll is closed, or its topic is, or the member is paused."""
    check_may_write(member)
    if poll.topic.locked_at:
        raise PermissionDenied(_("This discussion is closed, and the poll with it."))
    if poll.is_closed:
        raise PermissionDenied(_("This poll is closed: votes are not taken any more."))


def check_delete_poll(member: Membership, poll: Poll) -> None:
    """Raise PermissionDenied unless the member may take the poll away: nobody has voted yet."""
    check_keep_poll(member, poll.topic)
    if PollVote.objects.filter(option__poll=poll).exists():
        raise PermissionDenied(_("People have voted already. You can close the poll."))


def may_react(kind: ReactionKind, *, form: str, number: int, closed: bool = False) -> bool:
    """Return whether the post with this number, of a topic of this form, takes such a reaction.

    One faces what the first post describes; one tries what a reply proposes, or what a site tells.
    In a topic that is closed to the reader's replies one press still counts; words are a reply.
    """
    if kind == ReactionKind.TRIED and closed:
        return False
    if kind == ReactionKind.FACE:
        return number == 1 and form not in TELLING
    if kind == ReactionKind.TRIED:
        return form in {Form.REFLECTION, Form.UPDATE} or (number > 1 and form != Form.ANNOUNCEMENT)
    return True


def check_react(member: Membership, kind: ReactionKind, post: Post) -> None:
    """Raise PermissionDenied for what one wrote oneself, and where the reaction means nothing."""
    check_may_write(member)
    if post.author_id == member.pk:
        raise PermissionDenied(_("You wrote this yourself: here the others have the word."))
    closed = is_closed_to_reader(post.topic)
    if closed and kind == ReactionKind.TRIED:
        raise PermissionDenied(
            _(
                "This discussion is closed to replies. You can still say thanks, or that you face this."
            )
        )
    if not may_react(kind, form=post.topic.form, number=post.number, closed=closed):
        raise PermissionDenied(_("This cannot be said of this post."))


def check_remove_trial(topic: Topic) -> None:
    """Raise PermissionDenied unless the topic's reader may take away what others say they tried."""
    if not topic.facilitated:
        raise PermissionDenied(_("Only those who keep this forum going may remove this."))


def why_not_call(
    member: Membership, forum: Forum, role: Role, *, reached: int, earlier: int
) -> str:
    """Return the sentence that says why "@principals" tells nobody, or nothing if it may.

    `reached` is how many who see the forum have the role, `earlier` in how many posts the member
    called a role within a day. Those who keep the forum going call every role, as often as they
    like; members the roles that the forum is for; guests none.
    """
    if not reached:
        return _("Nobody who sees this forum has this role.")
    if may_keep_forum(member, forum):
        return ""
    if member.standing == Standing.GUEST:
        return _("Guests of this community cannot call a whole role. You can name people.")
    rule = audience_summary(member.community, forum.audience_id).rule
    if rule.roles is not None and role.pk not in rule.roles:
        return _("Here you can call the roles that this forum is for.")
    if earlier >= CALLS_A_DAY:
        return ngettext(
            "You have called roles in %(count)s post within a day. A facilitator can call them.",
            "You have called roles in %(count)s posts within a day. A facilitator can call them.",
            earlier,
        ) % {"count": earlier}
    return ""


def check_look_up_name(member: Membership, forum: Forum) -> None:
    """Raise PermissionDenied unless the member keeps the forum going: he may learn hidden names."""
    if member not in facilitators_of(forum):
        raise PermissionDenied(_("Only those who keep this forum going may look up who it is."))


def check_translate(member: Membership, post: Post, translator_id: int | None) -> None:
    """Raise PermissionDenied unless the member may put the post into another language.

    `translator_id` is whose translation it would change, if there is one: besides him the author of
    the post may, and who keeps the forum going.
    """
    if member.standing == Standing.GUEST:
        raise PermissionDenied(_("Guests of this community cannot translate."))
    check_may_write(member)
    if post.topic.facilitated:
        return
    if post.topic.locked_at:
        raise PermissionDenied(_("This topic is closed: nothing is added to it now."))
    if translator_id not in {None, member.pk} and post.author_id != member.pk:
        raise PermissionDenied(
            _("Only who translated this, or who keeps this forum going, may change it.")
        )


def check_remove_translation(member: Membership, post: Post, translator_id: int) -> None:
    """Raise PermissionDenied unless it is his translation, his post, or his forum to keep going."""
    if member.pk not in {translator_id, post.author_id} and not post.topic.facilitated:
        raise PermissionDenied(
            _("Only who translated this, or who keeps this forum going, may change it.")
        )
