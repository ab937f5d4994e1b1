"""What is typed to say anew what a meeting is for and where, while a time for it is looked for."""

from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.finding.changing import WHERE, WORDS
from meetings.forms import MeetingForm
from meetings.meanwhile import Meanwhile, in_words
from meetings.models import TimePoll

_SALT = "meetings.finding.change"


class PollChangeForm(MeetingForm):
    """All but whom it asks, and when; once valid, `values` is what is to be changed.

    `clashes` are fields in which somebody else wrote something else while this form was open.
    """

    basis = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, member: Membership, poll: TimePoll
    ) -> None:
        self.poll = poll
        self.now = {name: str(getattr(poll, name)) for name in WORDS}
        self.values: dict[str, Any] = {}
        self.clashes: list[str] = []
        super().__init__(data, member=member)
        for name in set(self.fields) - {*WORDS, "basis"}:
            del self.fields[name]
        self.initial = {**self.now, "basis": signing.dumps(self.now, salt=_SALT)}

    def clean(self) -> None:
        super().clean()
        if not self.errors:
            self._check_where(self.cleaned_data)
        if self.errors:
            return
        given, base = self.cleaned_data, self._basis
        self.values = {name: given[name] for name in WORDS if given[name] != base[name]}
        self.clashes = [
            name
            for name in self.values
            if self.now[name] != base[name] and self.now[name] != self.values[name]
        ]

    @property
    def meanwhile(self) -> list[Meanwhile]:
        """Return what stands now beside what was typed, where both are different."""
        return [
            Meanwhile(
                label=str(self.fields[name].label),
                theirs=in_words(self.fields[name], self.now[name]),
                mine=in_words(self.fields[name], self.values[name]),
            )
            for name in self.clashes
        ]

    def merged(self) -> "PollChangeForm":
        """Return the form again with what was typed, and what stands now elsewhere."""
        data = cast("QueryDict", self.data).copy()
        for name in self.now.keys() - self.values.keys():
            data[name] = self.now[name]
        data["basis"] = signing.dumps(self.now, salt=_SALT)
        return PollChangeForm(data, member=self.member, poll=self.poll)

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under the headings of the page."""
        shown = (
            (_("What"), ("title", "about", "format", "language")),
            (_("Where"), WHERE),
        )
        return [(title, [self[name] for name in names]) for title, names in shown]

    @property
    def _basis(self) -> dict[str, str]:
        """Return what the form showed when it was opened."""
        try:
            return {**self.now, **signing.loads(self.cleaned_data["basis"], salt=_SALT)}
        except signing.BadSignature:
            return self.now
