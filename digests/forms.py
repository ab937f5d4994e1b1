"""What one may change from a mail, without signing in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Membership, Role
from communities.models.membership import Pace
from communities.switcher import Entry
from digests.models import OPENING_LENGTH
from forums.mailing_forums import ForumChoice

PREFIX = "community_"


class PaceForm(forms.Form):
    """How often the digest comes: one choice for each community."""

    def __init__(self, *args: Any, communities: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry in communities:
            self.fields[f"{PREFIX}{entry.community_id}"] = forms.ChoiceField(
                label=entry.name,
                choices=Pace.choices,
                initial=entry.pace,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose how often.")},
            )

    def paces(self) -> dict[int, Pace]:
        """Return the choices by community id."""
        return {
            int(name.removeprefix(PREFIX)): Pace(pace) for name, pace in self.cleaned_data.items()
        }


class OpeningForm(forms.Form):
    """What a facilitator says first in the next digests."""

    body = forms.CharField(
        label=_("Your words"),
        max_length=OPENING_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few sentences. They stand above what is new, with your name."),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty, each member finds it in his or her next mail."),
    )

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(gettext("This day is over. Please choose a later one."))
        return day


class PreviewForm(forms.Form):
    """As whom the preview is read."""

    role = forms.ModelChoiceField(
        label=_("As somebody with this role"),
        queryset=Role.objects.none(),
        empty_label=_("Please choose"),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["role"]
        roles.queryset = Role.objects.filter(community=member.community_id)
        roles.label_from_instance = lambda role: role.label


class ForumsForm(forms.Form):
    """The forums of one community that write to a person."""

    wanted = forms.MultipleChoiceField(
        label=_("Mails come from these forums"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, forums: Sequence[ForumChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["wanted"]
        field.choices = [(str(forum.id), forum.label) for forum in forums]
        field.initial = [str(forum.id) for forum in forums if forum.mails]

    @property
    def chosen(self) -> set[int]:
        """Return the ids of the forums that were ticked."""
        return {int(value) for value in self.cleaned_data["wanted"]}
