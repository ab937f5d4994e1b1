"""A form that narrows a list: what makes no sense in it is left out, not complained of."""

from typing import Any, cast
from urllib.parse import urlencode

from django import forms

from core.pagination import KeysetPage


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

    def listed(self, page: KeysetPage[Any], before: str | None, **besides: str) -> dict[str, Any]:
        """Return what the page of a narrowed list shows; `before` is where it begins, if not at the top.

        `besides` stands in the addresses of its other pages, too.
        """
        chosen = self.chosen | besides
        here = f"?{urlencode(chosen)}&" if chosen else "?"
        return {
            "filters": self.visible_fields(),
            "is_narrowed": self.is_narrowed,
            "rows": page.items,
            "page": {
                "next_url": f"{here}before={page.next_cursor}" if page.has_next else "",
                "previous_url": here if before else "",
            },
        }
