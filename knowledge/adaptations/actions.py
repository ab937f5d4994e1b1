"""Beginning an adaptation, changing it, and telling what came of it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from communities.due_work import due
from communities.models import Membership, Site
from knowledge.adaptations.asking import promise_to_ask
from knowledge.adaptations.evidence import move_evidence
from knowledge.adaptations.telling import TELL_BEGUN, TELL_TOLD
from knowledge.content import Credit
from knowledge.models import Adaptation, AdaptationPerson, Outcome, Resource
from moderation.record import record


class AlreadyOpenError(Exception):
    """The site uses it already, and has not told yet what came of it."""

    def __init__(self, adaptation: Adaptation) -> None:
        super().__init__("there is one open")
        self.adaptation = adaptation


class AlreadyToldError(Exception):
    """Somebody told its outcome meanwhile; nothing was deleted."""


class ChangedMeanwhileError(Exception):
    """It says something else than what the writer saw; nothing was written."""

    def __init__(self, adaptation: Adaptation) -> None:
        super().__init__("it was changed meanwhile")
        self.adaptation = adaptation


class ToldMeanwhileError(Exception):
    """Its outcome says something else than what the writer saw; nothing was written."""

    def __init__(self, adaptation: Adaptation) -> None:
        super().__init__("it was told meanwhile")
        self.adaptation = adaptation


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a site does with a resource, as its form gives it."""

    different: str = ""
    change: str = ""
    people: tuple[Credit, ...] = ()
    begun_on: date
    ask_after: int
    is_shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of it. `figures` are a label, what it was before, and what it is after."""

    outcome: Outcome
    happened: str = ""
    figures: Sequence[Sequence[str]] = ()


def begin_adaptation(
    resource: Resource,
    site: Site,
    plan: Plan,
    *,
    by: Membership,
    at: datetime | None = None,
    tell_at: datetime | None = None,
) -> Adaptation:
    """Note that a site uses it. `at` is when, and `tell_at` when its authors are told, if not now.

    Raises AlreadyOpenError with the one that is open.
    """
    now = at or timezone.now()
    with transaction.atomic():
        # One at a time: the resource's row is the queue.
        Resource.objects.select_for_update().get(pk=resource.pk)
        open_ = Adaptation.objects.filter(resource=resource, site=site, outcome="").first()
        if open_ is not None:
            raise AlreadyOpenError(open_)
        adaptation = Adaptation(
            community=by.community, resource=resource, site=site, opened_by=by, created_at=now
        )
        _write(adaptation, plan, by=by, at=now, tell_at=tell_at)
    return adaptation


def change_adaptation(
    adaptation: Adaptation, plan: Plan, *, by: Membership, saw: str | None = None
) -> None:
    """Keep what its people say now; what was shown once stays shown.

    `saw` is as_planned() of what it replaces. Raises ChangedMeanwhileError with what stands there
    now.
    """
    with transaction.atomic():
        current = _locked(adaptation)
        if saw is not None and saw != as_planned(current):
            raise ChangedMeanwhileError(current)
        _write(current, plan, by=by, at=timezone.now())
        if current.outcome:
            move_evidence(current)


def delete_adaptation(adaptation: Adaptation, *, by: Membership) -> None:
    """Take back that the site uses it; of another site, that is in the record.

    Raises AlreadyToldError once it was told what came of it.
    """
    with transaction.atomic():
        current = _locked(adaptation)
        if current.outcome:
            raise AlreadyToldError
        if by.pk != current.opened_by_id and by.site_id != current.site_id:
            record(by, "use_deleted", adaptation.resource, note=current.site.name)
        adaptation.delete()


def as_told(adaptation: Adaptation) -> str:
    """Return a mark of what its outcome says, to be sent back with a form; empty for nothing."""
    return _mark([adaptation.outcome, adaptation.happened, adaptation.figures])


def as_planned(adaptation: Adaptation) -> str:
    """Return the same of what is different at its site, and what it does another way."""
    return _mark([adaptation.different, adaptation.change])


def _mark(said: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16] if any(said) else ""


def tell_outcome(
    adaptation: Adaptation,
    report: Report,
    *,
    by: Membership,
    saw: str | None = None,
    at: datetime | None = None,
) -> None:
    """Keep what came of it, also in another wording later; the resource moves by its rule.

    `saw` is as_told() of what it replaces. Raises ToldMeanwhileError with what stands there now.
    """
    with transaction.atomic():
        current = _locked(adaptation)
        if saw is not None and saw != as_told(current):
            raise ToldMeanwhileError(current)
        is_news = not current.outcome
        figures = [list(row) for row in report.figures]
        if (current.happened, current.figures) != (report.happened, figures):
            current.tellers = sorted(current.told_by_all() | {by.pk})
        current.outcome, current.happened = report.outcome, report.happened
        current.figures = figures
        current.told_by, current.told_at = by, current.told_at or at or timezone.now()
        current.save()
        if current.shown_at is not None:
            move_evidence(current)
            if is_news:
                due(TELL_TOLD, current.pk, community=current.community)


def add_words(adaptation: Adaptation, words: str, *, by: Membership) -> None:
    """Add to what happened, whether its outcome is told or still to be chosen."""
    with transaction.atomic():
        current = _locked(adaptation)
        current.tellers = sorted(current.told_by_all() | {by.pk})
        current.happened = "\n\n".join(part for part in (current.happened, words) if part)
        current.told_by = by
        current.save(update_fields=["happened", "told_by", "tellers"])
    adaptation.happened = current.happened


def add_to_plan(adaptation: Adaptation, words: str, *, by: Membership) -> bool:
    """Add to what is different at its site; return False where that is more than fits."""
    with transaction.atomic():
        current = _locked(adaptation)
        different = "\n\n".join(part for part in (current.different, words) if part)
        if len(different) > (Adaptation._meta.get_field("different").max_length or 0):
            return False
        current.planners = sorted(current.planned_by() | {by.pk})
        current.different, current.changed_by = different, by
        current.save(update_fields=["different", "changed_by", "planners"])
    return True


def _locked(adaptation: Adaptation) -> Adaptation:
    found = Adaptation.objects.select_for_update(of=("self",)).select_related("site", "told_by")
    current: Adaptation = found.get(pk=adaptation.pk)
    current.community = adaptation.community
    if current.told_by is not None:
        current.told_by.community = adaptation.community
    return current


def _write(
    adaptation: Adaptation,
    plan: Plan,
    *,
    by: Membership,
    at: datetime,
    tell_at: datetime | None = None,
) -> None:
    if (adaptation.different, adaptation.change) != (plan.different, plan.change):
        adaptation.planners = sorted(adaptation.planned_by() | {by.pk})
    if adaptation.pk:
        adaptation.changed_by = by
    adaptation.different, adaptation.change = plan.different, plan.change
    is_new = (adaptation.begun_on, adaptation.ask_after) != (plan.begun_on, plan.ask_after)
    if is_new:
        adaptation.begun_on, adaptation.ask_after = plan.begun_on, plan.ask_after
        adaptation.ask_on = _day_of_asking(plan, timezone.localdate(at))
        adaptation.asked_at = adaptation.reminded_at = None
    is_news = plan.is_shown and adaptation.shown_at is None
    if is_news:
        adaptation.shown_at = at
    adaptation.save()
    if is_new:
        promise_to_ask(adaptation)
    if is_news:
        due(TELL_BEGUN, adaptation.pk, community=adaptation.community, at=tell_at)
        if adaptation.outcome:
            due(TELL_TOLD, adaptation.pk, community=adaptation.community)
    AdaptationPerson.objects.filter(adaptation=adaptation).delete()
    AdaptationPerson.objects.bulk_create(
        AdaptationPerson(
            community_id=adaptation.community_id,
            adaptation=adaptation,
            member_id=one if isinstance(one, int) else None,
            name="" if isinstance(one, int) else one,
            position=position,
        )
        for position, one in enumerate(plan.people)
    )


def _day_of_asking(plan: Plan, today: date) -> date | None:
    """Return the chosen day, or tomorrow where that has passed."""
    if not plan.ask_after:
        return None
    return max(plan.begun_on + timedelta(days=plan.ask_after), today + timedelta(days=1))
