"""What is asked of a site that uses something."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership, Site
from knowledge.adaptations.actions import Plan, Report
from knowledge.content import Credit
from knowledge.credits import checked_names, credits_named, names_of, people_named
from knowledge.dates import near_our_time
from knowledge.models import Adaptation, Outcome

NEVER, QUARTER = 0, 91
AFTER = (
    (28, gettext_lazy("In four weeks")),
    (QUARTER, gettext_lazy("In three months")),
    (182, gettext_lazy("In half a year")),
    (365, gettext_lazy("In a year")),
    (NEVER, gettext_lazy("Do not ask; we tell it ourselves")),
)
# Rows of figures that the form offers; and beside those that are filled.
FEWEST, MOST_FIGURES, LONGEST_FIGURE = 2, 8, 80


def _text(rows: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class AdaptationForm(forms.Form):
    """What a site does with it; once valid, `plan` says so, and `chosen_site` where."""

    site = forms.ChoiceField(
        label=gettext_lazy("Which site?"),
        error_messages={"required": gettext_lazy("Choose the site that uses it.")},
    )
    different = _text(
        3, max_length=2000, required=False, label=gettext_lazy("What is different at your site?")
    )
    change = _text(
        3, max_length=2000, required=False, label=gettext_lazy("What do you do another way?")
    )
    people = _text(
        2,
        required=False,
        label=gettext_lazy("Who does it?"),
        help_text=gettext_lazy(
            "One name a line. Members are recognised by their names; others can stand here too."
        ),
    )
    begun_on = forms.DateField(
        label=gettext_lazy("Since when?"),
        validators=[near_our_time],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    ask_after = forms.TypedChoiceField(
        label=gettext_lazy("When shall we ask you what came of it?"), choices=AFTER, coerce=int
    )
    is_draft = forms.BooleanField(
        label=gettext_lazy("Keep it among us for now"),
        required=False,
        help_text=gettext_lazy(
            "Then only the people of your site and facilitators see it, until you untick this."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        member: Membership,
        adaptation: Adaptation | None = None,
    ) -> None:
        self.member = member
        credits_: list[Credit] = [member.pk]
        if adaptation is not None:
            people = adaptation.people.order_by("position")
            credits_ = [one.member_id or one.name for one in people]
        known = people_named(member.community, credits_)
        self.known = {name: pk for pk, name in known.items()}
        initial: dict[str, Any] = {
            "site": str(member.site_id or ""),
            "begun_on": timezone.localdate(),
            "ask_after": QUARTER,
        }
        if adaptation is not None:
            names = ("different", "change", "begun_on", "ask_after")
            initial |= {name: getattr(adaptation, name) for name in names}
            initial["is_draft"] = adaptation.shown_at is None
        initial["people"] = "\n".join(names_of(credits_, known))
        super().__init__(data, initial=initial)
        if adaptation is not None or not member.is_facilitator:
            del self.fields["site"]
        else:
            sites = Site.objects.filter(community=member.community_id).order_by("name")
            choices = [(str(pk), name) for pk, name in sites.values_list("pk", "name")]
            cast("Any", self.fields["site"]).choices = [("", _("Choose a site")), *choices]
        if adaptation is not None and adaptation.shown_at is not None:
            del self.fields["is_draft"]

    def clean_people(self) -> str:
        return checked_names(self.cleaned_data["people"])

    @property
    def chosen_site(self) -> Site:
        pk = self.cleaned_data.get("site") or self.member.site_id
        return Site.objects.get(community=self.member.community_id, pk=pk or 0)

    @property
    def plan(self) -> Plan:
        """Return what was typed: at most two queries."""
        given = self.cleaned_data
        return Plan(
            different=given["different"].replace("\r\n", "\n"),
            change=given["change"].replace("\r\n", "\n"),
            people=credits_named(given["people"], self.member.community, self.known),
            begun_on=given["begun_on"],
            ask_after=given["ask_after"],
            is_shown=not given.get("is_draft", False),
        )


class OutcomeForm(forms.Form):
    """What came of it; once valid, `report` says so."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Did it work?"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one: what did not work helps, too.")},
    )
    happened = _text(
        5,
        max_length=4000,
        required=False,
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("A few lines are enough: what changed, for whom, what was hard."),
    )

    def __init__(self, data: QueryDict | None = None, *, adaptation: Adaptation) -> None:
        super().__init__(
            data, initial={"outcome": adaptation.outcome, "happened": adaptation.happened}
        )
        self.kept = adaptation.figures
        self.rows = min(max(FEWEST, len(self.kept) + 1), MOST_FIGURES)
        for row in range(self.rows):
            said = self.kept[row] if row < len(self.kept) else ["", "", ""]
            for name, label, text in zip(
                ("label", "before", "after"), _names(row), said, strict=True
            ):
                self.fields[f"figure-{row}-{name}"] = forms.CharField(
                    label=label, required=False, max_length=LONGEST_FIGURE, initial=text
                )

    @property
    def words(self) -> list[BoundField]:
        return [self["outcome"], self["happened"]]

    @property
    def figures(self) -> list[list[BoundField]]:
        """Return the fields of each row."""
        return [
            [self[f"figure-{row}-{name}"] for name in ("label", "before", "after")]
            for row in range(self.rows)
        ]

    @property
    def report(self) -> Report:
        given = self.cleaned_data
        rows: list[Sequence[str]] = [
            [given[f"figure-{row}-{name}"] for name in ("label", "before", "after")]
            for row in range(self.rows)
        ]
        return Report(
            outcome=Outcome(given["outcome"]),
            happened=given["happened"].replace("\r\n", "\n"),
            figures=[row for row in rows if any(row)],
        )


def _names(row: int) -> tuple[str, str, str]:
    """Return what the fields of a row are called, each as no other one."""
    number = {"number": row + 1}
    return (
        _("Number %(number)s: what you count") % number,
        _("Number %(number)s: before") % number,
        _("Number %(number)s: after") % number,
    )


class WordsOfOutcomeForm(forms.Form):
    """Words beside the one button that a link of a mail leads to."""

    happened = _text(
        5, max_length=4000, required=False, label=gettext_lazy("What happened?"), help_text=""
    )

    def __init__(self, data: QueryDict | None = None, *, adaptation: Adaptation) -> None:
        super().__init__(data, initial={"happened": adaptation.happened})

    @property
    def words_kept(self) -> str:
        text: str = self.cleaned_data["happened"]
        return text.replace("\r\n", "\n")
