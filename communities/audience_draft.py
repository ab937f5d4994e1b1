"""Who would see something by a rule that is not saved yet: the counts, and the people behind them."""

from collections.abc import Collection
from dataclasses import dataclass

from communities.audience_rules import AudienceRule, members_by_rule
from communities.audiences import AudienceSummary
from communities.models import Community, Membership
from communities.person_rows import PersonRow, by_name, person_rows


@dataclass(frozen=True, slots=True)
class AudienceDraft:
    """Each person stands once: by the rule, else as a facilitator, else as a guest."""

    rule: AudienceRule
    by_rule: list[PersonRow]
    facilitators: list[PersonRow]
    guests: list[PersonRow]

    @property
    def summary(self) -> AudienceSummary:
        return AudienceSummary(
            rule=self.rule,
            people=len(self.by_rule),
            sites=len({row.site_id for row in self.by_rule} - {None}),
            facilitators=len(self.facilitators),
            guests=len(self.guests),
        )


def draft_audience(
    community: Community,
    rule: AudienceRule,
    *,
    guests: Collection[int],
    keepers: Collection[int],
) -> AudienceDraft:
    """Return the people a rule would let in: two queries. `guests`, `keepers`: ids of memberships."""
    by_rule = person_rows(by_name(members_by_rule(community, rule)), community)
    there = {row.id for row in by_rule}
    besides = {*guests, *keepers} - there
    others = Membership.objects.active().filter(community=community, pk__in=besides)
    rest = person_rows(by_name(others), community)
    return AudienceDraft(
        rule=rule,
        by_rule=by_rule,
        facilitators=[row for row in rest if row.id in keepers],
        guests=[row for row in rest if row.id not in keepers],
    )
