"""What those say who are quoted, by the page or by mail, and whom that concerns."""

from django.db import transaction
from django.utils.translation import gettext as _

from communities.due_work import due
from communities.models import Membership
from core.addresses import address
from forums.bylines import author_name
from knowledge.harvest.changes import quotations_changed
from knowledge.harvest.meanings import meant
from knowledge.kinds import State
from knowledge.models import AGREED, Consent, QuotedPerson, Resource
from knowledge.resource_people import people_behind
from knowledge.search_documents import refresh_resource
from notifications.answers import Answer, AnswerRefusedError, Taken, register_answers
from notifications.moderation_mail import Letter, send_letter

# What answers are about, for their addresses; and due work, by the person quoted.
QUOTED = "knowledge.quotedperson"
TELL = "tell_of_consent"
LONGEST = 2000


def say(person: QuotedPerson, consent: Consent, *, wish: str = "") -> None:
    """Note what somebody says to being quoted; who has no name there stays without one."""
    with transaction.atomic():
        current = _locked(person)
        if consent == Consent.NAMED and not current.may_be_named:
            consent = Consent.NAMELESS
        current.consent, current.wish, current.by_silence = consent, wish[:LONGEST], False
        current.save(update_fields=["consent", "wish", "by_silence"])
        refresh_resource(current.resource)
        quotations_changed(current.resource)
        due(TELL, current.pk, community=current.resource.community)
    person.consent, person.wish = current.consent, current.wish


def say_by_mail(member: Membership, person_id: int, answer: Answer) -> Taken:
    """Take yes, no, or yes without a name; any other words ask for changes.

    Raises AnswerRefusedError with a sentence where he is not quoted any more.
    """
    person = QuotedPerson.objects.filter(pk=person_id, member=member).first()
    consent = meant(answer.text, name=member.user.display_name)
    if person is None or consent is None:
        raise AnswerRefusedError(_("You are not quoted there any more."))
    wish = answer.text.strip() if consent == Consent.CHANGES else ""
    say(person, consent, wish=wish)
    remarks = [understood(person)]
    if person.consent == Consent.CHANGES:
        remarks.append(_("If you meant yes or no, answer with that word alone."))
    return Taken(kind=QUOTED, object_id=person.pk, remarks=remarks)


def understood(person: QuotedPerson) -> str:
    """Return what was understood, for who said it."""
    return {
        Consent.NAMED: _("Thank you. You are quoted with your name."),
        Consent.NAMELESS: _("Thank you. You are quoted without your name."),
        Consent.CHANGES: _("Thank you. Your words reach who writes it, and we ask you again."),
        Consent.DECLINED: _("Thank you. You are not quoted."),
        Consent.WAITING: "",
    }[Consent(person.consent)]


def tell_of_consent(person_id: int) -> None:
    """Tell its owner and its authors what somebody wants changed, or not quoted, or that nobody is to be heard any more."""
    person = (
        QuotedPerson.objects.filter(pk=person_id)
        .select_related("member__user", "resource__community")
        .first()
    )
    if person is None:
        return
    resource = person.resource
    others = QuotedPerson.objects.filter(resource=resource).exclude(consent__in=AGREED)
    if person.consent in AGREED and others.exists():
        return
    if person.by_silence and _is_not_last(person):
        return
    if person.consent in AGREED and resource.is_shown and _has_silent(resource):
        # It waited for nobody.
        return
    for member in people_behind(resource):
        send_letter(member, lambda: _letter(person), key=f"quoted/{person.pk}/{person.consent}")


def _letter(person: QuotedPerson) -> Letter:
    user = person.member.user
    hidden = person.name_hidden or person.consent == Consent.NAMELESS
    values = {
        "name": author_name(user.display_name, user.email, hidden),
        "title": person.resource.title,
    }
    declined = (
        _(
            "Not all whom you quote in “%(title)s” answered in time, and in your community that means: "
            "not quoted. Please take those quotations out; you can say the same in words of your own."
        )
        if person.by_silence
        else _(
            "%(name)s does not want to be quoted in “%(title)s”. Please take that quotation out; you "
            "can say the same in words of your own."
        )
    )
    sentence = {
        Consent.DECLINED: declined,
        Consent.CHANGES: _("%(name)s asks you to change what you quote in “%(title)s”:"),
    }.get(Consent(person.consent), _all_agreed(person.resource))
    return Letter(
        subject=_("What you quote in “%(title)s”") % values,
        sentence=sentence % values,
        reason=person.wish,
        path=_page(person),
        button=_("Go to the page"),
        because=_("You get this mail because you are one of its authors."),
    )


def _page(person: QuotedPerson) -> str:
    """Return where something is to be done: of changes, the page of what is quoted."""
    resource = person.resource
    if person.consent != Consent.CHANGES:
        return resource.get_absolute_url()
    number = person.quotations.order_by("number").values_list("number", flat=True).first()
    return address("knowledge:quotation", resource.community.slug, resource.number, number)


def _all_agreed(resource: Resource) -> str:
    """Return that nothing stands in its way any more, and what comes next."""
    if _has_silent(resource):
        if resource.state == State.DRAFT:
            return _(
                "All whom you quote in “%(title)s” have answered, or their time is over. You can send "
                "it to review now."
            )
        return _(
            "All whom you quote in “%(title)s” have answered, or their time is over. It can be "
            "published now."
        )
    if resource.state == State.DRAFT:
        return _("All whom you quote in “%(title)s” have agreed. You can send it to review now.")
    if resource.state == State.REVIEW:
        return _("All whom you quote in “%(title)s” have agreed. It can be published now.")
    return _("All whom you quote in “%(title)s” have agreed.")


def _is_not_last(person: QuotedPerson) -> bool:
    """Return whether another one, who was asked with him and said nothing either, brings the letter."""
    silent = QuotedPerson.objects.filter(resource=person.resource, by_silence=True)
    return silent.filter(asked_at=person.asked_at, pk__gt=person.pk).exists()


def _has_silent(resource: Resource) -> bool:
    return QuotedPerson.objects.filter(resource=resource, by_silence=True).exists()


def _locked(person: QuotedPerson) -> QuotedPerson:
    """Return it as it is now; publication waits until this is done."""
    resource = Resource.objects.select_for_update().get(pk=person.resource_id)
    resource.community = person.resource.community
    found = QuotedPerson.objects.select_for_update(of=("self",)).select_related("member__user")
    current: QuotedPerson = found.get(pk=person.pk)
    current.resource = resource
    return current


def register() -> None:
    """Take what people answer to being asked; called from AppConfig.ready()."""
    register_answers(QUOTED, say_by_mail)
