"""Who sees a resource once it is published."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from communities.models import Audience, Membership
from forums.audience_choices import audience_choices, value_of


class AudienceChoiceForm(forms.Form):
    """Who sees something."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who sees it once it is published?"), widget=forms.RadioSelect
    )

    def __init__(
        self, data: QueryDict | None = None, *, member: Membership, audience: Audience
    ) -> None:
        super().__init__(data, initial={"audience": value_of(audience)})
        cast("Any", self.fields["audience"]).choices = audience_choices(member, audience)
