"""What a resource quotes, as it may go beyond its community: rules, without any mail.

A quotation goes along if who said it agreed to that step, or to a wider one. Agreeing at home is
not enough, and what is shown at home without a name is never shown with it elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Self

from knowledge.commons.flags import without
from knowledge.kinds import Reach
from knowledge.models import (
    AGREED,
    Consent,
    CreditChoice,
    Quotation,
    QuotedPerson,
    Release,
    Resource,
    SourceState,
    WiderConsent,
)


class Going(Enum):
    """How somebody who is quoted stands to a step."""

    NAMED = "named"
    NAMELESS = "nameless"
    ASKED = "asked"
    TO_ASK = "to ask"
    NOT = "not"


_SURE = frozenset({Going.NAMED, Going.NAMELESS})


@dataclass(frozen=True, slots=True)
class Words:
    """A quotation that may go along, and how who said it stands to that."""

    quotation: Quotation
    going: Going
    until: datetime | None = None

    @property
    def name(self) -> str:
        """Return the name under which it would stand there, if under any."""
        person = self.quotation.person
        may_be_named = self.going == Going.NAMED or (
            self.going in {Going.ASKED, Going.TO_ASK}
            and not person.name_hidden
            and person.consent == Consent.NAMED
        )
        return person.member.name if may_be_named else ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """How many people are quoted in what goes out, and how they stand to it."""

    people: int
    agreed: int
    asked: int
    until: datetime | None

    @classmethod
    def of(cls, found: Sequence[Words]) -> Self:
        """Return the counts of people, and when the last of those who were asked must have said."""
        going = {one.quotation.person_id: one for one in found}.values()
        agreed = sum(one.going in {Going.NAMED, Going.NAMELESS} for one in going)
        untils = [one.until for one in going if one.going == Going.ASKED and one.until]
        return cls(
            people=len(going),
            agreed=agreed,
            asked=len(going) - agreed,
            until=max(untils, default=None),
        )


def words_beside(resource: Resource, reach: str, *, by: Sequence[int | None] = ()) -> list[Words]:
    """Return what may go along on this step, in its order: two queries, one where nothing is quoted.

    `by` are the members who let it out as its authors: their own words go with them, and under
    their name if they chose to be named. Of a post that was removed nothing goes beyond.
    """
    rows = list(
        Quotation.objects.filter(resource=resource, person__consent__in=(*AGREED, Consent.WAITING))
        .exclude(source_state=SourceState.REMOVED)
        .select_related("person__member__user")
        .order_by("number")
    )
    if not rows:
        return []
    said: dict[int, dict[str, WiderConsent]] = {}
    for one in WiderConsent.objects.filter(person__resource=resource):
        said.setdefault(one.person_id, {})[one.reach] = one
    chosen = dict(
        CreditChoice.objects.filter(resource=resource).values_list("member_id", "is_named")
    )
    found = []
    for row in rows:
        person = row.person
        is_named = chosen.get(person.member_id)
        is_own = person.member_id in by and not person.name_hidden
        answers = said.get(person.pk, {})
        going = how_going(person, answers, reach, is_own=is_own, is_named=is_named)
        if going != Going.NOT:
            waiting = answers.get(reach)
            found.append(Words(row, going, waiting.until if waiting else None))
    return found


def how_going(
    person: QuotedPerson,
    answers: Mapping[str, WiderConsent],
    reach: str,
    *,
    is_own: bool,
    is_named: bool | None,
) -> Going:
    """Return how he stands to a step; `is_named` is what he chose for his name beyond, if he did."""
    if person.consent not in {*AGREED, Consent.WAITING}:
        return Going.NOT
    # Yes to the public web is yes to all communities here, too; no to these is no to the web.
    steps = [Reach.PLATFORM, Reach.PUBLIC] if reach == Reach.PLATFORM else [Reach.PUBLIC]
    agreed = {answers[step].answer for step in steps if step in answers} & set(AGREED)
    if agreed:
        hides = person.name_hidden or person.consent == Consent.NAMELESS or is_named is False
        return Going.NAMELESS if hides or Consent.NAMELESS in agreed else Going.NAMED
    own = answers.get(reach)
    said = own or answers.get(Reach.PLATFORM)
    if said is not None and said.answer == Consent.DECLINED:
        return Going.NOT
    if is_own:
        return Going.NAMED if is_named and person.consent == Consent.NAMED else Going.NAMELESS
    return Going.TO_ASK if own is None else Going.ASKED


def may_be_read(release: Release, reach: str) -> set[tuple[str, str]]:
    """Return words and names that may be read on this step by now, as a release would put them."""
    found = words_beside(release.resource, reach, by=speakers_of(release))
    sure = [one for one in found if one.going in _SURE]
    return {(words, name) for words, name in (told(one, release.left_out) for one in sure)}


def quotations_of_release(release: Release, *, also_asked: bool = False) -> list[list[str]]:
    """Return words and names as they go along now; with `also_asked` those whose answer is awaited.

    Only as they were when it was asked for: what says something else since was agreed to by nobody.
    """
    if not release.quotations:
        return []
    found = words_beside(release.resource, release.reach, by=speakers_of(release))
    return [
        told(one, release.left_out)
        for one in found
        if release.quotations.get(str(one.quotation.pk))
        == without(one.quotation.words, release.left_out)
        and (also_asked or one.going in _SURE)
    ]


def speakers_of(release: Release) -> list[int | None]:
    """Return who speaks for its authors, by his own doing."""
    return [release.author_id]


def told(one: Words, left_out: Sequence[str]) -> list[str]:
    """Return the words, and the name with which they stand: none where it is not shown."""
    name = "" if one.name in left_out else one.name
    return [without(one.quotation.words, left_out), name]
