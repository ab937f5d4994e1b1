"""What must be decided before something is read elsewhere: each thing that was found in it."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from knowledge.commons.flags import Flag
from knowledge.kinds import Reach

OUT, KEEP = "out", "keep"
_CHOICES = [(OUT, gettext_lazy("Leave it out")), (KEEP, gettext_lazy("Show it"))]


class ReleaseForm(forms.Form):
    """One choice for each flag; those of an earlier time are chosen already, others are not."""

    reach = forms.ChoiceField(choices=Reach, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        flags: Sequence[Flag],
        left_out: Collection[str] = (),
        kept: Collection[str] = (),
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.flags = flags
        for flag in flags:
            before = OUT if flag.text in left_out else KEEP if flag.text in kept else None
            self.fields[flag.key] = forms.ChoiceField(
                label=flag.label,
                choices=_CHOICES,
                widget=forms.RadioSelect,
                initial=before,
                error_messages={
                    "required": gettext_lazy("Choose whether others may read this."),
                },
            )

    def chosen(self, choice: str) -> list[str]:
        """Return the texts for which this was chosen, once the form is valid."""
        return [flag.text for flag in self.flags if self.cleaned_data[flag.key] == choice]

    @property
    def is_decided(self) -> bool:
        """Return whether nothing is open before anything was sent."""
        return all(self.fields[flag.key].initial for flag in self.flags)

    def decided_before(self) -> list[str]:
        """Return what was left out an earlier time, too."""
        return [flag.text for flag in self.flags if self.fields[flag.key].initial == OUT]
