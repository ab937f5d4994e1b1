"""What facilitators are asked about asking the sites."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from communities.models import Membership, Role
from forums.models import Forum
from site_updates.actions import Wish
from site_updates.models import Every

DAYS = [(day, str(day)) for day in range(1, 29)]


class PlanForm(forms.Form):
    """Once valid, `wish` says how the community asks."""

    # A browser would not let it be switched off without them.
    use_required_attribute = False

    is_on = forms.BooleanField(
        label=gettext_lazy("Ask the sites for their news by mail"), required=False
    )
    roles = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who is asked?"),
        queryset=Role.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "options--columns options--scroll"}),
        help_text=gettext_lazy("At each site, everybody with one of these roles."),
        error_messages={"required": gettext_lazy("Choose at least one role, or nobody is asked.")},
    )
    every = forms.TypedChoiceField(
        label=gettext_lazy("How often?"), choices=Every, coerce=int, widget=forms.RadioSelect
    )
    day = forms.TypedChoiceField(
        label=gettext_lazy("On which day of the month?"),
        choices=DAYS,
        coerce=int,
        help_text=gettext_lazy(
            "At nine in the morning, by your community's clock. Until the 10th, the mail asks about "
            "the month before."
        ),
    )
    forum = forms.ModelChoiceField(
        label=gettext_lazy("Which forum do the answers go to?"),
        queryset=Forum.objects.none(),
        empty_label=gettext_lazy("Choose a forum"),
        help_text=gettext_lazy("Only who sees this forum is asked, and reads what the sites tell."),
        error_messages={"required": gettext_lazy("Choose where the answers go.")},
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["roles"]
        roles.queryset = Role.objects.filter(community=member.community_id)
        roles.label_from_instance = lambda role: role.label_plural
        forum: Any = self.fields["forum"]
        forum.queryset = Forum.objects.visible_to(member)
        forum.label_from_instance = lambda one: one.label
        if self.is_bound and "is_on" not in self.data:
            roles.required = forum.required = False

    @property
    def wish(self) -> Wish:
        return Wish(**{**self.cleaned_data, "roles": list(self.cleaned_data["roles"])})
