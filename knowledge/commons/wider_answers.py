"""What those who are quoted say to a wider step, by the page or by mail, and what follows at once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.due_work import put_off
from communities.models import Membership
from knowledge.commons.asking_wider import SETTLE_WIDER, WIDER
from knowledge.commons.releasing import go_on_with_quoted
from knowledge.commons.standing import stand_anew
from knowledge.harvest.meanings import meant
from knowledge.models import AGREED, Consent, QuotedPerson, Resource, WiderConsent
from knowledge.resource_people import people_behind
from knowledge.search_documents import refresh_resource
from knowledge.telling.letters import LetterWords, write_to
from notifications.answers import Answer, AnswerRefusedError, Taken

PASSED_ON = LetterWords(
    subject=gettext_lazy("What you quote in “%(title)s”"),
    sentence=gettext_lazy(
        "Somebody who is quoted in “%(title)s” was asked whether the words may be read elsewhere, "
        "and answers:"
    ),
    button=gettext_lazy("Go to the page"),
)


def asked_wider(person: QuotedPerson) -> WiderConsent | None:
    """Return the widest step about which he was asked, if any: one query."""
    if person.consent not in {*AGREED, Consent.WAITING}:
        return None
    # "public" comes after "platform".
    rows = WiderConsent.objects.filter(person=person, asked_at__isnull=False).order_by("-reach")
    return rows.first()


def say_wider(one: WiderConsent, answer: Consent) -> None:
    """Note his answer; what it takes off, nobody reads beyond his community from this moment.

    No is no to all steps. Yes counts at home, too, where he had said nothing.
    """
    with transaction.atomic():
        resource = Resource.objects.select_for_update().get(pk=one.person.resource_id)
        people = QuotedPerson.objects.select_for_update(of=("self",)).select_related("member__user")
        person: QuotedPerson = people.get(pk=one.person_id)
        # Who said at home that he is quoted without his name is not asked about it anew.
        hides = person.consent == Consent.NAMELESS and not person.by_silence
        if answer == Consent.NAMED and (hides or not person.may_be_named):
            answer = Consent.NAMELESS
        rows = WiderConsent.objects.filter(person=person)
        if answer in AGREED:
            rows = rows.filter(pk=one.pk)
            if person.consent == Consent.WAITING or person.by_silence:
                person.consent, person.by_silence = answer, False
                person.save(update_fields=["consent", "by_silence"])
                refresh_resource(resource)
        rows.update(answer=answer, by_silence=False)
        _follow(resource)
    one.answer = answer


def say_wider_by_mail(member: Membership, consent_id: int, answer: Answer) -> Taken:
    """Take yes, no, or yes without a name; any other words keep his there, and reach its authors.

    Raises AnswerRefusedError with a sentence where nobody asks any more.
    """
    found = WiderConsent.objects.filter(pk=consent_id, person__member=member)
    one = found.select_related("person__resource").first()
    said = meant(answer.text, name=member.user.display_name)
    if one is None or said is None or one.person.consent not in {*AGREED, Consent.WAITING}:
        raise AnswerRefusedError(
            _("This is not asked any more. Your words are not read elsewhere.")
        )
    if said == Consent.CHANGES:
        _pass_on(one.person, answer.text.strip())
        say_wider(one, Consent.DECLINED)
        remark = _(
            "Thank you. What you wrote reaches who writes it. Until you say yes, your words stay in "
            "your community."
        )
    else:
        say_wider(one, said)
        remark = understood_wider(one)
    return Taken(kind=WIDER, object_id=one.pk, remarks=[remark])


def understood_wider(one: WiderConsent) -> str:
    """Return what was understood, for who said it."""
    return {
        Consent.NAMED: _("Thank you. Your words may be read there, with your name."),
        Consent.NAMELESS: _("Thank you. Your words may be read there, without your name."),
    }.get(
        Consent(one.answer),
        _("Thank you. Your words are read in your community only."),
    )


def settle_wider(consent_id: int) -> None:
    """Let silence count for who did not answer in time, as he was told: due work."""
    found = WiderConsent.objects.filter(pk=consent_id, answer=Consent.WAITING)
    one = found.select_related("community", "person__member__user").first()
    if one is None or one.until is None:
        return
    if one.until > timezone.now():
        put_off(SETTLE_WIDER, one.pk, community=one.community, until=one.until)
        return
    with transaction.atomic():
        resource = Resource.objects.select_for_update().get(pk=one.person.resource_id)
        still = WiderConsent.objects.filter(pk=one.pk, answer=Consent.WAITING)
        if still.update(answer=one.person.when_silent(one.silence), by_silence=True):
            _follow(resource)


def _follow(resource: Resource) -> None:
    """Let what stands beyond follow, and what only waited for him go out."""
    stand_anew(resource)
    go_on_with_quoted(resource)


def _pass_on(person: QuotedPerson, words: str) -> None:
    """Send his words to those who write it; without his name, since he may have none there."""
    resource = person.resource
    write_to(
        people_behind(resource),
        PASSED_ON,
        key=f"wider/{person.pk}",
        path=resource.get_absolute_url(),
        reason=words[:2000],
        title=resource.title,
    )
