"""A form that narrows a list: what makes no sense in it is left out, not complained of."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django import forms

from core.pagination import KeysetPage


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One thing that narrows a list, in words, and the address of the list without it."""

    label: str
    text: str
    url: str


class NarrowingForm(forms.Form):
    """None of its fields is required; what was chosen is known once it was validated."""

    def offer(self, name: str, all_of_them: str, choices: Any) -> None:
        """Let one of these be chosen, or what `all_of_them` calls the whole."""
        cast("Any", self.fields[name]).choices = [("", all_of_them), *choices]

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything was chosen in a field that one sees."""
        return any(self.cleaned_data.get(field.name) for field in self.visible_fields())

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what narrows the list, as its address says it."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowings(self, **besides: str) -> list[Narrowing]:
        """Return what was chosen in fields that one sees, in their order."""
        chosen = self.chosen | besides
        found = []
        for field in self.visible_fields():
            value = chosen.get(field.name)
            if not value:
                continue
            choices = dict(getattr(field.field, "choices", ()))
            left = {name: other for name, other in chosen.items() if name != field.name}
            text = str(choices.get(value, value))
            found.append(Narrowing(str(field.label), text, f"?{urlencode(left)}"))
        return found

    def listed(self, page: KeysetPage[Any], before: str | None, **besides: str) -> dict[str, Any]:
        """Return what the page of a narrowed list shows; `before` is where it begins, if not at the top.

        `besides` stands in the addresses of its other pages, too.
        """
        chosen = self.chosen | besides
        here = f"?{urlencode(chosen)}&" if chosen else "?"
        return {
            "filters": self.visible_fields(),
            "is_narrowed": self.is_narrowed,
            "narrowings": self.narrowings(**besides),
            "rows": page.items,
            "page": {
                "next_url": f"{here}before={page.next_cursor}" if page.has_next else "",
                "previous_url": here if before else "",
            },
        }
