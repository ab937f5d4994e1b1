"""Whether a resource is for more people than what it quotes. Call inside the scope."""

from collections.abc import Collection

from communities.audience_rules import covers, rule_of
from communities.models import Membership


def is_wider(audience_id: int, than: Collection[int]) -> bool:
    """Return whether somebody sees the one, or may come to by its rule, and not all of the others.

    Nobody who sees it as a guest, or because he keeps its forum going, counts less than others.
    """
    others = set(than) - {audience_id}
    if not others:
        return False
    rule = rule_of(audience_id)
    if not all(covers(rule_of(other), rule) for other in others):
        return True
    people = Membership.objects.in_audience(audience_id)
    return any(
        people.exclude(pk__in=Membership.objects.in_audience(other).values("pk")).exists()
        for other in others
    )
