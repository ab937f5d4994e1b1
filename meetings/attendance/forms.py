"""What is typed about who is there."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Role, Site
from core.spreadsheets import MAX_BYTES, SpreadsheetError
from meetings.attendance.video_lists import Participant, read_participants
from meetings.models.attendance import LONGEST_NAME


class CodeForm(forms.Form):
    """The code that stands at the door."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "door-code__input"}
        ),
        error_messages={"required": gettext_lazy("Type the code that your host shows.")},
    )


class GuestForm(forms.Form):
    """Somebody who is no member."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Type a name.")},
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=gettext_lazy("Site"),
        required=False,
        empty_label=gettext_lazy("None of ours"),
    )
    role = forms.ModelChoiceField(
        Role.objects.none(),
        label=gettext_lazy("Role"),
        required=False,
        empty_label=gettext_lazy("None of ours"),
    )

    def __init__(self, data: QueryDict | None = None, *, community: Community) -> None:
        super().__init__(data, auto_id="guest-%s")
        site, role = cast("Any", self.fields["site"]), cast("Any", self.fields["role"])
        site.queryset = Site.objects.filter(community=community).order_by("name")
        role.queryset = Role.objects.filter(community=community).order_by("position")


class ListForm(forms.Form):
    """The list of participants that a video call gave; once valid, `people` are those on it."""

    file = forms.FileField(
        label=gettext_lazy("File (.csv)"),
        help_text=gettext_lazy(
            "From Zoom, Teams or Google Meet, or any list with a column “Name”."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,.tsv"}),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy(
                "This file is empty. Please choose one with a row of column names."
            ),
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, auto_id="list-%s")
        self.people: list[Participant] = []

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            # One more than is read: what is larger says so.
            self.people = read_participants(upload.read(MAX_BYTES + 1))
        except SpreadsheetError as error:
            raise ValidationError(str(error)) from error
        if not self.people:
            raise ValidationError(_("Nobody stands in this file."))
        return upload
