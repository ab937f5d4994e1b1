"""What is quoted, as far as it may go along."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from forums.bylines import author_name
from knowledge.models import AGREED, Consent, Quotation, SourceState


def agreed_quotations(shown: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    """Return words and name of what is quoted, by resource, of these that readers see. One query.

    Only of people who agreed themselves: silence counts for the page where they were quoted. A name
    goes along where the page shows it.
    """
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    quotations = Quotation.objects.filter(
        resource__in=shown, person__consent__in=AGREED, person__by_silence=False
    ).select_related("person__member__user")
    for one in quotations.order_by("resource", "number"):
        told = {"words": one.words}
        hidden = one.person.name_hidden or one.person.consent != Consent.NAMED
        if not hidden and one.source_state != SourceState.REMOVED:
            user = one.person.member.user
            told["by"] = author_name(user.display_name, user.email, hidden)
        found[one.resource_id].append(told)
    return found


def marks_of(quotations: Iterable[Mapping[str, str]]) -> list[str]:
    """Return what tells these words with these names from others, without saying them."""
    told = (f"{one['words']}\0{one.get('by', '')}" for one in quotations)
    return sorted({sha256(text.encode()).hexdigest()[:20] for text in told})
