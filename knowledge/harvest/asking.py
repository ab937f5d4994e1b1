"""Telling people that they are quoted, and what becomes of it where they do not answer."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.audiences import seen_by
from communities.due_work import due, due_many, put_off, register_due_work
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Community, Membership
from communities.roles import roles_by_id
from forums.changed_audiences import register_audience_watcher
from knowledge.harvest.agreement import ASK, ask_all_anew
from knowledge.harvest.answering import QUOTED, TELL, tell_of_consent
from knowledge.harvest.links import quoted_url
from knowledge.models import Consent, QuotedPerson, QuotingRules, Resource, quoting_rules
from knowledge.models.quoting_rules import Silence
from knowledge.search_documents import refresh_resource
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail
from notifications.reply_addresses import reply_address

# Due work, by the person quoted.
SETTLE = "settle_silence"
# Until then a quotation can be taken out again, and nobody is told.
AFTER = timedelta(minutes=30)


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
        .select_related("resource__community")
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
        consent = Consent(rules.silence)
        if person.name_hidden and consent == Consent.NAMED:
            consent = Consent.NAMELESS
        # Nobody's silence counts who was asked again, or is to be, since we looked.
        QuotedPerson.objects.filter(
            pk=person.pk, consent=Consent.WAITING, asked_at=person.asked_at
        ).update(consent=consent, by_silence=True)
        refresh_resource(person.resource)


def ask_anew_within(community: Community, audience_id: int) -> None:
    """Ask everybody again whose words are shown to an audience that more people are in now."""
    shown = Resource.objects.filter(audience=audience_id, community=community)
    ids = shown.filter(pk__in=QuotedPerson.objects.values("resource")).order_by("pk")
    for resource in ids.select_for_update():
        resource.community = community
        if ask_all_anew(resource):
            refresh_resource(resource)


def change_rules(rules: QuotingRules) -> bool:
    """Keep the community's rules; return whether those who have not answered are asked again.

    They were told what their silence means, and until when; neither is turned against them.
    """
    with transaction.atomic():
        # Two who change them wait for each other.
        Community.objects.select_for_update(no_key=True).get(pk=rules.community_id)
        before = quoting_rules(rules.community)
        rules.save()
        if rules.silence == before.silence and rules.days >= before.days:
            return False
        people = QuotedPerson.objects.filter(
            community=rules.community, consent=Consent.WAITING, asked_at__isnull=False
        )
        ids = sorted(set(people.values_list("resource_id", flat=True)))
        people.update(asked_at=None)
        due_many(ASK, ids, community=rules.community)
    return bool(ids)


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
    return {
        "resource": resource,
        "community": community,
        "person": person.member.name,
        "writer": resource.owner.name,
        "name_hidden": person.name_hidden,
        "quoted": list(person.quotations.order_by("number").values_list("words", flat=True)),
        "seen_by": seen_by(community, resource.audience_id, roles_by_id(community)),
    }


def _mail(person: QuotedPerson, silence: str, until: Any) -> None:
    member, community = person.member, person.resource.community
    keeper = reader_of_answers(keepers_of_scope(), member_id=member.pk)
    reply_to = reply_address(member, QUOTED, person.pk)
    subject = _("May we quote you? %(title)s") % {"title": person.resource.title}
    day = date_format(timezone.localtime(until), "DATE_FORMAT")
    text, html = fill(
        "quoted",
        subject=subject,
        **told(person),
        keeper=keeper,
        reply_to=reply_to,
        url=quoted_url(community.pk, person.pk),
        silence=silence_words(person, silence) % {"day": day},
    )
    queue_mail(
        kind="quoted",
        key=f"{community.pk}/{person.pk}/{person.asked_times}",
        to=member.user.email,
        subject=subject,
        text=text,
        html=html,
        reply_to=reply_to or (keeper.email if keeper else ""),
        user=member.user,
        community=community,
    )


def quoted_person(community: Community, person_id: int) -> QuotedPerson | None:
    """Return who is quoted, if he is a member still."""
    found = (
        QuotedPerson.objects.filter(pk=person_id, community=community)
        .select_related("resource__owner__user", "member__user")
        .first()
    )
    if found is None or not found.member.is_active or not found.member.user.is_active:
        return None
    found.resource.community = found.member.community = community
    return found


def waiting_for(member: Membership) -> list[QuotedPerson]:
    """Return where the member was asked whether he may be quoted, and did not answer."""
    return list(
        QuotedPerson.objects.filter(
            member=member, consent=Consent.WAITING, asked_at__isnull=False
        ).select_related("resource")[:5]
    )


def register() -> None:
    """Say what is due, and watch who comes to see a forum; called from AppConfig.ready()."""
    register_due_work(ASK, ask_quoted, queue="mail")
    register_due_work(SETTLE, settle_silence)
    register_due_work(TELL, tell_of_consent, queue="mail")
    register_audience_watcher(ask_anew_within)
