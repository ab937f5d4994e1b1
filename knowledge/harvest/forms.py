"""Choosing what of a topic is quoted."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Audience, Membership
from forums.audience_choices import audience_choices, value_of
from knowledge.harvest.choosing import (
    Choice,
    Quotable,
    is_shortened,
    mark_of,
    numbers_unticked,
)
from knowledge.harvest.passages import LONGEST, stands_in
from knowledge.kinds import Kind
from knowledge.models import Consent, QuotingRules

# More than that nobody reads as quotations.
MOST_QUOTED = 100


class HarvestForm(forms.Form):
    """Ticks on posts, the words of each, and what becomes of them."""

    posts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What is quoted"),
        coerce=int,
        required=False,
    )
    into = forms.ChoiceField(
        label=gettext_lazy("Where does it go?"),
        required=False,
        help_text=gettext_lazy(
            "In a draft of yours, its title, its kind and who sees it stay as they are."
        ),
        error_messages={
            "invalid_choice": gettext_lazy("This is no draft any more. Choose another one.")
        },
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("What others can learn from it, in a few words."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind is it?"), choices=Kind)
    audience = forms.ChoiceField(
        label=gettext_lazy("Who sees it once it is published?"),
        help_text=gettext_lazy(
            "If more people will see it than the discussion, it waits for those whom you quote: they "
            "are asked by mail."
        ),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        member: Membership,
        audience: Audience,
        title: str,
        posts: Sequence[Quotable],
        drafts: Sequence[tuple[int, str]],
        initial: dict[str, Any],
    ) -> None:
        self.quotable = {post.number: post for post in posts}
        super().__init__(
            data, initial={"audience": value_of(audience), "title": title[:200], **initial}
        )
        fields = cast("dict[str, Any]", self.fields)
        fields["audience"].choices = audience_choices(member, audience)
        fields["into"].choices = [("", _("A new draft")), *drafts]
        # Who named a draft that was sent meanwhile reads so.
        if not drafts and not (data and data.get("into")):
            del fields["into"]
        fields["posts"].choices = [(post.number, post.name) for post in posts]
        fields["posts"].error_messages["invalid_choice"] = self.gone()
        fields["form_key"].initial = uuid4
        for post in posts:
            fields[f"words-{post.number}"] = forms.CharField(
                label=self.words_label(post),
                required=False,
                initial=post.texts[0],
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            fields[f"seen-{post.number}"] = forms.CharField(
                required=False, initial=mark_of(post.texts[0]), widget=forms.HiddenInput
            )

    @property
    def choices(self) -> list[Choice]:
        """Return all posts, as a page shows them."""
        ticked = {str(one) for one in self["posts"].value() or ()}
        return [
            self._choice(post, is_ticked=str(post.number) in ticked)
            for post in self.quotable.values()
        ]

    def _choice(self, post: Quotable, *, is_ticked: bool) -> Choice:
        words, seen = self[f"words-{post.number}"], self[f"seen-{post.number}"]
        shortened = is_shortened(words.value() or "", seen.value() or "")
        return Choice(post, words, is_ticked, shortened)

    @property
    def chosen(self) -> dict[int, str]:
        """Return what is quoted, once the form is valid: the words by the post's id."""
        return {self.quotable[n].pk: self._words(n) for n in self._numbers()}

    @property
    def key(self) -> UUID | None:
        """Return the form's own key, once it is valid."""
        key: UUID | None = self.cleaned_data.get("form_key")
        return key

    def clean(self) -> dict[str, Any]:
        super().clean()
        numbers = self._numbers()
        if not numbers and not self.errors:
            self.add_error(None, self.nothing_ticked())
        if len(numbers) > MOST_QUOTED:
            self.add_error(None, _("Choose at most %(count)s.") % {"count": MOST_QUOTED})
        for number in numbers:
            self._check(number)
        return self.cleaned_data

    def _check(self, number: int) -> None:
        words, post, field = self._words(number), self.quotable[number], f"words-{number}"
        has_changed = self._seen(number) != mark_of(post.texts[0])
        is_said = stands_in(words, post.texts)
        if has_changed and not (is_said and self._is_shortened(number)):
            self.add_error(field, self.changed_meanwhile())
            self._show_as_it_is(number)
        elif len(words) > LONGEST:
            self.add_error(field, self.too_long() % {"count": LONGEST})
        elif not is_said:
            self.add_error(field, self.not_said())

    def _show_as_it_is(self, number: int) -> None:
        """Have the page show what it says now, and take what is sent next for an answer to that."""
        now = self.quotable[number].texts[0]
        data = cast("QueryDict", self.data).copy()
        if not self._is_shortened(number):
            data[f"words-{number}"] = now
        data[f"seen-{number}"] = mark_of(now)
        self.data = data

    def words_label(self, post: Quotable) -> str:
        """Return how the field of the words of one is called."""
        return _("The words of post %(number)s") % {"number": post.number}

    def nothing_ticked(self) -> str:
        return _("Tick at least one post: what was said there is quoted.")

    def too_long(self) -> str:
        return _("At most %(count)s characters are quoted of one post. Choose a part of it.")

    def not_said(self) -> str:
        return not_said()

    def gone(self) -> str:
        return _("A post that you chose is not there any more. The others are still chosen.")

    def changed_meanwhile(self) -> str:
        return _("This was changed while you were choosing. Look at what it says now.")

    def _numbers(self) -> list[int]:
        """Return the posts that are ticked, and those of which only the words were shortened."""
        ticked = self.cleaned_data.get("posts", [])
        shortened = {one for one in self.quotable if self._is_shortened(one)}
        return sorted({*ticked, *shortened - numbers_unticked(cast("QueryDict", self.data))})

    def _is_shortened(self, number: int) -> bool:
        return is_shortened(self.cleaned_data.get(f"words-{number}", ""), self._seen(number))

    def _seen(self, number: int) -> str:
        """Return the mark of what was shown; of a page that says nothing of it, what it says now."""
        shown: str = self.cleaned_data.get(f"seen-{number}", "")
        return shown or mark_of(self.quotable[number].texts[0])

    def _words(self, number: int) -> str:
        if not self._is_shortened(number):
            return self.quotable[number].texts[0]
        typed: str = self.cleaned_data.get(f"words-{number}", "")
        return typed.replace("\r\n", "\n").strip()


