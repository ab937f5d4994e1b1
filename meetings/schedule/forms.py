"""What is typed to change the schedule, beside the form of a change itself."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from communities.models.membership import Standing
from communities.person_rows import by_name
from meetings.models import DayOff, Meeting

LONGEST_DAYS_OFF = 200


def _day(**kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, **kwargs)


class CancelForm(forms.Form):
    """Why, and whether the later ones are cancelled, too."""

    words = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Whoever is invited reads it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say in a few words why.")},
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What do you cancel?"),
        choices=(
            ("this", gettext_lazy("This meeting only")),
            ("later", gettext_lazy("This meeting and all later ones")),
        ),
        initial="this",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say which meetings you cancel.")},
    )

    def __init__(self, data: QueryDict | None = None, *, meeting: Meeting) -> None:
        super().__init__(data)
        if not meeting.series.recurs:
            del self.fields["scope"]

    @property
    def is_for_later(self) -> bool:
        return self.cleaned_data.get("scope") == "later"


class DayOffForm(forms.Form):
    """A name and days."""

    name = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=100,
        error_messages={"required": gettext_lazy("Give it a name, as “Winter break”.")},
    )
    first_day = _day(
        label=gettext_lazy("First day"),
        error_messages={"required": gettext_lazy("Choose its first day.")},
    )
    last_day = _day(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty for one day."),
    )

    def __init__(self, data: QueryDict | None = None, *, day: DayOff | None = None) -> None:
        initial = (
            {"name": day.name, "first_day": day.first_day, "last_day": day.last_day} if day else {}
        )
        super().__init__(data, initial=initial)

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        given = self.cleaned_data
        given["last_day"] = given["last_day"] or given["first_day"]
        days = (given["last_day"] - given["first_day"]).days
        if days < 0:
            self.add_error("last_day", _("The last day is before the first one."))
        elif days >= LONGEST_DAYS_OFF:
            self.add_error("last_day", _("That is more than half a year. Choose an earlier day."))


class HostForm(forms.Form):
    """One member, to host a series."""

    member = forms.ModelChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Who?"),
        empty_label=gettext_lazy("Please choose"),
        error_messages={"required": gettext_lazy("Choose somebody first.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, member: Membership, prefix: str = ""
    ) -> None:
        super().__init__(data, auto_id=f"{prefix}-%s")
        people = Membership.objects.active().filter(community=member.community_id)
        field = cast("Any", self.fields["member"])
        field.queryset = by_name(people.exclude(standing=Standing.GUEST).select_related("user"))
        field.label_from_instance = lambda one: one.name
