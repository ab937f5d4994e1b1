"""Whether a resource is for more people than what it quotes. Call inside the scope."""

from collections.abc import Collection

from communities.audience_rules import AudienceRule, rule_of
from communities.models import Membership


def covers(outer: AudienceRule, inner: AudienceRule) -> bool:
    """Return whether whoever is let in by the inner rule is by the outer one, now and later."""
    if inner.named_only:
        return True
    if outer.named_only:
        return False
    axes = (
        (outer.roles, inner.roles),
        (outer.sites, inner.sites),
        (outer.circles, inner.circles),
    )
    return all(o is None or (i is not None and i <= o) for o, i in axes)


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
