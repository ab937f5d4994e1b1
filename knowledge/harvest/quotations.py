"""What a resource quotes, as somebody may read it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from communities.models import Membership
from forums.bylines import author_name
from knowledge.harvest.source_kinds import SeenSource, source_kind
from knowledge.models import Quotation, Resource


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """Words, by whom, and from where; `name` is what stands with the source."""

    number: int
    words: str
    name: str
    source: SeenSource


@dataclass(frozen=True, slots=True)
class Quotations:
    """What the reader may read, and how much there is besides."""

    rows: list[QuotationRow]
    unseen: int = 0


def quotations_of(resource: Resource, member: Membership) -> Quotations:
    """Return what the member may read of what is quoted: two queries, one where nothing is.

    Words are for those who see where they were said.
    """
    found = list(
        Quotation.objects.filter(resource=resource)
        .select_related("person__member__user")
        .order_by("number")
    )
    seen = seen_sources(found, member)
    rows = [_row(one, source) for one in found if (source := seen.get(one.pk)) and source.url]
    return Quotations(rows, len(found) - len(rows))


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


def _row(one: Quotation, source: SeenSource) -> QuotationRow:
    user, hidden = one.person.member.user, one.person.name_hidden
    name = author_name(user.display_name, user.email, hidden)
    return QuotationRow(one.number, one.words, name, source)
