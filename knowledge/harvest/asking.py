"""Telling people that they are quoted, and what becomes of it where they do not answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.audiences import seen_by
from communities.due_work import due, due_many, put_off, register_due_work
from communities.leaving import LeavingNote, register_leaving_note
from communities.models import Community, Membership
from communities.roles import roles_by_id
from forums.changed_audiences import register_audience_watcher
from knowledge.harvest.agreement import ASK, ask_all_anew
from knowledge.harvest.answering import QUOTED, TELL, tell_of_consent
from knowledge.harvest.asking_mail import ask_by_mail
from knowledge.harvest.changes import quotations_changed
from knowledge.harvest.links import quoted_path
from knowledge.harvest.quotations import seen_sources
from knowledge.models import (
    Consent,
    Quotation,
    QuotedPerson,
    QuotingRules,
    Resource,
    WiderConsent,
    quoting_rules,
)
from knowledge.models.quoting_rules import Silence
from knowledge.search_documents import refresh_resource
from moderation.record import record

# Due work, by the person quoted.
SETTLE = "settle_silence"
# Until then a quotation can be taken out again, and nobody is told.
AFTER = timedelta(minutes=30)
# To as many pages leads what somebody reads before he leaves.
LINKS = 20


def ask_quoted(resource_id: int) -> None:
    """Mail to everybody who is quoted and was not told, one mail each."""
    resource = (
        Resource.objects.filter(pk=resource_id).select_related("community", "owner__user").first()
    )
    if resource is None:
        return
    people = QuotedPerson.objects.filter(resource=resource, consent=Consent.WAITING, asked_at=None)
    rules = quoting_rules(resource.community)
    now = timezone.now()
    for person in people.select_related("member__user").order_by("pk"):
        person.resource, person.member.community = resource, resource.community
        person.asked_at, person.asked_times = now, person.asked_times + 1
        person.save(update_fields=["asked_at", "asked_times"])
        due(SETTLE, person.pk, community=resource.community, at=now + rules.wait)
        if person.member.is_active and person.member.user.is_active:
            with translation.override(person.member.user.language):
                _mail(person, rules.silence, now + rules.wait)


def settle_silence(person_id: int) -> None:
    """Let the rule on silence count for somebody whose time is over."""
    person = (
        QuotedPerson.objects.filter(pk=person_id, consent=Consent.WAITING, asked_at__isnull=False)
        .select_related("resource__community", "member__user")
        .first()
    )
    if person is None or person.asked_at is None:
        return
    community = person.resource.community
    rules = quoting_rules(community)
    if person.asked_at + rules.wait > timezone.now():
        put_off(SETTLE, person.pk, community=community, until=person.asked_at + rules.wait)
        return
    with transaction.atomic():
        Resource.objects.select_for_update().get(pk=person.resource_id)
        consent = person.when_silent(rules.silence)
        # Nobody's silence counts who was asked again, or is to be, since we looked.
        still_silent = QuotedPerson.objects.filter(
            pk=person.pk, consent=Consent.WAITING, asked_at=person.asked_at
        )
        if still_silent.update(consent=consent, by_silence=True):
            due(TELL, person.pk, community=community)
        refresh_resource(person.resource)
        quotations_changed(person.resource)


def ask_anew_within(community: Community, audience_id: int) -> None:
    """Ask everybody again whose words are shown to an audience that more people are in now."""
    shown = Resource.objects.filter(audience=audience_id, community=community)
    ids = shown.filter(pk__in=QuotedPerson.objects.values("resource")).order_by("pk")
    for resource in ids.select_for_update():
        resource.community = community
        if ask_all_anew(resource):
            refresh_resource(resource)


def change_rules(rules: QuotingRules, *, by: Membership) -> bool:
    """Keep the community's rules; return whether those who have not answered are asked again.

    They were told what their silence means, and until when; neither is turned against them.
    """
    with transaction.atomic():
        # Two who change them wait for each other.
        Community.objects.select_for_update(no_key=True).get(pk=rules.community_id)
        before = quoting_rules(rules.community)
        # Of two who say them for the first time at once, the second changes what the first said.
        rules.pk = before.pk
        rules.save()
        _record_rules(before, rules, by=by)
        if rules.silence == before.silence and rules.days >= before.days:
            return False
        people = QuotedPerson.objects.filter(
            community=rules.community, consent=Consent.WAITING, asked_at__isnull=False
        )
        ids = sorted(set(people.values_list("resource_id", flat=True)))
        people.update(asked_at=None)
        due_many(ASK, ids, community=rules.community)
    return bool(ids)


def _record_rules(before: QuotingRules, rules: QuotingRules, *, by: Membership) -> None:
    """Write into the record what held and what holds, in the language of the community."""
    with translation.override(rules.community.language):
        held, holds = before.in_words(), rules.in_words()
    if held != holds:
        record(by, "changed", rules, note=f"{held} → {holds}")


def silence_until(person: QuotedPerson) -> str:
    """Return what becomes of it without an answer, and by when; empty if he is not asked just now."""
    if person.consent != Consent.WAITING or person.asked_at is None:
        return ""
    rules = quoting_rules(person.resource.community)
    day = date_format(timezone.localtime(person.asked_at + rules.wait), "DATE_FORMAT")
    return silence_words(person, rules.silence) % {"day": day}


def silence_words(person: QuotedPerson, silence: str) -> str:
    """Return what becomes of it without an answer, said to the one who is quoted."""
    if silence == Silence.NAMED and not person.name_hidden:
        return _("If we hear nothing from you by %(day)s, you are quoted with your name.")
    if silence == Silence.DECLINED:
        return _("If we hear nothing from you by %(day)s, you are not quoted.")
    return _("If we hear nothing from you by %(day)s, you are quoted without your name.")


def told(person: QuotedPerson) -> dict[str, Any]:
    """Return what the mail and the page say of it: what is quoted, who writes it, who will see it."""
    resource, community = person.resource, person.resource.community
    quotations = list(person.quotations.order_by("number"))
    values = {"writer": resource.owner.name, "title": resource.title, "community": community.name}
    return {
        "intro": _(
            "%(writer)s asks if you may be quoted in “%(title)s”, a text for the library of "
            "%(community)s. These are your words:"
        )
        % values,
        "resource": resource,
        "community": community,
        "person": person.member.name if person.member.user.is_active else "",
        "writer": resource.owner.name,
        "name_hidden": person.name_hidden,
        "has_left": not person.member.is_active,
        "may_be_named": person.may_be_named,
        "quoted": [one.words for one in quotations],
        "said_in": _said_in(person, quotations),
        "seen_by": seen_by(community, resource.audience_id, roles_by_id(community)),
    }


def _said_in(person: QuotedPerson, quotations: Sequence[Quotation]) -> list[tuple[str, str]]:
    """Return title and address of what he wrote these words in, each once, as far as he sees it."""
    if not person.member.is_active:
        return []
    seen = seen_sources(quotations, person.member)
    sources = [seen[one.pk] for one in quotations if one.pk in seen and seen[one.pk].url]
    by_title = {source.title: settings.SITE_URL + source.url for source in reversed(sources)}
    return list(by_title.items())[::-1]


def _mail(person: QuotedPerson, silence: str, until: datetime) -> None:
    ask_by_mail(
        person,
        told(person),
        key=f"{person.pk}/{person.asked_times}",
        subject=_("May we quote you? %(title)s"),
        silence=silence_words(person, silence),
        until=until,
        answers=(QUOTED, person.pk),
    )


def quoted_person(community: Community, person_id: int) -> QuotedPerson | None:
    """Return who is quoted, also if he left: he can take back then, too, what he agreed to."""
    found = (
        QuotedPerson.objects.filter(pk=person_id, community=community)
        .select_related("resource__owner__user", "member__user")
        .first()
    )
    if found is None:
        return None
    found.resource.community = found.member.community = community
    return found


def waiting_for(reader: Membership) -> QuerySet[QuotedPerson]:
    """Find where the reader was asked whether he may be quoted, and did not answer."""
    at_home = Q(consent=Consent.WAITING, asked_at__isnull=False)
    wider = WiderConsent.objects.filter(
        person=OuterRef("pk"), answer=Consent.WAITING, asked_at__isnull=False
    )
    return QuotedPerson.objects.filter(at_home | Q(Exists(wider)), member=reader.pk).order_by("pk")


def quoted_note(member: Membership) -> LeavingNote | None:
    """Return what somebody who is quoted should know before he leaves."""
    asked = QuotedPerson.objects.filter(member=member, asked_at__isnull=False)
    people = asked.select_related("resource").order_by("-asked_at", "pk")[:LINKS]
    if not people:
        return None
    return LeavingNote(
        _(
            "Words of yours are quoted in the library. You can still say yes or no to that after you "
            "have left: the link in our mail stays good."
        ),
        [(one.resource.title, quoted_path(member.community_id, one.pk)) for one in people],
    )


def register() -> None:
    """Say what is due, and watch who comes to see a forum; called from AppConfig.ready()."""
    register_due_work(ASK, ask_quoted, queue="mail")
    register_due_work(SETTLE, settle_silence)
    register_due_work(TELL, tell_of_consent, queue="mail")
    register_audience_watcher(ask_anew_within)
    register_leaving_note(quoted_note)
