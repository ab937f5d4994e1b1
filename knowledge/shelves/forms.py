"""What is typed about collections."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from communities.models.membership import Standing
from communities.person_rows import by_name
from forums.audience_choices import EVERYONE, audience_choices, value_of
from knowledge.models import Collection
from knowledge.shelves.actions import MOST, Placing, Words
from knowledge.shelves.rows import ItemRow


class CollectionForm(forms.Form):
    """Title and note; for facilitators who sees it; what stands in it, with a place and a note each."""

    title = forms.CharField(
        label=gettext_lazy("What should it be called?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the collection a name.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Why these belong together, and where to begin."),
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who sees it?"),
        help_text=gettext_lazy(
            "What stands in it is seen by whoever may see it, as anywhere else."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        member: Membership,
        collection: Collection | None = None,
        items: list[ItemRow] | None = None,
    ) -> None:
        now = collection.audience if collection else None
        super().__init__(data)
        self.items = items or []
        self.fields["audience"].initial = value_of(now) if now else EVERYONE
        if collection is not None:
            self.initial = {"title": collection.title, "note": collection.note}
        if member.is_facilitator:
            cast("Any", self.fields["audience"]).choices = audience_choices(member, now)
        else:
            del self.fields["audience"]
        for place, item in enumerate(self.items, 1):
            self._ask_about(item, place)

    def _ask_about(self, item: ItemRow, place: int) -> None:
        title = {"title": item.title}
        self.fields[f"place-{item.id}"] = forms.IntegerField(
            label=_("Place of “%(title)s”") % title, min_value=1, max_value=MOST, initial=place
        )
        self.fields[f"why-{item.id}"] = forms.CharField(
            label=_("Why “%(title)s” is here") % title,
            max_length=400,
            required=False,
            initial=item.note,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"out-{item.id}"] = forms.BooleanField(
            label=_("Take “%(title)s” out") % title, required=False
        )

    @property
    def head(self) -> list[forms.BoundField]:
        """Return the fields of the collection itself."""
        return [self[name] for name in ("title", "note", "audience") if name in self.fields]

    @property
    def lines(self) -> list[tuple[ItemRow, list[forms.BoundField]]]:
        """Return each item with its fields."""
        return [
            (item, [self[f"{what}-{item.id}"] for what in ("place", "why", "out")])
            for item in self.items
        ]

    @property
    def words(self) -> Words:
        return Words(self.cleaned_data["title"], self.cleaned_data["note"])

    @property
    def placings(self) -> dict[int, Placing]:
        """Return where each item should stand, by id."""
        given = self.cleaned_data
        return {
            item.id: Placing(given[f"place-{item.id}"], given[f"why-{item.id}"])
            for item in self.items
        }

    @property
    def out(self) -> list[int]:
        """Return the ids of what is taken out."""
        return [item.id for item in self.items if self.cleaned_data[f"out-{item.id}"]]


class PlacingForm(forms.Form):
    """Into which collection something goes, and why."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        to_field_name="number",
        label=gettext_lazy("Which collection?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a collection first.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Why does it belong there?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A sentence; it stands beside it in the collection."),
    )

    def __init__(self, data: QueryDict | None = None, *, choices: Any) -> None:
        super().__init__(data)
        cast("Any", self.fields["collection"]).queryset = choices
        # Where there is nothing to choose, nothing is asked.
        if len(first := list(choices[:2])) == 1:
            self.fields["collection"].initial = first[0].number


class CuratorForm(forms.Form):
    """One member, to curate a collection."""

    member = forms.ModelChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Who else?"),
        empty_label=gettext_lazy("Please choose"),
        error_messages={"required": gettext_lazy("Choose somebody first.")},
    )

    def __init__(self, data: QueryDict | None = None, *, member: Membership) -> None:
        super().__init__(data)
        people = Membership.objects.active().filter(community=member.community_id)
        field = cast("Any", self.fields["member"])
        field.queryset = by_name(people.exclude(standing=Standing.GUEST).select_related("user"))
        field.label_from_instance = lambda one: one.name
