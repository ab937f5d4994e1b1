"""What one chooses to hear of at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.option_labels import described
from notifications.models import Level

LEVELS = [
    (Level.ALL, described(Level.ALL.label, _("Each new post comes by mail."))),
    (
        Level.MENTIONS,
        described(
            Level.MENTIONS.label,
            _("A mail when somebody answers you or mentions you. The rest is in the digest."),
        ),
    ),
    (
        Level.DIGEST,
        described(
            Level.DIGEST.label,
            _("No mail but the digest, which brings all news together as often as you chose."),
        ),
    ),
    (Level.NOTHING, described(Level.NOTHING.label, _("No mail, and not in the digest either."))),
]


class LevelForm(forms.Form):
    """The level of one thing; for all of a community, the digest's pace says when nothing comes."""

    level = forms.ChoiceField(
        label=_("What do you want to hear of?"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def __init__(self, *args: Any, for_all: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_all:
            field: Any = self.fields["level"]
            field.choices = [pair for pair in LEVELS if pair[0] != Level.NOTHING]

    @property
    def chosen(self) -> Level:
        """Return the level of a valid form."""
        return Level(self.cleaned_data["level"])
