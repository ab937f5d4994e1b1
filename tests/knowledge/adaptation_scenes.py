"""What the tests of adaptations share: a site that uses a resource, and what it tells."""

from typing import Any

from django.utils import timezone

from communities.models import Membership
from knowledge.adaptations.actions import Plan, Report, begin_adaptation, tell_outcome
from knowledge.models import Adaptation, Outcome, Resource


def uses(resource: Resource, by: Membership, **fields: Any) -> Adaptation:
    """Let his site use it; call inside the scope."""
    assert by.site is not None
    values = {"change": "We walk at noon.", "people": (by.pk,), "ask_after": 28}
    plan = Plan(**{"begun_on": timezone.localdate(), **values, **fields})
    return begin_adaptation(resource, by.site, plan, by=by)


def tells(adaptation: Adaptation, by: Membership, outcome: Outcome = Outcome.WORKED) -> None:
    tell_outcome(adaptation, Report(outcome=outcome, happened="Thirty come."), by=by)
