"""What is typed into notes."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from communities.person_rows import by_name
from meetings.models import ActionItem, Meeting, NotesSection
from meetings.models.action_item import LONGEST_WORDS
from meetings.models.notes import LONGEST_SECTION

# A day that is farther off was mistyped.
FARTHEST = timedelta(days=2 * 366)
TWO_WEEKS = timedelta(days=14)


class SectionForm(forms.Form):
    """The words of a section, and from which ones they go on."""

    text = forms.CharField(
        label=gettext_lazy("What was said"),
        required=False,
        max_length=LONGEST_SECTION,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={
            "max_length": gettext_lazy(
                "That is more than fits into one section: at most %(limit_value)s characters. Put "
                "the rest into another section."
            )
        },
    )
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    page_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, section: NotesSection) -> None:
        initial = {"text": section.text, "base": section.version, "page_key": uuid4()}
        super().__init__(data, initial=initial)

    @property
    def kept(self) -> tuple[str, int, UUID]:
        """Return text, version and page once the form is valid."""
        given = self.cleaned_data
        return given["text"], given["base"], given["page_key"]


class DecisionForm(forms.Form):
    decision = forms.CharField(
        label=gettext_lazy("What was decided?"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("One sentence that everybody agreed on."),
    )

    @property
    def words(self) -> str:
        """Return the decision once the form is valid; empty for none."""
        return str(self.cleaned_data["decision"])


class ItemForm(forms.Form):
    """Who does what until when; nothing of it is asked for while `words` is empty."""

    words = forms.CharField(
        label=gettext_lazy("Who does what?"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("As “Ask the bus company about the 7:10”."),
    )
    owner = forms.ModelChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Who does it?"),
        required=False,
        empty_label=gettext_lazy("Please choose"),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until when?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        meeting: Meeting,
        item: ActionItem | None = None,
    ) -> None:
        initial: dict[str, Any] = {"due_on": due_by_habit(meeting)}
        if item is not None:
            initial = {"words": item.words, "owner": item.owner_id, "due_on": item.due_on}
        super().__init__(data, initial=initial)
        self.item = item
        field = cast("Any", self.fields["owner"])
        field.queryset = by_name(those_who_may_own(meeting).select_related("user"))
        field.label_from_instance = lambda one: one.name
        if item is not None:
            for name, sentence in missing().items():
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = sentence

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("words"):
            return given
        for name in ("owner", "due_on"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, missing()[name])
        day = given.get("due_on")
        if day is not None and day != (self.item.due_on if self.item else None):
            self._check_day(day - timezone.localdate())
        return given

    def _check_day(self, away: timedelta) -> None:
        if away < timedelta():
            self.add_error("due_on", _("That day is past. Choose one that is still to come."))
        elif away > FARTHEST:
            self.add_error("due_on", _("That is more than two years off. Choose an earlier day."))


class SectionTitleForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=160,
        error_messages={"required": gettext_lazy("Give the section a name.")},
    )


def missing() -> dict[str, str]:
    """Return by field what is said of one that is empty."""
    return {
        "words": _("Say what is to be done."),
        "owner": _("Choose who does it."),
        "due_on": _("Choose a day until which it is done."),
    }


def due_by_habit(meeting: Meeting) -> Any:
    """Return the day that is proposed: that of the next meeting of the series, else in two weeks."""
    today = timezone.localdate()
    later = Meeting.objects.filter(series=meeting.series_id, starts_at__gt=meeting.ends_at)
    following = later.standing().coming(timezone.now()).values_list("starts_at", flat=True).first()
    if following is None:
        return today + TWO_WEEKS
    return max(timezone.localtime(following).date(), today)


def those_who_may_own(meeting: Meeting) -> Any:
    """Return whom something can be given to do: those whom the meeting's audience names, and its host."""
    people = Membership.objects.in_audience(meeting.series.audience_id)
    return people.filter(community=meeting.community_id) | Membership.objects.active().filter(
        pk=meeting.series.host_id
    )


class SaidForm(forms.Form):
    """What its owner says of something that he took on."""

    said = forms.CharField(
        label=gettext_lazy("What came of it?"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The hosts of the meeting read it."),
    )
