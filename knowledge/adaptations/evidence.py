"""How far a resource was tried, by what sites told: one rule, which only ever goes up.

The first outcome makes an idea "tried once", whatever it was. Outcomes of two sites that are not the
author's make it "tried at several sites". "Evaluated" only a person says. The rule takes each step
once: who sets it back by hand is not overruled by the next outcome.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from knowledge.actions.writing import change_resource
from knowledge.content import content_of
from knowledge.kinds import Evidence, State
from knowledge.models import Adaptation, Resource, ResourceCredit
from moderation.record import record

STEPS = (Evidence.IDEA, Evidence.ONCE, Evidence.SEVERAL, Evidence.EVALUATED)
SEVERAL = 2


def level_by(told_at: Iterable[int], authors_sites: Collection[int]) -> Evidence:
    """Return how far it was tried, by the sites that told an outcome."""
    sites = set(told_at)
    if len(sites - set(authors_sites)) >= SEVERAL:
        return Evidence.SEVERAL
    return Evidence.ONCE if sites else Evidence.IDEA


def next_level(now: str, found: Evidence, taken: Collection[str]) -> Evidence | None:
    """Return the level to go to, if the rule has something to say.

    `taken` are the steps that it took before.
    """
    if STEPS.index(found) <= STEPS.index(Evidence(now)) or found in taken:
        return None
    return found


def move_evidence(adaptation: Adaptation) -> Evidence | None:
    """Bring the resource to its level after an outcome: a version of its own. Return it if it moved.

    Call in the transaction that told it; the adaptation has its `told_by` and `site`.
    """
    current = Resource.objects.select_for_update().with_labels().get(pk=adaptation.resource_id)
    by = adaptation.told_by
    if current.state != State.PUBLISHED or by is None:
        return None
    current.community = by.community
    told = Adaptation.objects.filter(resource=current).told()
    taken = set(
        Adaptation.objects.filter(resource=current)
        .exclude(moved_to="")
        .values_list("moved_to", flat=True)
    )
    found = level_by(told.values_list("site", flat=True), _authors_sites(current))
    level = next_level(current.evidence, found, taken)
    if level is None:
        return None
    with translation.override(current.community.language):
        note = _("%(site)s told what came of it: %(level)s") % {
            "site": adaptation.site.name,
            "level": level.label,
        }
    content = replace(content_of(current), evidence=level)
    change_resource(current, content, by=by, began_from=current.version, note=note[:200])
    adaptation.moved_to, adaptation.moved_in = level, current.version + 1
    adaptation.save(update_fields=["moved_to", "moved_in"])
    record(by, "evidence_moved", current, note=note)
    return level


def _authors_sites(resource: Resource) -> set[int]:
    """Return the sites of the resource, its owner and its authors: one query."""
    authors = ResourceCredit.objects.filter(resource=resource, is_author=True)
    sites = set(authors.values_list("member__site", flat=True))
    return {pk for pk in (*sites, resource.site_id, resource.owner.site_id) if pk is not None}