class HarvestNotesForm(HarvestForm):
    """The same for sections of notes."""

    def words_label(self, post: Quotable) -> str:
        return _("The words of “%(title)s”") % {"title": post.name}

    def nothing_ticked(self) -> str:
        return _("Tick at least one section: what stands there is quoted.")

    def too_long(self) -> str:
        return _("At most %(count)s characters are quoted of one section. Choose a part of it.")

    def gone(self) -> str:
        return _("A section that you chose is not there any more. The others are still chosen.")

    def not_said(self) -> str:
        return _(
            "These words do not stand in the notes like this. You can leave words out and put “…” in "
            "their place; what stays must be as it was written."
        )


def not_said() -> str:
    return _(
        "These words do not stand in the post like this. You can leave words out and put “…” in "
        "their place; what stays must be as it was said."
    )


class PassageForm(forms.Form):
    """Other words of the same source."""

    words = forms.CharField(
        label=gettext_lazy("What is quoted"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Copy it from the post. Put “…” where you leave words out; what stays must be as it was "
            "said."
        ),
    )


class ConsentForm(forms.Form):
    """What somebody says to being quoted: a button each, and words for changes."""

    answer = forms.ChoiceField(
        choices=[(one.value, one.value) for one in Consent if one != Consent.WAITING]
    )
    wish = forms.CharField(
        label=gettext_lazy("What should be different?"),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write what should be different.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        if data is not None and data.get("answer") != Consent.CHANGES:
            self.fields["wish"].required = False


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = QuotingRules
        fields = ("silence", "days", "removed")
        widgets = dict.fromkeys(fields, forms.RadioSelect)
