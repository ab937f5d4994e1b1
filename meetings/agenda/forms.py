"""What is typed about an agenda."""

import json
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from communities.person_rows import by_name
from core import markdown
from forums.models import Form, Topic
from meetings.agenda.ordering import Place
from meetings.agenda.proposing import SAID, Time, Words, stamp
from meetings.agenda.rows import ItemRow
from meetings.models import AgendaItem, ItemKind, Meeting
from meetings.rows import time_span

LONGEST = 600
# What one does with it, for who proposes.
KINDS = (
    (ItemKind.QUESTION, gettext_lazy("A question: I want to hear from the others")),
    (ItemKind.CONSULT, gettext_lazy("A peer consult: I tell a case, the others ask and advise")),
    (ItemKind.SHOW, gettext_lazy("Show and tell: I show what we did")),
    (ItemKind.DECISION, gettext_lazy("A decision: we agree on something")),
)
_KIND_OF_FORM = {
    Form.QUESTION: ItemKind.QUESTION,
    Form.CONSULT: ItemKind.CONSULT,
    Form.REFLECTION: ItemKind.SHOW,
    Form.UPDATE: ItemKind.SHOW,
}


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=KINDS,
        initial=ItemKind.QUESTION,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what it is.")},
    )


class ProposalForm(forms.Form):
    """Something to talk about. `form_key` is the same for every press of the button."""

    title = forms.CharField(
        label=gettext_lazy("What should we talk about?"),
        help_text=gettext_lazy("One line, as it should stand on the agenda."),
        max_length=160,
        error_messages={"required": gettext_lazy("Say in one line what it is about.")},
    )
    kind = _kind()
    about = forms.CharField(
        label=gettext_lazy("What should the others know before?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid4

    @property
    def key(self) -> UUID | None:
        key: UUID | None = self.cleaned_data.get("form_key")
        return key

    def words(self, topic: Topic | None = None) -> Words:
        """Return what was typed, once it is valid."""
        given = self.cleaned_data
        return Words(
            kind=given.get("kind", ItemKind.PART),
            title=given["title"],
            about=given["about"],
            topic=topic,
        )


class ItemForm(ProposalForm):
    """Changing an item; its host also says how long it takes, and who presents it."""

    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=1,
        max_value=LONGEST,
        required=False,
    )
    presenter = forms.ModelChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Who presents it?"),
        empty_label=gettext_lazy("Nobody yet"),
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, data: QueryDict | None = None, *, item: AgendaItem, hosts: bool) -> None:
        initial = {
            name: getattr(item, name) for name in ("title", "kind", "about", "minutes", "presenter")
        }
        super().__init__(data, initial=initial | {"seen": stamp(item)})
        self.item, self.hosts = item, hosts
        del self.fields["form_key"]
        if item.topic_id or item.step:
            self.fields["title"].required = False
            self.fields["title"].help_text = (
                _("Leave it empty to show the title of the discussion to those who can read it.")
                if item.topic_id
                else ""
            )
        if item.kind == ItemKind.PART:
            del self.fields["kind"]
        if not hosts:
            del self.fields["minutes"], self.fields["presenter"]
            return
        people = Membership.objects.in_audience(item.meeting.series.audience_id)
        field = cast("Any", self.fields["presenter"])
        field.queryset = by_name(people.select_related("user"))
        field.label_from_instance = lambda one: one.name

    @property
    def time(self) -> Time | None:
        """Return what a host typed besides, once it is valid."""
        given = self.cleaned_data
        return Time(minutes=given["minutes"], presenter=given["presenter"]) if self.hosts else None

    def again(self, there: AgendaItem) -> "ItemForm":
        """Return it for how the item stands now: what was typed, and else what is there."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = now_there = stamp(there)
        shown = _read_stamp(self.cleaned_data["seen"])
        for name, now in zip(SAID, json.loads(now_there), strict=True):
            if name in self.fields and name in shown and self[name].data == shown[name]:
                data[name] = "" if now is None else str(now)
        return ItemForm(data, item=self.item, hosts=self.hosts)


def _read_stamp(seen: str) -> dict[str, str]:
    """Return what a form showed, as a browser sends it back; nothing if that is not ours."""
    try:
        values = json.loads(seen)
        return {
            name: "" if value is None else str(value)
            for name, value in zip(SAID, values, strict=True)
        }
    except (ValueError, TypeError):
        return {}


class BringForm(ProposalForm):
    """For which meeting a discussion is proposed."""

    meeting = forms.TypedChoiceField(
        label=gettext_lazy("To which meeting?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a meeting.")},
    )
    field_order = ("meeting", "kind", "title", "about")

    def __init__(
        self, data: QueryDict | None = None, *, topic: Topic, meetings: Sequence[tuple[int, str]]
    ) -> None:
        kind = _KIND_OF_FORM.get(Form(topic.form), ItemKind.QUESTION)
        super().__init__(data, initial={"kind": kind})
        cast("Any", self.fields["meeting"]).choices = meetings
        if len(meetings) == 1:
            self.fields["meeting"].initial = meetings[0][0]
        title = self.fields["title"]
        title.required = False
        title.label = _("What should everybody who is invited read?")
        title.help_text = _(
            "Leave it empty, and only those who can read the discussion see its title."
        )


def meeting_label(meeting: Meeting, day: str, *, is_wider: bool) -> str:
    """Return how a meeting is called among those to choose from."""
    words = {
        "title": meeting.name,
        "day": day,
        "time": time_span(meeting.starts_at, meeting.ends_at),
    }
    if is_wider:
        return _("%(title)s, %(day)s, %(time)s (not all who are invited can read it)") % words
    return _("%(title)s, %(day)s, %(time)s") % words


class TakeBackForm(forms.Form):
    """What came of an item, for its discussion."""

    body = forms.CharField(
        label=gettext_lazy("What was said?"),
        help_text=gettext_lazy(
            "It stands in the discussion as a post of yours, with the way to the meeting."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write in a few words what was said.")},
        validators=[markdown.check_source],
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["form_key"].initial = uuid4

    @property
    def key(self) -> UUID | None:
        key: UUID | None = self.cleaned_data.get("form_key")
        return key


class OrderForm(forms.Form):
    """Place and minutes of all items, in the order in which they stand; `version` is what was seen."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, data: QueryDict | None = None, *, rows: Sequence[ItemRow]) -> None:
        super().__init__(data)
        self.rows = rows
        for at, row in enumerate(rows, 1):
            named = {"title": row.title}
            self.fields[f"place-{row.id}"] = _number(
                _("Place of “%(title)s”") % named, at, most=len(rows) * 10
            )
            self.fields[f"minutes-{row.id}"] = _number(
                _("Minutes for “%(title)s”") % named, row.minutes, most=LONGEST
            )

    def again(self, rows: Sequence[ItemRow]) -> "OrderForm":
        """Return it for what stands now, with what was typed of what still stands."""
        form = OrderForm(rows=rows)
        typed = {name: self.cleaned_data[name] for name in form.fields if name in self.cleaned_data}
        form.initial = {name: value for name, value in typed.items() if name != "version"}
        return form

    @property
    def lines(self) -> list[tuple[ItemRow, forms.BoundField, forms.BoundField]]:
        """Each item with its two fields."""
        return [(row, self[f"place-{row.id}"], self[f"minutes-{row.id}"]) for row in self.rows]

    @property
    def places(self) -> list[Place]:
        """Where each goes, once it is valid; without a number, it stays behind the others."""
        given = self.cleaned_data
        last = len(self.rows) * 10 + 1
        return [
            Place(
                item_id=row.id,
                number=given[f"place-{row.id}"] or last,
                minutes=given[f"minutes-{row.id}"],
            )
            for row in self.rows
        ]


def _number(label: str, initial: int | None, *, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, initial=initial, min_value=1, max_value=most, required=False
    )
