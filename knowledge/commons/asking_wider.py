"""Asking those who are quoted before their words go beyond their community."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communities.due_work import due
from knowledge.commons.quoted import Going, speakers_of, words_beside
from knowledge.harvest.asking import told
from knowledge.harvest.asking_mail import ask_by_mail
from knowledge.kinds import Reach
from knowledge.models import Consent, QuotedPerson, Release, Resource, WiderConsent, quoting_rules
from knowledge.models.release import ReleaseState

# Due work: asking, by the release; letting silence count, by the consent that is awaited.
ASK_WIDER, SETTLE_WIDER = "ask_quoted_wider", "settle_wider_silence"
# What answers by mail are about.
WIDER = "knowledge.widerconsent"


def awaits_quoted(release: Release) -> bool:
    """Return whether somebody's answer is awaited still; who was not asked yet is asked."""
    found = words_beside(release.resource, release.reach, by=speakers_of(release))
    going = {
        one.quotation.person_id: (one.going, one.quotation.person)
        for one in found
        if str(one.quotation.pk) in release.quotations
    }
    waits = any(how == Going.ASKED for how, _person in going.values())
    to_ask = [person for how, person in going.values() if how == Going.TO_ASK]
    for person in to_ask:
        # Whom no mail of ours reaches cannot agree: his words stay at home.
        is_here = person.member.is_active and person.member.user.is_active
        WiderConsent.objects.create(
            community_id=release.community_id,
            person=person,
            reach=release.reach,
            answer=Consent.WAITING if is_here else Consent.DECLINED,
            silence=Consent.DECLINED,
            by_silence=not is_here,
        )
        waits = waits or is_here
    if to_ask:
        due(ASK_WIDER, release.pk, community=release.community)
    return waits


def ask_no_more(resource: Resource) -> None:
    """Forget questions that nobody answered, since what they were about is off."""
    WiderConsent.objects.filter(person__resource=resource, answer=Consent.WAITING).delete()


def ask_wider(release_id: int) -> None:
    """Mail to everybody who is quoted and was not asked yet, one mail each: due work."""
    release = (
        Release.objects.filter(pk=release_id, state=ReleaseState.WAITING)
        .select_related("community", "resource__owner__user")
        .first()
    )
    if release is None:
        return
    rules, now = quoting_rules(release.community), timezone.now()
    waiting = WiderConsent.objects.filter(
        person__resource=release.resource,
        reach=release.reach,
        answer=Consent.WAITING,
        asked_at=None,
    )
    for one in waiting.select_related("person__member__user").order_by("pk"):
        person = one.person
        person.resource, person.member.community = release.resource, release.community
        person.resource.community = release.community
        one.silence = silence_beyond(release.reach, rules.silence)
        one.asked_at, one.until = now, now + rules.wait
        one.save(update_fields=["silence", "asked_at", "until"])
        due(SETTLE_WIDER, one.pk, community=release.community, at=one.until)
        with translation.override(person.member.user.language):
            _mail(one, person)


def silence_beyond(reach: str, silence: str) -> Consent:
    """Return what silence means: never a name, and never yes to the public web.

    Among communities that know each other the rule on words is the one at home, and he is told of
    it. What is on the public web is copied within hours and cannot be taken back; for that somebody
    must say yes.
    """
    if reach == Reach.PUBLIC or silence == Consent.DECLINED:
        return Consent.DECLINED
    return Consent.NAMELESS


def silence_words_beyond(one: WiderConsent) -> str:
    """Return what becomes of his words without an answer."""
    if one.silence == Consent.NAMELESS:
        return _(
            "If we hear nothing from you by %(day)s, your words are read there without your name."
        )
    if one.reach == Reach.PUBLIC:
        # He may have agreed that other communities read them: that stays.
        return _("If we hear nothing from you by %(day)s, your words do not go on the public web.")
    return _("If we hear nothing from you by %(day)s, your words stay in your community.")


def who_reads(reach: str) -> str:
    """Return who will read the words, as he is told before he answers."""
    if reach == Reach.PUBLIC:
        return _("Anybody in the world could read them there, without signing in.")
    return _("Members of all communities here could read them there.")


def intro(resource: Resource, reach: str) -> str:
    """Return what the question is about, before his words."""
    values = {"title": resource.title, "community": resource.community.name}
    if reach == Reach.PUBLIC:
        return (
            _(
                "“%(title)s” from the library of %(community)s is to go on the public web. These "
                "words of yours would stand there:"
            )
            % values
        )
    return (
        _(
            "“%(title)s” from the library of %(community)s is to be read in other communities here, "
            "too. These words of yours would stand there:"
        )
        % values
    )


def _mail(one: WiderConsent, person: QuotedPerson) -> None:
    what = {"intro": intro(person.resource, one.reach), "seen_by": who_reads(one.reach)}
    ask_by_mail(
        person,
        told(person) | what,
        key=f"wider/{one.pk}",
        subject=_("May we quote you elsewhere? %(title)s"),
        silence=silence_words_beyond(one),
        until=one.until or timezone.now(),
        answers=(WIDER, one.pk),
    )
