"""`make score-digest-replies`: how much of the corpus of answers to digests is taken apart rightly."""

import json
import re
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings

from forums.mailed_words import read_words
from mailroom.taking_apart import Named, Part, TakenApart, take_apart

FOLDER = Path(__file__).parent / "replies"
HALVES = ("known", "kept-back", "later", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass
class Score:
    """How many parts came out as they should, of how many; and what did not."""

    right: int = 0
    total: int = 0
    # Parts under something that nothing was said of, or that should have been asked about.
    misplaced: int = 0
    wrong: list[str] = field(default_factory=list)


def score(half: str) -> Score:
    """Take apart each answer of one half; one that is to be asked about counts as one part."""
    digests = json.loads((FOLDER / "digests.json").read_text())
    found = Score()
    for path in sorted((FOLDER / half).glob("*.txt")):
        head, _line, body = path.read_text().partition("---\n")
        said = dict(line.split(": ", 1) for line in head.splitlines()[:2])
        expected = {line for line in head.splitlines()[2:] if line}
        got = _lines(_taken_apart(digests[said["digest"]], body, said["name"]))
        found.right += len(expected & got)
        found.total += len(expected)
        about = {line.split()[0] for line in expected}
        found.misplaced += sum(line.split()[0] not in about for line in got - {"doubt"})
        if got != expected:
            found.wrong.append(f"{half}/{path.stem}: {sorted(got)}")
    return found


def _taken_apart(digest: dict[str, list[list[str]]], body: str, name: str) -> TakenApart:
    named = [
        Named(label, partial(read_words, choices=choices, multiple=bool(multiple)), title)
        for label, title, choices, multiple in digest["items"]
    ]
    return take_apart(body, named, name=name, headings=[str(h) for h in digest["headings"]])


def _lines(taken: TakenApart) -> set[str]:
    """Return the parts as the files say them."""
    return {"doubt"} if taken.doubts else {line for part in taken.parts for line in _said(part)}


def _said(part: Part) -> list[str]:
    acts = [f"{part.label} {act.name} {act.value}".strip() for act in part.acts]
    words = re.sub(r"\s+", " ", part.words).strip()
    return [*acts, *([f"{part.label} text: {words}"] if words else [])]


def main() -> None:
    settings.configure(USE_I18N=False)
    for half in HALVES:
        found = score(half)
        sys.stdout.write(
            f"{half}: {found.right} of {found.total} parts, {found.misplaced} under a wrong item\n"
        )
        sys.stdout.writelines(f"  {line}\n" for line in found.wrong)


if __name__ == "__main__":
    main()
