"""What one may change from a mail, without signing in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models.membership import Pace
from communities.switcher import Entry

PREFIX = "community_"


class PaceForm(forms.Form):
    """How often the digest comes: one choice for each community."""

    def __init__(self, *args: Any, communities: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry in communities:
            self.fields[f"{PREFIX}{entry.community_id}"] = forms.ChoiceField(
                label=entry.name,
                choices=Pace.choices,
                initial=entry.pace,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose how often.")},
            )

    def paces(self) -> dict[int, Pace]:
        """Return the choices by community id."""
        return {
            int(name.removeprefix(PREFIX)): Pace(pace) for name, pace in self.cleaned_data.items()
        }
