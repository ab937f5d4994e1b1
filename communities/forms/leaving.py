"""What somebody who leaves says of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.leaving import Words
from communities.models import Community, Membership
from communities.models.membership import Standing
from core.option_labels import described

ALL = "all"
CHOICES = [
    (
        Words.NAMED,
        described(Words.NAMED.label, gettext_lazy("Others can go on reading it and answer it.")),
    ),
    (
        Words.NAMELESS,
        described(
            Words.NAMELESS.label,
            gettext_lazy("“Former member” stands there instead. This cannot be taken back."),
        ),
    ),
    (
        Words.ERASED,
        described(
            Words.ERASED.label,
            gettext_lazy(
                "Your posts, files, drafts and translations of them are deleted. Where others"
                " answered you, the place stays, without your words and your name; a title or a"
                " poll that others answered stays too. This cannot be taken back."
            ),
        ),
    ),
]


class _WordsForm(forms.Form):
    words = forms.ChoiceField(
        label=gettext_lazy("What becomes of what you wrote?"),
        choices=CHOICES,
        initial=Words.NAMED,
        required=False,
        widget=forms.RadioSelect,
    )

    @property
    def chosen_words(self) -> Words:
        """Return the choice of a valid form; who made none keeps his name."""
        return Words(self.cleaned_data.get("words") or Words.NAMED)


class LeaveByLinkForm(_WordsForm):
    """Out of what, and what becomes of one's words."""

    out_of = forms.ChoiceField(
        label=gettext_lazy("What do you want to leave?"), widget=forms.RadioSelect
    )
    field_order = ["out_of", "words"]

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["out_of"]
        field.choices = [
            (str(community.pk), _("Only %(community)s") % {"community": community.name}),
            (
                ALL,
                described(
                    gettext_lazy("All of Porchlight"),
                    gettext_lazy("All your communities. Your account is closed."),
                ),
            ),
        ]
        field.initial = str(community.pk)

    @property
    def leaves_all(self) -> bool:
        return bool(self.cleaned_data["out_of"] == ALL)


class LeaveForm(_WordsForm):
    """What becomes of one's words, and who is an admin after the last one."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("Who will be the admin after you?"),
        queryset=Membership.objects.none(),
        empty_label=gettext_lazy("Please choose"),
    )

    def __init__(self, *args: Any, member: Membership, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needed:
            del self.fields["successor"]
            return
        people = Membership.objects.active().filter(community_id=member.community_id)
        field: Any = self.fields["successor"]
        field.queryset = (
            people.exclude(pk=member.pk)
            .exclude(standing=Standing.GUEST)
            .select_related("user")
            .order_by("user__display_name", "pk")
        )
        field.label_from_instance = lambda other: other.name
        field.error_messages["required"] = _("Please choose who will be the admin after you.")
