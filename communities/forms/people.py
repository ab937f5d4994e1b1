"""What is said of a member."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from communities.models import Membership, Role, Site
from communities.models.membership import Circle, Pace, Standing
from core.option_labels import described

CIRCLES = [
    (
        Circle.CORE,
        described(gettext_lazy("Core group"), gettext_lazy("Runs the community.")),
    ),
    (
        Circle.INNER,
        described(gettext_lazy("Inner circle"), gettext_lazy("Steers it.")),
    ),
    (
        Circle.OUTER,
        described(gettext_lazy("Outer circle"), gettext_lazy("Takes part out of interest.")),
    ),
]
STANDINGS = [
    (
        Standing.GUEST,
        described(
            gettext_lazy("Guest"), gettext_lazy("Sees only what he or she was invited to by name.")
        ),
    ),
    (
        Standing.MEMBER,
        described(gettext_lazy("Member"), gettext_lazy("Reads and writes.")),
    ),
    (
        Standing.FACILITATOR,
        described(
            gettext_lazy("Facilitator"),
            gettext_lazy("Keeps the community going: invites people, sees the forums."),
        ),
    ),
    (
        Standing.ADMIN,
        described(
            gettext_lazy("Admin"),
            gettext_lazy("Everything a facilitator may, and who may do what."),
        ),
    ),
]
BELOW_FACILITATOR = {Standing.GUEST, Standing.MEMBER}
PACES = [
    (
        Pace.DAILY,
        described(
            gettext_lazy("Every day"),
            gettext_lazy("If there is something new."),
        ),
    ),
    (
        Pace.WEEKDAYS,
        described(
            gettext_lazy("Monday to Friday"),
            gettext_lazy("If there is something new. Monday's mail has the weekend in it."),
        ),
    ),
    (
        Pace.WEEKLY,
        described(gettext_lazy("Once a week"), gettext_lazy("On the day you choose below.")),
    ),
    (
        Pace.MONTHLY,
        described(
            gettext_lazy("Once a month"),
            gettext_lazy("The first time in the month that the day below comes."),
        ),
    ),
    (
        Pace.CONCERNS,
        described(
            gettext_lazy("Only when something concerns me"),
            gettext_lazy(
                "Somebody answers you, calls you, or waits for your role. At most once a day."
            ),
        ),
    ),
    (
        Pace.NEVER,
        described(gettext_lazy("Never"), gettext_lazy("You look here yourself.")),
    ),
]


class PersonForm(forms.Form):
    """Roles, site, circle and standing; who facilitates is the admins' to say."""

    roles = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Roles"),
        queryset=Role.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "options--columns"}),
        help_text=gettext_lazy(
            "What this person does in daily life. It decides which forums open."
        ),
    )
    site = forms.ModelChoiceField(
        label=gettext_lazy("Site"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=gettext_lazy("No site"),
    )
    circle = forms.ChoiceField(
        label=gettext_lazy("Circle"), choices=CIRCLES, widget=forms.RadioSelect
    )
    standing = forms.ChoiceField(
        label=gettext_lazy("Standing"), choices=STANDINGS, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, member: Membership, by: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "roles": [role.pk for role in member.roles],
            "site": member.site_id,
            "circle": member.circle,
            "standing": member.standing,
        }
        super().__init__(*args, **kwargs)
        community = {"community_id": member.community_id}
        self.fields["roles"].queryset = Role.objects.filter(**community)  # type: ignore[attr-defined]
        self.fields["site"].queryset = Site.objects.filter(**community)  # type: ignore[attr-defined]
        if by.is_admin:
            return
        if member.is_facilitator:
            del self.fields["standing"]
            return
        standing: Any = self.fields["standing"]
        standing.choices = [pair for pair in STANDINGS if pair[0] in BELOW_FACILITATOR]
        standing.required = False


class PaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """How often the news of this community comes by mail."""

    class Meta:
        model = Membership
        fields = ["pace"]
        widgets = {"pace": forms.RadioSelect}
        labels = {"pace": gettext_lazy("How often do you want the news by mail?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pace"].choices = PACES  # type: ignore[attr-defined]


class JoinRequestForm(forms.Form):
    """A word to the facilitators from somebody who asks to join."""

    note = forms.CharField(
        label=gettext_lazy("A word to the facilitators"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Who you are, and what brings you here."),
    )


class RefusalForm(forms.Form):
    """Why somebody is not let in, or not in any more."""

    reason = forms.CharField(
        label=gettext_lazy("Your reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is sent to this person by mail."),
    )
