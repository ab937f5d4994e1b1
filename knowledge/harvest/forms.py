"""Choosing what of a topic is quoted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Audience, Membership
from forums.audience_choices import audience_choices, value_of
from forums.bylines import AUTHOR, author_name
from forums.models import Post, Topic
from knowledge.harvest.passages import LONGEST, stands_in
from knowledge.harvest.posts import texts_of
from knowledge.kinds import Kind
from knowledge.models import Consent, QuotingRules


@dataclass(frozen=True, slots=True)
class Quotable:
    """A post that can be quoted, with the name that stands with it."""

    pk: int
    number: int
    name: str
    moment: datetime
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A post as the form shows it: its box, and the field of its words."""

    post: Quotable
    words: BoundField
    is_ticked: bool


def quotable_posts(member: Membership, topic: Topic, *, first: int, last: int) -> list[Quotable]:
    """Return the posts with these numbers that are shown, in order: one query."""
    posts = Post.objects.visible_to(member).filter(topic=topic, number__range=(first, last))
    rows = posts.order_by("number").values_list("pk", "number", "html", "created_at", *AUTHOR)
    return [
        Quotable(pk, number, author_name(*author), moment, texts_of(html))
        for pk, number, html, moment, *author in rows
    ]


class HarvestForm(forms.Form):
    """Ticks on posts, the words of each, and what becomes of them."""

    posts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What is quoted"),
        coerce=int,
        required=False,
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
        initial: dict[str, Any],
    ) -> None:
        self.quotable = {post.number: post for post in posts}
        super().__init__(
            data, initial={"audience": value_of(audience), "title": title[:200], **initial}
        )
        fields = cast("dict[str, Any]", self.fields)
        fields["audience"].choices = audience_choices(member, audience)
        fields["posts"].choices = [(post.number, post.name) for post in posts]
        fields["form_key"].initial = uuid4
        for post in posts:
            fields[f"words-{post.number}"] = forms.CharField(
                label=self.words_label(post),
                required=False,
                initial=post.texts[0],
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def choices(self) -> list[Choice]:
        """Return all posts as the page shows them."""
        ticked = {str(one) for one in self["posts"].value() or ()}
        return [
            Choice(post, self[f"words-{number}"], str(number) in ticked)
            for number, post in self.quotable.items()
        ]

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
        for number in numbers:
            words = self._words(number)
            if len(words) > LONGEST:
                self.add_error(f"words-{number}", self.too_long() % {"count": LONGEST})
            elif not stands_in(words, self.quotable[number].texts):
                self.add_error(f"words-{number}", self.not_said())
        return self.cleaned_data

    def words_label(self, post: Quotable) -> str:
        """Return how the field of the words of one is called."""
        return _("The words of post %(number)s") % {"number": post.number}

    def nothing_ticked(self) -> str:
        return _("Tick at least one post: what was said there is quoted.")

    def too_long(self) -> str:
        return _("At most %(count)s characters are quoted of one post. Choose a part of it.")

    def not_said(self) -> str:
        return not_said()

    def _numbers(self) -> list[int]:
        """Return the posts that are ticked, and those of which only the words were shortened."""
        ticked = self.cleaned_data.get("posts", [])
        shortened = [
            number
            for number, post in self.quotable.items()
            if self.cleaned_data.get(f"words-{number}")
            and self._words(number).split() != post.texts[0].split()
        ]
        return sorted({*ticked, *shortened})

    def _words(self, number: int) -> str:
        typed: str = self.cleaned_data.get(f"words-{number}", "")
        return typed.replace("\r\n", "\n").strip() or self.quotable[number].texts[0]


class HarvestNotesForm(HarvestForm):
    """The same for sections of notes."""

    def words_label(self, post: Quotable) -> str:
        return _("The words of “%(title)s”") % {"title": post.name}

    def nothing_ticked(self) -> str:
        return _("Tick at least one section: what stands there is quoted.")

    def too_long(self) -> str:
        return _("At most %(count)s characters are quoted of one section. Choose a part of it.")

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
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("answer") == Consent.CHANGES and not given.get("wish"):
            self.add_error("wish", _("Write what should be different."))
        return given


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = QuotingRules
        fields = ("silence", "days", "removed")
        widgets = dict.fromkeys(fields, forms.RadioSelect)
