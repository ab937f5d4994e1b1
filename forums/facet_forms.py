"""Choosing what a topic is about."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from communities.facets import CAPACITY, RESULT, Facet, facets_of
from communities.models import Community

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_LABELS: "dict[str, _StrOrPromise]" = {
    CAPACITY: _("What it helps us to be good at"),
    RESULT: _("The results it works for"),
}


class FacetForm(forms.Form):
    """All of it may stay empty."""

    def __init__(
        self, data: QueryDict | None = None, *, community: Community, chosen: Sequence[str] = ()
    ) -> None:
        super().__init__(data)
        self._facets = facets_of(community)
        for kind, label in _LABELS.items():
            choices = [(f.value, f.label) for f in self._facets.values() if f.kind == kind]
            if choices:
                self.fields[kind] = forms.MultipleChoiceField(
                    label=label,
                    choices=choices,
                    required=False,
                    initial=[value for value in chosen if value in self._facets],
                    widget=forms.CheckboxSelectMultiple,
                )

    @property
    def facets(self) -> list[Facet]:
        """Return what was chosen, once the form is valid."""
        return [self._facets[value] for kind in self.fields for value in self.cleaned_data[kind]]

    @property
    def has_chosen(self) -> bool:
        """Return whether anything is ticked as the form stands: then it is shown open."""
        return any(field.value() for field in self)
