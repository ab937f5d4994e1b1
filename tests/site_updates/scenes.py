"""What the tests of site updates share: a plan whose day has come, and the mails that come of it."""

from datetime import timedelta

from django.utils import timezone

from communities.models import DueWork, Membership
from communities.scope import scope
from notifications.models import OutgoingMail
from site_updates.actions import ASK, REMIND, Wish, save_plan
from site_updates.models import UpdatePlan, UpdatePrompt, UpdateRound
from site_updates.prompt_mail import KIND
from tests.cast import Cast
from tests.notifications.notice_scenes import work

LEADERS = ("superintendent", "resident leader")


def turn_on(cast: Cast, *, roles: tuple[str, ...] = LEADERS) -> None:
    """Let fay have superintendents and resident leaders asked each month, for the families' forum."""
    wish = Wish(
        is_on=True,
        every=1,
        day=25,
        forum=cast.families,
        roles=[cast.roles[name] for name in roles],
    )
    with scope(cast.community):
        save_plan(wish, by=cast.fay)


def let_the_day_come(cast: Cast) -> None:
    """Have the sites asked."""
    with scope(cast.community):
        yesterday = timezone.now().date() - timedelta(days=1)
        UpdatePlan.objects.update(next_day=yesterday)
    _now(ASK)


def let_a_week_pass() -> None:
    """Have them reminded."""
    _now(REMIND)


def a_month_later(cast: Cast) -> None:
    """Put what was asked a month back."""
    with scope(cast.community):
        for round_ in UpdateRound.objects.all():
            before = round_.last_month - timedelta(days=1)
            round_.last_month = before.replace(day=1)
            round_.asked_at -= timedelta(days=31)
            round_.save()


def _now(kind: str) -> None:
    DueWork.objects.filter(kind=kind).update(due_at=timezone.now())
    work()


def asked(member: Membership) -> list[OutgoingMail]:
    """Return the prompts that this person got, the oldest first."""
    return list(OutgoingMail.objects.filter(kind=KIND, user=member.user_id).order_by("pk"))


def all_asked() -> set[str]:
    """Return the first names of who was asked."""
    return {mail.to.partition("@")[0] for mail in OutgoingMail.objects.filter(kind=KIND)}


def prompt_of(cast: Cast, member: Membership) -> UpdatePrompt:
    with scope(cast.community):
        return UpdatePrompt.objects.select_related("round").filter(member=member).latest("pk")
