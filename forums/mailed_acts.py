"""What can be said of a discussion in a word, by mail: we face this too, thanks, a vote."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communities.models import Membership
from core.numbers import number_in
from core.prepared import prepared
from forums.actions import react, vote
from forums.bylines import name_with
from forums.mail_answers import where_it_is_now
from forums.mailed_words import FACE, THANKS, VOTE, read_words
from forums.models import Poll, PollOption, Post, ReactionKind, Topic
from forums.models.topic import title_for_reader
from forums.permissions.polls import check_vote
from forums.permissions.reactions import check_react
from forums.telling import POST, TOPIC
from notifications.acts import Act, Said, Thing, register_subject
from notifications.answers import AnswerRefusedError
from notifications.models import Notice


class MailedPost:
    """A post that a mail showed: one thanks its author, and faces what its discussion is about."""

    @property
    def example(self) -> str:
        return _("me too")

    # Other words that may not be such an act are a reply; a vote is secret.
    insists: Collection[str] = (VOTE,)
    asks: Mapping[str, str] = MappingProxyType({})

    @property
    def acts(self) -> Mapping[str, str]:
        return {FACE: _("We face this too"), THANKS: _("Thanks"), VOTE: _("Vote")}

    def find(self, member: Membership, ids: Collection[int]) -> Mapping[int, Thing]:
        posts = {pk: post for pk in ids if (post := _post(member, pk))}
        topics = [post.topic_id for post in posts.values()]
        polls = Poll.objects.filter(topic__in=topics).prefetch_related("options")
        by_topic = {poll.topic_id: poll for poll in polls if not poll.is_closed}
        return {pk: _thing(post, by_topic.get(post.topic_id)) for pk, post in posts.items()}

    def may_act(self, object_id: int, words: str) -> bool:
        return _acts_without_poll(words) or any(moved or poll for moved, poll in _told(object_id))

    def read(self, thing: Thing, words: str) -> Said:
        return read_words(words, choices=thing.choices, multiple=thing.multiple)

    def words(self, thing: Thing, act: Act) -> str:
        if act.name != VOTE:
            return self.acts[act.name]
        named = [thing.choices[place - 1] for place in _places(act) if place <= len(thing.choices)]
        return _("Vote: %(words)s") % {"words": ", ".join(named)}

    def meaning(self, member: Membership, object_id: int, act: Act) -> str:  # noqa: ARG002
        return ""

    def check(self, member: Membership, object_id: int, act: Act) -> None:
        _checked(member, object_id, act)

    def do(self, member: Membership, object_id: int, act: Act) -> str:
        """Say thanks for the post, or that one faces its topic, or vote there."""
        post = _checked(member, object_id, act)
        if act.name == VOTE:
            options = _chosen(post.topic, act)
            vote(options[0].poll, by=member, options=[option.pk for option in options])
            words = ", ".join(option.text for option in options)
            return _("You voted: %(words)s.") % {"words": words}
        if act.name == FACE:
            # Who wrote there without his name stays without it.
            hidden = post.topic.wrote_hidden
            react(_first(post.topic), ReactionKind.FACE, by=member, name_hidden=hidden)
            return _("You said “We face this too”.")
        react(post, ReactionKind.THANKS, by=member)
        return _("You thanked %(name)s.") % {"name": name_with(post)}

    def undo_until(self, member: Membership, object_id: int, act: Act) -> datetime | None:  # noqa: ARG002
        """Return nothing: on its page each can be taken back at any time."""
        return None

    def undo(self, member: Membership, object_id: int, act: Act) -> str:  # noqa: ARG002
        raise AnswerRefusedError(_("You can take it back on its page."))


class MailedTopic(MailedPost):
    """A discussion of which mails told: what is said of it is said of the newest post in them."""

    def may_act(self, object_id: int, words: str) -> bool:
        return _acts_without_poll(words) or any(
            merged or poll for merged, poll in _topic(object_id)
        )

    def find(self, member: Membership, ids: Collection[int]) -> Mapping[int, Thing]:
        newest = {pk: post for pk in ids if (post := _newest_told(member, pk))}
        things = super().find(member, newest.values())
        return {pk: things[post] for pk, post in newest.items() if post in things}


def _acts_without_poll(words: str) -> bool:
    said = read_words(words, choices=(), multiple=False)
    return bool(said.acts or said.doubt)


@prepared
def _told(post_id: int) -> QuerySet[Post, tuple[Any, ...]]:
    return Post.objects.filter(pk=post_id).values_list("moved_to_id", "topic__poll__id")


@prepared
def _topic(topic_id: int) -> QuerySet[Topic, tuple[Any, ...]]:
    return Topic.objects.filter(pk=topic_id).values_list("merged_into_id", "poll__id")


def _newest_told(member: Membership, topic_id: int) -> int | None:
    """Return the newest post of a topic that a mail at once told the member of; else the newest."""
    others = Post.objects.filter(topic=topic_id, moved_to=None, removed_at=None).exclude(
        author=member
    )
    told = Notice.objects.filter(member=member, kind=POST, told_at__isnull=False)
    newest = others.order_by("-number").values_list("pk", flat=True)
    return newest.filter(pk__in=told.values("object_id")).first() or newest.first()


def _checked(member: Membership, object_id: int, act: Act) -> Post:
    """Return the post; raise AnswerRefusedError unless the member may say this of it."""
    post = _post(member, object_id)
    if post is None:
        raise AnswerRefusedError(_gone())
    try:
        if act.name == VOTE:
            check_vote(member, _chosen(post.topic, act)[0].poll)
        elif act.name == FACE:
            check_react(member, ReactionKind.FACE, _first(post.topic))
        else:
            check_react(member, ReactionKind.THANKS, post)
    except PermissionDenied as refused:
        raise AnswerRefusedError(str(refused)) from refused
    return post


def _gone() -> str:
    return _("It is not there any more, or not open to you any more.")


def _first(topic: Topic) -> Post:
    first = topic.posts.get(number=1)
    first.topic = topic
    return first


def _places(act: Act) -> list[int]:
    return [place for word in act.value.split() if (place := number_in(word))]


def _chosen(topic: Topic, act: Act) -> list[PollOption]:
    """Return the answers that a vote names, with their poll. Raises AnswerRefusedError."""
    poll = Poll.objects.filter(topic=topic).first()
    if poll is None:
        raise AnswerRefusedError(_("There is no poll there any more."))
    poll.topic = topic
    options, places = list(poll.options.all()), _places(act)
    chosen = [options[place - 1] for place in places if place <= len(options)]
    if not chosen or len(chosen) != len(places) or (len(chosen) > 1 and not poll.multiple):
        raise AnswerRefusedError(_("Choose an answer first; then vote."))
    for option in chosen:
        option.poll = poll
    return chosen


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
        place=(POST, post.pk),
        choices=[option.text for option in poll.options.all()] if poll else (),
        multiple=bool(poll and poll.multiple),
    )


def register() -> None:
    """Called from AppConfig.ready()."""
    register_subject(POST, MailedPost())
    register_subject(TOPIC, MailedTopic())
