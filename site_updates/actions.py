"""Asking sites for their news: found by the clock of due work, each person once a period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communities.due_work import due, put_off
from communities.models import Membership, Role
from core.timezones import local_instant, zone_named
from forums.models import Forum
from moderation.record import record
from site_updates.models import HOUR, AskedRole, NotAsked, UpdatePlan, UpdatePrompt, UpdateRound
from site_updates.people import people_asked
from site_updates.periods import last_asking, next_asking, period_asked_on
from site_updates.prompt_mail import mail_prompts
from site_updates.told import note_what_was_told, told_in

# Due work.
ASK = "ask_sites"
REMIND = "remind_sites"
BATCH = 500
REMIND_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a community wants to ask its sites."""

    is_on: bool
    every: int
    day: int
    forum: Forum | None
    roles: Collection[Role]


def save_plan(wish: Wish, *, by: Membership) -> None:
    """Keep how the community asks its sites; the next day of asking is one that is still to come."""
    with transaction.atomic():
        UpdatePlan.objects.get_or_create(community=by.community)
        plan = UpdatePlan.objects.select_for_update().get(community=by.community)
        plan.community = by.community
        is_same = (plan.is_on, plan.every, plan.day) == (True, wish.every, wish.day)
        plan.is_on, plan.every, plan.day, plan.forum = wish.is_on, wish.every, wish.day, wish.forum
        if not (wish.is_on and is_same):
            plan.next_day = _next_day(plan, timezone.now()) if wish.is_on else None
        plan.save()
        AskedRole.objects.exclude(role__in=wish.roles).delete()
        rows = [AskedRole(community=by.community, role=role) for role in wish.roles]
        AskedRole.objects.bulk_create(rows, ignore_conflicts=True)
        record(by, "asking_changed" if wish.is_on else "asking_ended", plan)
        if plan.next_at:
            due(ASK, plan.pk, community=by.community, at=plan.next_at)


def ask_sites(plan_id: int) -> None:
    """Ask up to BATCH people, if the day has come; the work is put off to the rest, or the next day."""
    plans = UpdatePlan.objects.select_for_update(of=("self",)).select_related("community", "forum")
    plan = plans.filter(pk=plan_id, is_on=True).first()
    if plan is None or plan.forum is None or plan.next_day is None or plan.next_at is None:
        return
    community, now = plan.community, timezone.now()
    if plan.next_at <= now:
        round_ = _round_of(plan, plan.forum, _today(plan, now))
        if _ask_some(plan, round_, now) == BATCH:
            put_off(ASK, plan.pk, community=community, until=now)
            return
        plan.next_day = _next_day(plan, now)
        plan.save(update_fields=["next_day"])
    put_off(ASK, plan.pk, community=community, until=plan.next_at)


def remind_sites(round_id: int) -> None:
    """Ask once more where no update came from the site; not who was asked again, or said no."""
    plan = UpdatePlan.objects.select_related("community").filter(is_on=True).first()
    round_ = UpdateRound.objects.select_related("forum").filter(pk=round_id).first()
    if plan is None or round_ is None:
        return
    now = timezone.now()
    people = people_asked(plan.community, round_.forum)
    prompts = list(
        UpdatePrompt.objects.filter(round=round_, reminded_at=None, declined_at=None)
        # Who went to another site has nothing to tell of this one.
        .filter(member__in=people.order_by().values("pk"), member__site=F("site"))
        .exclude(site__in=told_in(round_))
        .select_related("site")
        .order_by("pk")
        .select_for_update(of=("self",))[:BATCH]
    )
    ids = [prompt.member_id for prompt in prompts]
    members = Membership.objects.select_related("user").with_audience_ids().in_bulk(ids)
    for prompt in prompts:
        prompt.member = members[prompt.member_id]
    UpdatePrompt.objects.filter(pk__in=[one.pk for one in prompts]).update(reminded_at=now)
    mail_prompts(plan.community, round_, prompts, is_reminder=True)
    if len(prompts) == BATCH:
        put_off(REMIND, round_id, community=plan.community, until=now)


def decline_prompt(prompt: UpdatePrompt) -> None:
    """Note that he has nothing to tell this time; no reminder comes. He may still answer."""
    UpdatePrompt.objects.filter(pk=prompt.pk, declined_at=None).update(declined_at=timezone.now())


def ask_no_more(prompt: UpdatePrompt) -> None:
    """Ask this member never again, until he wants it."""
    decline_prompt(prompt)
    NotAsked.objects.get_or_create(community_id=prompt.community_id, member=prompt.member)


def ask_again(prompt: UpdatePrompt) -> None:
    """Take back that he does not want to be asked."""
    NotAsked.objects.filter(member=prompt.member).delete()


def _today(plan: UpdatePlan, now: datetime) -> date:
    return now.astimezone(zone_named(plan.community.time_zone)).date()


def _next_day(plan: UpdatePlan, now: datetime) -> date:
    """Return the next day of asking; today, as long as its hour has not come."""
    today = _today(plan, now)
    is_early = local_instant(today, HOUR, zone_named(plan.community.time_zone)) > now
    after = today - timedelta(days=1) if is_early else today
    return next_asking(after, day=plan.day, months=plan.every)


def _round_of(plan: UpdatePlan, forum: Forum, today: date) -> UpdateRound:
    assert plan.next_day is not None  # noqa: S101  (for mypy)
    asked = last_asking(plan.next_day, today, day=plan.day, months=plan.every)
    period = period_asked_on(asked, plan.every)
    round_, is_new = UpdateRound.objects.select_related("forum").get_or_create(
        community=plan.community,
        last_month=period.last,
        defaults={"months": period.months, "forum": forum},
    )
    if is_new:
        before = (
            UpdateRound.objects.filter(last_month__lt=period.last).order_by("last_month").last()
        )
        if before:
            note_what_was_told(before)
        at = timezone.now() + REMIND_AFTER
        due(REMIND, round_.pk, community=plan.community, at=at)
    return round_


def _ask_some(plan: UpdatePlan, round_: UpdateRound, now: datetime) -> int:
    """Ask those who were not asked yet, up to BATCH; return how many."""
    people = people_asked(plan.community, round_.forum).exclude(
        pk__in=UpdatePrompt.objects.filter(round=round_).values("member")
    )
    members = list(
        people.exclude(site__in=told_in(round_))
        .select_related("user", "site")
        .with_audience_ids()[:BATCH]
    )
    prompts = UpdatePrompt.objects.bulk_create(
        [
            UpdatePrompt(
                community=plan.community,
                round=round_,
                site=member.site,
                member=member,
                asked_at=now,
            )
            for member in members
            if member.site
        ]
    )
    mail_prompts(plan.community, round_, prompts)
    return len(prompts)
