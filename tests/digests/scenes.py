"""What the tests of digests share: talk from some days ago, and mails read as a person would."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from communities.models import Community, Membership
from communities.scope import scope
from digests.actions import compose_and_queue
from digests.composing import Tally
from forums import actions
from forums.models import Forum, Post, Topic
from notifications.models import OutgoingMail

# Monday, 2 March 2026, 8:00 in New York, where all of the cast live.
MONDAY = datetime(2026, 3, 2, 13, tzinfo=UTC)
DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY


def settle_in(*communities: Community, now: datetime = MONDAY) -> None:
    """Let everybody have joined long ago, so that nobody is new."""
    for community in communities:
        with scope(community):
            Membership.objects.update(joined_at=now - 100 * DAY)


def ask(
    forum: Forum, by: Membership, title: str, *, at: datetime = MONDAY - DAY, body: str = "How?"
) -> Topic:
    """Open a topic at that time; opens the scope itself."""
    with scope(forum.community):
        topic = actions.open_topic(forum, by=by, title=title, body=body)
        Topic.objects.filter(pk=topic.pk).update(created_at=at, last_post_at=at)
        Post.objects.filter(topic=topic).update(created_at=at)
    return topic


def answer(
    topic: Topic, by: Membership, body: str = "Like this.", *, at: datetime = MONDAY - DAY
) -> Post:
    """Reply at that time; opens the scope itself."""
    with scope(topic.community):
        post = actions.reply(topic, by=by, body=body)
        Topic.objects.filter(pk=topic.pk).update(last_post_at=at)
        Post.objects.filter(pk=post.pk).update(created_at=at)
    return post


def send(now: datetime = MONDAY) -> Tally:
    return compose_and_queue(now)


def message(mail: OutgoingMail) -> EmailMessage:
    found = message_from_bytes(bytes(mail.content or b""), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def part(mail: OutgoingMail, kind: str = "plain") -> str:
    found = message(mail).get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def mails(member: Membership) -> list[OutgoingMail]:
    """Return the digests of this person, the oldest first."""
    return list(OutgoingMail.objects.filter(kind="digest", user=member.user).order_by("pk"))


def only_mail(member: Membership) -> OutgoingMail:
    (mail,) = mails(member)
    return mail
