"""What can be said of a discussion in a word, by mail: we face this too, thanks, a vote."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.actions import react, vote
from forums.bylines import name_with
from forums.mail_answers import where_it_is_now
from forums.models import Poll, Post, ReactionKind, Topic
from forums.models.topic import title_for_reader
from forums.permissions.polls import check_vote
from forums.permissions.reactions import check_react
from forums.telling import POST
from notifications.acts import Act, Thing, register_subject
from notifications.answers import AnswerRefusedError

FACE = "face"
THANKS = "thanks"
VOTE = "vote"


class MailedPost:
    """A post that a mail showed: one thanks its author, and faces what its discussion is about."""

    @property
    def acts(self) -> Mapping[str, str]:
        return {FACE: _("We face this too"), THANKS: _("Thanks"), VOTE: _("Vote")}

    def find(self, member: Membership, ids: Collection[int]) -> Mapping[int, Thing]:
        posts = {pk: post for pk in ids if (post := _post(member, pk))}
        topics = [post.topic_id for post in posts.values()]
        polls = Poll.objects.filter(topic__in=topics).prefetch_related("options")
        by_topic = {poll.topic_id: poll for poll in polls if not poll.is_closed}
        return {pk: _thing(post, by_topic.get(post.topic_id)) for pk, post in posts.items()}

    def do(self, member: Membership, object_id: int, act: Act) -> str:
        """Say thanks for the post, or that one faces its topic, or vote there."""
        post = _post(member, object_id)
        if post is None:
            raise AnswerRefusedError(_("It is not there any more, or not open to you any more."))
        try:
            if act.name == VOTE:
                return _vote(member, post.topic, act)
            if act.name == FACE:
                return _face(member, post.topic)
            return _thank(member, post)
        except PermissionDenied as refused:
            raise AnswerRefusedError(str(refused)) from refused


def _post(member: Membership, post_id: int) -> Post | None:
    """Return a post where it is now, with its topic and forum, if the member sees it."""
    known = where_it_is_now(post_id)
    if known is None:
        return None
    seen = Post.objects.visible_to(member).select_related("author__user").filter(pk=known.pk)
    topics = Topic.objects.select_related("forum").visible_to(member).with_facilitated(member)
    post, topic = seen.first(), topics.with_wrote_hidden(member).filter(pk=known.topic_id).first()
    if post is None or topic is None:
        return None
    topic.community = topic.forum.community = member.community
    post.topic = topic
    return post


def _thing(post: Post, poll: Poll | None) -> Thing:
    topic = post.topic
    return Thing(
        title=title_for_reader(topic.title, topic.titles),
        url=settings.SITE_URL + post.get_absolute_url(),
        choices=[option.text for option in poll.options.all()] if poll else (),
        multiple=bool(poll and poll.multiple),
    )


def _thank(member: Membership, post: Post) -> str:
    check_react(member, ReactionKind.THANKS, post)
    react(post, ReactionKind.THANKS, by=member)
    return _("You thanked %(name)s.") % {"name": name_with(post)}


def _face(member: Membership, topic: Topic) -> str:
    first = topic.posts.get(number=1)
    first.topic = topic
    check_react(member, ReactionKind.FACE, first)
    # Who wrote there without his name stays without it.
    react(first, ReactionKind.FACE, by=member, name_hidden=topic.wrote_hidden)
    return _("You said “We face this too”.")


def _vote(member: Membership, topic: Topic, act: Act) -> str:
    poll = Poll.objects.filter(topic=topic).first()
    if poll is None:
        raise AnswerRefusedError(_("There is no poll there any more."))
    poll.topic = topic
    check_vote(member, poll)
    options = list(poll.options.all())
    places = [int(place) for place in act.value.split() if place.isdecimal()]
    chosen = [options[place - 1] for place in places if 0 < place <= len(options)]
    if not chosen or len(chosen) != len(places) or (len(chosen) > 1 and not poll.multiple):
        raise AnswerRefusedError(_("Choose an answer first; then vote."))
    vote(poll, by=member, options=[option.pk for option in chosen])
    words = ", ".join(option.text for option in chosen)
    return _("You voted: %(words)s.") % {"words": words}


def register() -> None:
    """Called from AppConfig.ready()."""
    register_subject(POST, MailedPost())
