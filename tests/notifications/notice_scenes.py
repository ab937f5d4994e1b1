"""What the tests of notices share: talk of just now, the worker's work, and the mails that come of it."""

from django.utils import timezone

from communities.due_work import do_one
from communities.models import DueWork, Membership
from communities.scope import scope
from forums import actions
from forums.models import Forum, Post, Topic
from notifications.models import OutgoingMail, State
from notifications.notice_mail import write_mail


def ask(forum: Forum, by: Membership, title: str = "Buses", body: str = "Who pays?") -> Topic:
    with scope(forum.community):
        return actions.open_topic(forum, by=by, title=title, body=body)


def answer(topic: Topic, by: Membership, body: str = "We do.", *, to: int | None = None) -> Post:
    with scope(topic.community):
        return actions.reply(topic, by=by, body=body, reply_to=to)


def work() -> None:
    """Do all that is due, as the worker does."""
    while ids := list(
        DueWork.objects.filter(held=False, due_at__lte=timezone.now())
        .order_by("pk")
        .values_list("pk", flat=True)
    ):
        for pk in ids:
            do_one(pk)
    assert not DueWork.objects.exclude(last_error="").exists()


def mails(member: Membership) -> list[OutgoingMail]:
    """Return what this person was told at once, the oldest first; what waits, as it would go now."""
    return [mail for mail in all_mails() if mail.user_id == member.user_id]


def all_mails() -> list[OutgoingMail]:
    found = list(OutgoingMail.objects.filter(kind="notices").order_by("pk"))
    for mail in found:
        if mail.state == State.WAITING and mail.content is None:
            write_mail(mail)
    return found


def told() -> set[str]:
    """Return the first names of who got a mail at once."""
    return {mail.to.partition("@")[0] for mail in OutgoingMail.objects.filter(kind="notices")}
