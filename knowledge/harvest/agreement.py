"""Whether a resource may be published as far as those are concerned whom it quotes."""

from collections import Counter, defaultdict

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.due_work import due
from core.prepared import prepared
from knowledge.harvest.source_kinds import source_kind
from knowledge.harvest.wideness import is_wider
from knowledge.models import (
    AGREED,
    Consent,
    Quotation,
    QuotedPerson,
    Resource,
    SourceState,
    quoting_rules,
)

# Due work, by the resource.
ASK = "ask_quoted"


class NotAgreedError(Exception):
    """It cannot be published yet; the message is a sentence that says why."""


def check_agreed(resource: Resource) -> None:
    """Raise NotAgreedError unless it may be published: three queries, and those on wideness."""
    people = list(QuotedPerson.objects.filter(resource=resource))
    found = Counter(person.consent for person in people)
    if found[Consent.DECLINED]:
        raise NotAgreedError(
            _(
                "Somebody does not want to be quoted. Take that quotation out first; you can say the "
                "same in words of your own."
            )
        )
    if found[Consent.CHANGES]:
        raise NotAgreedError(
            _("Somebody asks for changes in what is quoted. Please see to them first.")
        )
    if resource.quotations.filter(source_state=SourceState.EDITED).exists():
        raise NotAgreedError(
            _(
                "A post that is quoted says something else by now. Please change that quotation, or "
                "take it out."
            )
        )
    if found[Consent.WAITING] and is_for_more(resource):
        rules = quoting_rules(resource.community)
        last = max(
            (person.asked_at or timezone.now()) + rules.wait
            for person in people
            if person.consent == Consent.WAITING
        )
        raise NotAgreedError(
            _(
                "It is for more people than the discussion it comes from, so it waits for those who "
                "are quoted: %(agreed)s of %(all)s have agreed. It can be published once all have, "
                "on %(day)s at the latest."
            )
            % {
                "agreed": sum(found[one] for one in AGREED),
                "all": len(people),
                "day": date_format(timezone.localtime(last), "DATE_FORMAT"),
            }
        )


def unsettled(resource: Resource, _reach: str) -> list[str]:
    """Return why it is not released yet, as far as those are concerned whom it quotes.

    What is open at home is seen to at home first; as a release check.
    """
    try:
        check_agreed(resource)
    except NotAgreedError as refused:
        return [str(refused)]
    return []


def is_for_more(resource: Resource) -> bool:
    """Return whether it is for more people than what it quotes."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, object_id in Quotation.objects.filter(resource=resource).values_list(
        "kind", "object_id"
    ):
        by_kind[kind].append(object_id)
    sources = [
        source.audience_id
        for kind, ids in by_kind.items()
        for source in source_kind(kind).now(ids).values()
    ]
    return is_wider(resource.audience_id, sources)


def ask_anew(resource: Resource, *, before: int) -> None:
    """Ask everybody again once it is for more people than they were told; `before` is an audience.

    Until they agree, what is quoted of them is read by those only who see where they said it.
    """
    is_quoting = QuotedPerson.objects.filter(resource=resource).exists()
    if is_quoting and is_wider(resource.audience_id, [before]):
        ask_all_anew(resource)


def ask_all_anew(resource: Resource) -> bool:
    """Do so if it is for more people than what it quotes; return whether it is."""
    if not is_for_more(resource):
        return False
    people = QuotedPerson.objects.filter(resource=resource)
    # What its owner said under his name is his own doing.
    people = people.exclude(member=resource.owner_id, name_hidden=False)
    people.filter(consent__in=(*AGREED, Consent.WAITING)).update(
        consent=Consent.WAITING, by_silence=False, asked_at=None
    )
    due(ASK, resource.pk, community=resource.community)
    return True


def agreed_words(resource_ids: list[int]) -> dict[int, str]:
    """Return what is quoted with its speakers' consent, by resource: what all its readers read."""
    found: dict[int, str] = defaultdict(str)
    for pk, words in _agreed(resource_ids):
        found[pk] += f" {' '.join(words.split())}"
    return found


@prepared
def _agreed(resource_ids: list[int]) -> QuerySet[Quotation, tuple[int, str]]:
    agreed = Quotation.objects.filter(resource_id__any_of=resource_ids, person__consent__in=AGREED)
    return agreed.order_by("number").values_list("resource_id", "words")
