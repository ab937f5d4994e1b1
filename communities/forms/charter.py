"""The words of a charter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from communities.models import Charter, Community, Result


class CharterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new version; the earlier ones are kept."""

    results = forms.ModelMultipleChoiceField(
        label=gettext_lazy("The results we work for"),
        queryset=Result.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Charter
        fields = ["domain", "problem_of_practice", "purpose"]

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["results"]
        field.queryset = Result.objects.filter(community=community)
