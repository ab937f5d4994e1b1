"""What must be decided before something is read elsewhere: each thing that was found in it."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.commons.files_chosen import TAKE, FileToChoose, add_fields
from knowledge.commons.flags import Flag
from knowledge.forms.words import WordsForm
from knowledge.kinds import Reach

OUT, KEEP = "out", "keep"
ALONG, HOME = "along", "home"
WEB_ONLY, ALL = "web", "all"
_CHOICES = [(OUT, gettext_lazy("Leave it out")), (KEEP, gettext_lazy("Show it"))]


class ReleaseForm(forms.Form):
    """One choice for each flag; those of an earlier time are chosen already, others are not."""

    reach = forms.ChoiceField(choices=Reach, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    quotes = forms.ChoiceField(
        label=gettext_lazy("What is quoted beside the text"),
        choices=[
            (ALONG, gettext_lazy("Goes along, as far as those agree whose words these are")),
            (HOME, gettext_lazy("Stays at home: then nobody is asked")),
        ],
        widget=forms.RadioSelect,
    )

    permission = forms.CharField(
        label=gettext_lazy("How did the other authors agree?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say in a sentence how they agreed.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        flags: Sequence[Flag],
        left_out: Collection[str] = (),
        kept: Collection[str] = (),
        quotes: bool = False,
        files: Sequence[FileToChoose] = (),
        taken: Collection[str] = (),
        unheard: Sequence[str] = (),
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial={"quotes": ALONG, **initial})
        if not quotes:
            del self.fields["quotes"]
        if unheard:
            # A help text is HTML, and these names are as somebody typed them.
            names = {"names": escape(", ".join(unheard))}
            self.fields["permission"].help_text = (
                _(
                    "No members here, so we do not ask them: %(names)s. Say when and how they agreed. "
                    "The admin decides by it, and it stays in the record."
                )
                % names
            )
        else:
            del self.fields["permission"]
        self.flags, self.to_choose = flags, files
        for flag in flags:
            before = OUT if flag.text in left_out else KEEP if flag.text in kept else None
            self.fields[flag.key] = forms.ChoiceField(
                label=flag.label,
                help_text=_("“%(words)s”") % {"words": escape(flag.where)}
                if flag.where != flag.text
                else "",
                choices=_CHOICES,
                widget=forms.RadioSelect,
                initial=before,
                error_messages={
                    "required": gettext_lazy("Choose whether others may read this."),
                },
            )
        add_fields(self, files, taken)
        self.order_fields([*(flag.key for flag in flags), "quotes", "permission"])

    def chosen(self, choice: str) -> list[str]:
        """Return the texts for which this was chosen, once the form is valid."""
        return [flag.text for flag in self.flags if self.cleaned_data[flag.key] == choice]

    @property
    def is_decided(self) -> bool:
        """Return whether nothing is open before anything was sent."""
        asked = [*(flag.key for flag in self.flags), *(file.field for file in self.to_choose)]
        return all(self.fields[name].initial for name in asked)

    def taken(self) -> list[str]:
        """Return the keys of the files that go along, as they were chosen now or an earlier time."""
        if self.is_bound:
            said = {file.key: self.cleaned_data.get(file.field) for file in self.to_choose}
        else:
            said = {file.key: self.fields[file.field].initial for file in self.to_choose}
        return [key for key, choice in said.items() if choice == TAKE]

    def decided_before(self) -> list[str]:
        """Return what was left out an earlier time, too."""
        return [flag.text for flag in self.flags if self.fields[flag.key].initial == OUT]


class WithdrawForm(WordsForm):
    """From where, and why. What is on the public web can go back by one step."""

    extent = forms.ChoiceField(
        label=gettext_lazy("From where?"),
        choices=[
            (WEB_ONLY, gettext_lazy("Off the public web only: all communities here read it still")),
            (ALL, gettext_lazy("From everywhere outside of our community")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose from where it goes.")},
    )

    def __init__(self, data: QueryDict | None = None, *, is_public: bool) -> None:
        super().__init__(data, label=_("Why is it withdrawn?"))
        if not is_public:
            del self.fields["extent"]
        self.order_fields(["extent", "words"])
