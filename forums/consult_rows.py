"""Where a peer consult stands, and what is asked of its reader now: one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from core.markdown import excerpt
from core.prepared import prepared
from forums.bylines import AUTHOR, author_name
from forums.models import Consult, Step, Topic

EXCERPT = 240
HTML = 2000


@dataclass(frozen=True, slots=True)
class ConsultState:
    """What stands above the posts of a peer consult."""

    presenter: str
    steps: list[str]
    current: int
    """Which step it is, from 1; one more than there are when all are done."""
    ends_at: datetime
    is_over: bool
    """Whether the time of the step has passed."""
    turn: str
    """Whose turn it is, and what is asked of the reader."""
    next: str
    """The step the reader may go on to; empty if he may not."""
    next_word: str
    may_commit: bool
    commitment: str
    """The beginning of what the presenter will do."""
    commitment_url: str
    report_url: str
    may_report: bool


def consult_state(topic: Topic, *, member: Membership) -> ConsultState | None:
    """Return where the peer consult of a topic stands; None if it is none."""
    rows = _consult(topic)
    if not rows:
        return None
    step, ends_at, commitment, html, removed, report, *presenter = rows[0]
    name = author_name(*presenter)
    now, presents = Step(step), topic.author_id == member.pk
    may_go_on = not commitment and (presents or topic.facilitated)
    following = now.next if may_go_on else None
    posts = f"{topic.get_absolute_url()}posts/"
    return ConsultState(
        presenter=name,
        steps=[str(one.label) for one in Step],
        current=len(Step) + 1 if commitment else list(Step).index(now) + 1,
        ends_at=ends_at,
        is_over=not commitment and ends_at < timezone.now(),
        turn="" if commitment else _turn(now, name, presents=presents),
        next=following or "",
        next_word=str(following.label) if following else "",
        may_commit=presents and now == Step.COMMIT and not commitment,
        commitment=excerpt(html, EXCERPT) if html and not removed else "",
        commitment_url=f"{posts}{commitment}/" if commitment else "",
        report_url=f"{posts}{report}/" if report else "",
        may_report=presents and bool(commitment) and not report,
    )


def _turn(step: Step, name: str, *, presents: bool) -> str:
    if presents:
        return {
            Step.PRESENT: _("It is your turn: add what is missing, then go on to the questions."),
            Step.CLARIFY: _("The others ask. Answer what they want to know; advice comes later."),
            Step.ADVISE: _("The others advise. Listen: you need not answer or defend anything."),
            Step.COMMIT: _("It is your turn: say what you take from this and what you will do."),
        }[step]
    return {
        Step.PRESENT: _("It is the turn of %(name)s. Please read; your questions come next."),
        Step.CLARIFY: _(
            "It is your turn: ask %(name)s what you need to know to understand it. Keep advice for "
            "the next step."
        ),
        Step.ADVISE: _(
            "It is your turn: say what you would do, and what has worked where you are. %(name)s "
            "listens."
        ),
        Step.COMMIT: _("It is the turn of %(name)s, who now says what will be done."),
    }[step] % {"name": name}


@prepared
def _consult(topic: Topic) -> QuerySet[Consult, tuple[Any, ...]]:
    return Consult.objects.filter(topic_id=topic.pk).values_list(
        "step",
        "step_ends_at",
        "commitment__number",
        Left("commitment__html", HTML),
        "commitment__removed_at",
        "report__number",
        *(f"topic__{field}" for field in AUTHOR),
    )
