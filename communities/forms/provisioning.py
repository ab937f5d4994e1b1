"""The steps of making a community, and of adding people to one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, ProvisioningDraft
from communities.models.community import Joining
from communities.roster import ADD_ROLE, LEAVE_OUT, Roster, Source
from communities.roster_source import source_of_file, source_of_text
from core.option_labels import described
from core.slugs import slug_of
from core.spreadsheets import MAX_BYTES, SpreadsheetError
from core.timezones import time_zone_choices

LANGUAGES = [("en", "English"), ("es", "Español")]
JOINING = [
    (
        Joining.INVITATION,
        described(
            gettext_lazy("By invitation only"),
            gettext_lazy("Nobody else sees that this community is there."),
        ),
    ),
    (
        Joining.REQUEST,
        described(
            gettext_lazy("People may ask to join"),
            gettext_lazy("Its name and charter are public. A facilitator says yes or no."),
        ),
    ),
    (
        Joining.OPEN,
        described(
            gettext_lazy("Anybody may join"),
            gettext_lazy(
                "Its name and charter are public. Anybody who signs in may come in at once."
            ),
        ),
    ),
]


class CommunityForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an admin says of a community that is there."""

    class Meta:
        model = Community
        fields = ["name", "joining", "language", "time_zone", "may_publish"]
        widgets = {"joining": forms.RadioSelect}
        labels = {
            "name": gettext_lazy("Name of the community"),
            "joining": gettext_lazy("How people join"),
            "may_publish": gettext_lazy("Parts of our library may go on the public web"),
        }
        help_texts = {
            "may_publish": gettext_lazy(
                "Each of them only after one of its authors and an admin agreed. Without this mark, "
                "what is public already cannot be read there any more."
            ),
        }

    language = forms.ChoiceField(
        label=gettext_lazy("Main language"),
        choices=LANGUAGES,
        help_text=gettext_lazy("Each person reads in his or her own language."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zone_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joining"].choices = JOINING  # type: ignore[attr-defined]


class DraftDetailsForm(CommunityForm):
    """What an admin says of a community that is to be made."""

    class Meta(CommunityForm.Meta):
        model = ProvisioningDraft  # type: ignore[assignment]
        fields = ["name", "slug", "joining", "language", "time_zone", "owner_is_admin"]
        labels = CommunityForm.Meta.labels | {
            "slug": gettext_lazy("Web address"),
            "owner_is_admin": gettext_lazy("I will be an admin of this community"),
        }
        help_texts = {
            "slug": gettext_lazy(
                "Letters, digits and hyphens, such as “four-rivers”. Leave it empty to make it from "
                "the name. It cannot be changed later."
            ),
            "owner_is_admin": gettext_lazy(
                "You will see its forums and its people. Without this, name at least one admin in "
                "the list of people."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "slug" in cleaned and "name" in cleaned:
            cleaned["slug"] = (cleaned["slug"] or slug_of(cleaned["name"])).lower()
            if Community.objects.filter(slug=cleaned["slug"]).exists():
                self.add_error(
                    "slug", _("There is a community at this address. Please choose another one.")
                )
        return cleaned


class PeopleForm(forms.Form):
    """A list of people: a file, or text."""

    text = forms.CharField(
        label=gettext_lazy("Paste the list here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Addresses, one a line. Or rows from your spreadsheet, with the names of the columns in "
            "the first row."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )

    def __init__(self, *args: Any, required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = required

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file: Any = cleaned.get("file")
        field = "file" if file else "text"
        cleaned["data"] = self._data(cleaned)
        cleaned["file_name"] = str(file.name)[:200] if file else ""
        try:
            if cleaned["data"]:
                read_source(cleaned["data"], is_file=bool(file))
            elif self.needed:
                self.add_error("text", _("Please paste at least one address, or choose a file."))
        except SpreadsheetError as error:
            self.add_error(field, str(error))
        return cleaned

    @staticmethod
    def _data(cleaned: dict[str, Any]) -> bytes:
        file: Any = cleaned.get("file")
        if file is None:
            text: str = cleaned.get("text") or ""
            return text.encode() if text.strip() else b""
        # One byte more than allowed is enough for the reader to refuse it with its own sentence.
        return bytes(file.read(MAX_BYTES + 1))


def read_source(data: bytes, *, is_file: bool) -> Source:
    """Return the lines of a list as it was kept; raise SpreadsheetError if it is none."""
    if not data:
        return Source([])
    return source_of_file(data) if is_file else source_of_text(data.decode())


class RoleDecisionField(forms.ChoiceField):
    """May stay open, and its lines cannot be used then: so it is not called optional."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class RosterDecisionsForm(forms.Form):
    """What each unknown role means, and what to do with lines that cannot be used."""

    use_required_attribute = False

    def __init__(self, data: Any, *, roster: Roster, decisions: dict[str, str]) -> None:
        super().__init__(data)
        self.words: dict[str, str] = {}
        choices = [
            ("", _("Please choose")),
            (ADD_ROLE, _("Add it as a new role")),
            (LEAVE_OUT, _("Leave it out")),
            *((key, _("It is: %(role)s") % {"role": label}) for key, label in _sorted(roster)),
        ]
        for number, (word, unknown) in enumerate(roster.unknown_roles.items()):
            self.words[f"role_{number}"] = word
            self.fields[f"role_{number}"] = RoleDecisionField(
                label=_("The role “%(word)s”") % {"word": unknown.word},
                choices=choices,
                initial=decisions.get(word) or unknown.suggestion or "",
                help_text=_("On line %(lines)s") % {"lines": _some(unknown.lines)},
            )
        if roster.errors:
            self.fields["skip_errors"] = forms.BooleanField(
                label=_("Leave out the lines that cannot be used"), required=False
            )
        if roster.former:
            self.fields["with_former"] = forms.BooleanField(
                label=_("Invite again those who left, or whose invitation was withdrawn"),
                required=False,
            )

    @property
    def decisions(self) -> dict[str, str]:
        """Return the folded word of each role that was decided, to the decision."""
        found = {word: self.cleaned_data.get(name, "") for name, word in self.words.items()}
        return {word: decision for word, decision in found.items() if decision}


def _sorted(roster: Roster) -> list[tuple[str, str]]:
    return sorted(roster.role_labels.items(), key=lambda item: item[1].lower())


def _some(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:8]))
    return shown if len(lines) <= 8 else f"{shown} …"
