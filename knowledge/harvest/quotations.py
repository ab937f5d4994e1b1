"""What a resource quotes, as somebody may read it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.bylines import author_name
from forums.telling import POST
from knowledge.harvest.showing import Shown, how_shown
from knowledge.harvest.source_kinds import SeenSource, source_kind
from knowledge.loading import Credited
from knowledge.models import (
    Consent,
    Quotation,
    QuotedPerson,
    Resource,
    SourceState,
    quoting_rules,
)


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """Words, by whom, and from where, if the reader sees that."""

    number: int
    words: str
    by: Credited
    source: SeenSource | None
    state: str
    """What he says to it, for those who write it."""

    @property
    def language(self) -> str:
        """Return in which language he said it, if the reader sees that; else nothing."""
        return self.source.language if self.source else ""


@dataclass(frozen=True, slots=True)
class Quotations:
    """What the reader may read, and how much there is besides."""

    rows: list[QuotationRow]
    declined: list[int]
    """For those who write it: the numbers of what may not be quoted, and is still to be taken out."""
    unseen: int
    to_take_out: list[int]
    """For those who write it: the numbers of what else they do not read, which may be in the way."""

    @property
    def named(self) -> list[Credited]:
        """Return whose words these are, as far as they are named."""
        return list(dict.fromkeys(row.by for row in self.rows if row.by.url))


NO_QUOTATIONS = Quotations([], [], 0, [])


def quotations_of(resource: Resource, member: Membership, *, writes: bool = False) -> Quotations:
    """Return what the member may read of what is quoted: three queries.

    `writes` says that he may change the resource.
    """
    found = list(
        Quotation.objects.filter(resource=resource)
        .select_related("person__member__user")
        .order_by("number")
    )
    seen = seen_sources(found, member)
    silence = quoting_rules(resource.community).silence
    rows = []
    for one in found:
        source = seen.get(one.pk)
        shown = how_shown(
            one.person.consent,
            silence=silence,
            is_published=resource.is_shown,
            # Of one that was removed, nothing is seen any more.
            sees_source=bool(source and source.url),
            writes=writes,
            is_removed=one.source_state == SourceState.REMOVED,
        )
        if shown != Shown.NOT:
            by = _credited(one.person, resource, is_named=shown == Shown.NAMED)
            rows.append(QuotationRow(one.number, one.words, by, source, state_of_quotation(one)))
    declined = [one.number for one in found if one.person.consent == Consent.DECLINED]
    known = {*declined, *(row.number for row in rows)}
    unseen = [one.number for one in found if one.number not in known]
    if not writes:
        return Quotations(rows, [], len(unseen), [])
    return Quotations(rows, declined, len(unseen), unseen)


def seen_sources(quotations: Iterable[Quotation], member: Membership) -> Mapping[int, SeenSource]:
    """Return by quotation where it comes from, for those that the member sees: a query a kind."""
    by_kind: dict[str, list[Quotation]] = defaultdict(list)
    for one in quotations:
        by_kind[one.kind].append(one)
    found: dict[int, SeenSource] = {}
    for kind, ones in by_kind.items():
        seen = source_kind(kind).seen(member, [one.object_id for one in ones])
        found |= {one.pk: seen[one.object_id] for one in ones if one.object_id in seen}
    return found


def state_of_quotation(one: Quotation) -> str:
    """Return what is to be said of a quotation to those who write it."""
    of_post = {
        SourceState.EDITED: _("The post says something else now."),
        SourceState.REMOVED: _("The post was removed."),
    }
    of_notes = {
        SourceState.EDITED: _("The notes say something else now."),
        SourceState.REMOVED: _("The notes are not there any more."),
    }
    said = of_post if one.kind == POST else of_notes
    changed = said.get(SourceState(one.source_state), "")
    return f"{changed} {state_words(one.person)}".strip()


def state_words(person: QuotedPerson) -> str:
    """Return what somebody says to being quoted, for those who write it."""
    if person.consent == Consent.WAITING and not person.asked_at:
        return _("Is asked by mail, half an hour after it was quoted.")
    if person.consent == Consent.WAITING and person.asked_at:
        day = date_format(person.asked_at, "DATE_FORMAT")
        return _("Was asked on %(day)s, and did not answer yet.") % {"day": day}
    if person.by_silence:
        return _("Did not answer in time.")
    return {
        Consent.NAMED: _("Agreed."),
        Consent.NAMELESS: _("Agreed, without a name."),
        Consent.CHANGES: _("Asks for changes: %(wish)s") % {"wish": person.wish},
    }.get(Consent(person.consent), "")


def _credited(person: QuotedPerson, resource: Resource, *, is_named: bool) -> Credited:
    """Return the name that stands with the words; who wrote without his name never has one."""
    member, hidden = person.member, person.name_hidden or not is_named
    name = author_name(member.user.display_name, member.user.email, hidden)
    member.community = resource.community
    return Credited(name, "" if hidden or not member.is_active else member.get_absolute_url())
