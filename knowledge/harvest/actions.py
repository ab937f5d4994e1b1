"""Making a draft of what was said."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.due_work import due
from communities.models import Audience, Community, Membership
from knowledge.actions.writing import begin_resource
from knowledge.content import Content
from knowledge.harvest.agreement import ASK
from knowledge.harvest.asking import AFTER
from knowledge.harvest.changes import quotations_changed
from knowledge.harvest.passages import stands_in
from knowledge.harvest.source_kinds import Source, SourceKind, source_kind
from knowledge.kinds import State
from knowledge.models import (
    AGREED,
    Consent,
    Quotation,
    QuotedPerson,
    Resource,
    SourceState,
    WiderConsent,
)
from knowledge.search_documents import refresh_resource


class NotSaidError(Exception):
    """Words do not stand in their source (any more); `object_id` names it. Nothing was written."""

    def __init__(self, object_id: int) -> None:
        super().__init__(f"not said in {object_id}")
        self.object_id = object_id


def harvest(
    content: Content,
    chosen: Mapping[int, str],
    kind: SourceKind,
    *,
    by: Membership,
    audience: Audience,
    form_key: UUID | None = None,
    at: datetime | None = None,
) -> Resource:
    """Begin a draft that quotes these words, by source; the same page sent twice begins one.

    `at` is when, if not now. Raises NotSaidError.
    """
    with transaction.atomic():
        # In the order in which posts are carried: community, topics, posts.
        Community.objects.select_for_update().get(pk=by.community_id)
        sources = _locked_sources(chosen, kind)
        resource = begin_resource(content, by=by, audience=audience, form_key=form_key, at=at)
        if not resource.quotations.exists():
            _quote(resource, chosen, sources, kind)
            due(ASK, resource.pk, community=by.community, at=timezone.now() + AFTER)
    return resource


class DeclinedError(Exception):
    """Who said the words does not want to be quoted; nothing was written."""


class NoDraftError(Exception):
    """It is no draft any more; nothing was written."""


def harvest_into(
    draft: Resource, chosen: Mapping[int, str], kind: SourceKind, *, by: Membership
) -> None:
    """Quote these words, by source, in a draft, beside what it quotes; the same words only once.

    Who said yes to other words is asked about all of them again. Raises NotSaidError,
    DeclinedError, NoDraftError.
    """
    with transaction.atomic():
        # As above, with the resource before the topics, as where other words are quoted.
        Community.objects.select_for_update().get(pk=by.community_id)
        resource = Resource.objects.select_for_update().get(pk=draft.pk)
        if resource.state != State.DRAFT:
            raise NoDraftError
        sources = _locked_sources(chosen, kind)
        there = Quotation.objects.filter(resource=resource, kind=kind.name)
        known = set(there.values_list("object_id", "words"))
        new = {pk: words for pk, words in chosen.items() if (pk, words.strip()) not in known}
        if new:
            _quote(resource, new, sources, kind)
            due(ASK, resource.pk, community=by.community, at=timezone.now() + AFTER)
            refresh_resource(resource)
            quotations_changed(resource)


def _locked_sources(chosen: Mapping[int, str], kind: SourceKind) -> Mapping[int, Source]:
    """Return the sources of words while nobody can change one. Raises NotSaidError."""
    sources = kind.locked(chosen)
    for object_id, words in chosen.items():
        if object_id not in sources or not stands_in(words, sources[object_id].texts):
            raise NotSaidError(object_id)
    return sources


def quote_otherwise(quotation: Quotation, words: str, *, by: Membership) -> None:
    """Quote other words of the same source; who said them is asked about them.

    Raises NotSaidError, DeclinedError.
    """
    with transaction.atomic():
        resource = Resource.objects.select_for_update().get(pk=quotation.resource_id)
        source = source_kind(quotation.kind).locked([quotation.object_id])
        if not source or not stands_in(words, source[quotation.object_id].texts):
            raise NotSaidError(quotation.object_id)
        # Whoever answers waits until this is done.
        person = QuotedPerson.objects.get(pk=quotation.person_id)
        if person.consent == Consent.DECLINED:
            raise DeclinedError
        Quotation.objects.filter(pk=quotation.pk).update(
            words=words.strip(), source_state=SourceState.SAME
        )
        is_his_own = person.member_id == by.pk and not person.name_hidden
        if not is_his_own or person.consent not in AGREED:
            QuotedPerson.objects.filter(pk=person.pk).update(
                consent=Consent.WAITING, wish="", by_silence=False, asked_at=None
            )
            # What was agreed to beyond the community were other words.
            WiderConsent.objects.filter(person=person).delete()
            due(ASK, resource.pk, community=by.community, at=timezone.now() + AFTER)
        refresh_resource(resource)
        quotations_changed(resource)


def take_out(quotation: Quotation) -> None:
    """Quote it no more; of whom nothing is quoted any more, nothing is kept."""
    with transaction.atomic():
        resource = Resource.objects.select_for_update().get(pk=quotation.resource_id)
        Quotation.objects.filter(pk=quotation.pk).delete()
        QuotedPerson.objects.filter(pk=quotation.person_id, quotations=None).delete()
        refresh_resource(resource)
        quotations_changed(resource)


def _quote(
    resource: Resource, chosen: Mapping[int, str], sources: Mapping[int, Source], kind: SourceKind
) -> None:
    """Put them behind what is quoted there. Raises DeclinedError."""
    ids = {"community_id": resource.community_id, "resource": resource}
    people = _people(resource, [sources[object_id] for object_id in chosen])
    last = resource.quotations.aggregate(last=Max("number"))["last"] or 0
    Quotation.objects.bulk_create(
        Quotation(
            **ids,
            person=people[sources[object_id].author_id, sources[object_id].name_hidden],
            number=number,
            kind=kind.name,
            object_id=object_id,
            whole_id=sources[object_id].whole_id,
            audience_id=sources[object_id].audience_id,
            words=words.strip(),
        )
        for number, (object_id, words) in enumerate(chosen.items(), last + 1)
    )


def _people(resource: Resource, sources: Iterable[Source]) -> dict[tuple[int, bool], QuotedPerson]:
    """Return whose words these are, by who said them and whether without a name."""
    there = QuotedPerson.objects.filter(resource=resource)
    known = {(person.member_id, person.name_hidden): person for person in there}
    whose = dict.fromkeys((one.author_id, one.name_hidden) for one in sources)
    for person in (known[one] for one in whose if one in known):
        _ask_about_more(person, resource)
    people = QuotedPerson.objects.bulk_create(
        QuotedPerson(
            community_id=resource.community_id,
            resource=resource,
            member_id=member_id,
            name_hidden=hidden,
            # What one says under one's name is one's own doing.
            consent=Consent.NAMED
            if member_id == resource.owner_id and not hidden
            else Consent.WAITING,
        )
        for member_id, hidden in whose
        if (member_id, hidden) not in known
    )
    return known | {(person.member_id, person.name_hidden): person for person in people}


def _ask_about_more(person: QuotedPerson, resource: Resource) -> None:
    """Have him asked about all words that are quoted of him. Raises DeclinedError if he said no."""
    if person.consent == Consent.DECLINED:
        raise DeclinedError
    if person.member_id == resource.owner_id and not person.name_hidden:
        return
    QuotedPerson.objects.filter(pk=person.pk).update(
        consent=Consent.WAITING, wish="", by_silence=False, asked_at=None
    )
    # What was agreed to beyond the community were other words.
    WiderConsent.objects.filter(person=person).delete()
