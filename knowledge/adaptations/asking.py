"""When a site is asked what came of it: once, once more two weeks later, and then no more."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from communities.due_work import due, put_off
from communities.models import Community, Membership
from core.timezones import local_instant, zone_named
from knowledge.adaptations.outcome_mail import mail_asked
from knowledge.kinds import State
from knowledge.models import Adaptation, AdaptationPerson, Resource

# Due work.
ASK = "ask_for_outcome"
# Of the community's own clock.
HOUR = 9
AGAIN_AFTER = timedelta(days=14)
LATER_BY = timedelta(weeks=4)


def promise_to_ask(adaptation: Adaptation) -> None:
    """Have its people asked on its day; call in the transaction that says the day."""
    if adaptation.ask_on is not None:
        community = adaptation.community
        due(ASK, adaptation.pk, community=community, at=_moment(adaptation.ask_on, community))


def ask_for_outcome(adaptation_id: int) -> None:
    """Ask its people if its day has come; what is told or archived meanwhile needs no asking."""
    rows = Adaptation.objects.select_for_update(of=("self",))
    rows = rows.select_related("community", "resource", "site")
    one = rows.filter(pk=adaptation_id, outcome="", ask_on__isnull=False).first()
    if one is None or one.ask_on is None or one.resource.state != State.PUBLISHED:
        return
    now = timezone.now()
    at = one.asked_at + AGAIN_AFTER if one.asked_at else _moment(one.ask_on, one.community)
    if now < at:
        put_off(ASK, one.pk, community=one.community, until=at)
        return
    if one.asked_at is None:
        one.asked_at = now
        put_off(ASK, one.pk, community=one.community, until=now + AGAIN_AFTER)
    elif one.reminded_at is None:
        one.reminded_at = now
    else:
        return
    one.save(update_fields=["asked_at", "reminded_at"])
    for member in people_to_ask(one):
        mail_asked(one, member, is_reminder=one.reminded_at is not None)


def ask_later(adaptation: Adaptation) -> date:
    """Ask again in four weeks, as if for the first time; return the day."""
    day = timezone.localdate() + LATER_BY
    with transaction.atomic():
        adaptation.ask_on = day
        adaptation.asked_at = adaptation.reminded_at = None
        adaptation.save(update_fields=["ask_on", "asked_at", "reminded_at"])
        promise_to_ask(adaptation)
    return day


def people_to_ask(adaptation: Adaptation) -> list[Membership]:
    """Return whom to ask: who is named in it and belongs to its site, else who opened it.

    Who went to another site has nothing to tell of this one. Left out is who sees the text no more
    or gets no mail just now.
    """
    named = AdaptationPerson.objects.filter(adaptation=adaptation).values("member")
    ids = Q(pk__in=named) | Q(pk=adaptation.opened_by_id)
    today = timezone.now().astimezone(zone_named(adaptation.community.time_zone)).date()
    people = (
        Membership.objects.active()
        .filter(ids, user__is_active=True)
        .exclude(standing="guest")
        .exclude(user__mail_stopped_for=F("user__email"))
        .exclude(user__mails_paused_until__gt=today)
        .exclude(paused_until__gt=timezone.now())
        .select_related("user", "community")
        .with_audience_ids()
        .order_by("pk")
    )
    members = list(people)
    for member in members:
        member.audience_ids = member.seen_ids
    there = [one for one in members if one.site_id == adaptation.site_id]
    asked = there or [one for one in members if one.pk == adaptation.opened_by_id]
    resource = Resource.objects.filter(pk=adaptation.resource_id)
    return [one for one in asked if resource.visible_to(one).exists()]


def _moment(day: date, community: Community) -> datetime:
    return local_instant(day, HOUR, zone_named(community.time_zone))
