"""What somebody else changed while a form was open, for the page that shows both."""

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A field that somebody else changed while this form was open."""

    label: str
    theirs: str
    """What it says now, in words."""
    mine: str
    """What was typed; empty where it was left alone."""


def in_words(field: forms.Field, value: Any) -> str:
    """Return a value as the field shows it: of choices, what they are called."""
    choices = getattr(field, "choices", None)
    listed = value if isinstance(value, list) else [value]
    if choices is None:
        return str(value)
    flat = dict(_flat(choices))
    return ", ".join(str(flat.get(str(one), one)) for one in listed)


def _flat(choices: Any) -> list[tuple[str, object]]:
    found = []
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            found += _flat(label)
        else:
            found.append((str(value), label))
    return found
