"""How something that was released is cited: APA, 7th edition (Publication Manual, sections 9.7 to 9.12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

# Small words that belong to the family name that follows: "de la Cruz".
_PARTICLES = frozenset(
    {"da", "de", "del", "der", "di", "dos", "la", "las", "los", "van", "von", "y"}
)
# A longer name is an organisation's, or that of a group of people; it stands as it is.
_LONGEST_NAME = 5
_MOST_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts between which the title is set apart."""

    before: str
    title: str
    after: str
    url: str

    def __str__(self) -> str:
        return f"{self.before} {self.title} {self.after} {self.url}"


def apa(
    *,
    authors: Sequence[str],
    community: str,
    day: date,
    title: str,
    version: int,
    kind: str,
    url: str,
) -> Citation:
    """Return how it is cited. Without named authors the community is the author."""
    names = [inverted(name) for name in authors] or [community]
    when = date_format(day, r"Y, j \d\e F" if get_language() == "es" else "Y, F j")
    publisher = f"{community}, Porchlight." if authors else "Porchlight."
    who = _listed(names)
    who = who if who.endswith(".") else f"{who}."
    return Citation(f"{who} ({when}).", title, f"(Version {version}) [{kind}]. {publisher}", url)


def inverted(name: str) -> str:
    """Return "Ortiz, S. M." for "Sam M. Ortiz"; what is no person's name as it is."""
    words = name.split()
    first_small = next((n for n, w in enumerate(words) if n and w.lower() in _PARTICLES), None)
    is_person = (
        2 <= len(words) <= _LONGEST_NAME
        and words[0].lower() not in {"the", "los", "las", "el", "la"}
        and all(w[:1].isupper() or w in _PARTICLES for w in words)
    )
    if not is_person or words[-1] in _PARTICLES:
        return name
    begin = first_small if first_small is not None else len(words) - 1
    given = " ".join("-".join(f"{p[0]}." for p in w.split("-") if p) for w in words[:begin])
    return f"{' '.join(words[begin:])}, {given}"


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) > _MOST_AUTHORS:
        return ", ".join(names[: _MOST_AUTHORS - 1]) + f", . . . {names[-1]}"
    return ", ".join(names[:-1]) + f", & {names[-1]}"
