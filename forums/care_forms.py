"""What facilitators are asked when they keep topics in order."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from core import markdown
from forums.models import Forum, HoldRules, Topic
from forums.models.flag import Outcome, Why
from forums.models.held_post import HoldState


class DeletionForm(forms.Form):
    """An author deletes what he wrote; nobody asks why."""


class RemovalForm(forms.Form):
    """Why somebody's post is removed."""

    reason = forms.CharField(
        label=_("Your reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person who wrote it gets your reason by mail."),
        error_messages={"required": _("Give a reason, so that its author can understand it.")},
    )


class FlagForm(forms.Form):
    why = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
    words = forms.CharField(
        label=_("What should the facilitators know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(forms.Form):
    """What becomes of a reported post."""

    outcome = forms.ChoiceField(
        label=_("What should become of it?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should become of it.")},
    )
    reason = forms.CharField(
        label=_("Your reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its author gets it by mail, unless you keep the post without a warning."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where somebody is told one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("outcome") in {Outcome.REMOVED, Outcome.WARNED} and not given.get("reason"):
            self.add_error("reason", _("Give a reason, so that its author can understand it."))
        return given


class HeldForm(forms.Form):
    """What becomes of a post that waits."""

    body = forms.CharField(
        label=_("What it says"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("You may correct it. What its author wrote stays in its history."),
        max_length=None,
        validators=[markdown.check_source],
    )
    outcome = forms.ChoiceField(
        label=_("What should become of it?"),
        choices=[
            (HoldState.APPROVED, _("Show it")),
            (HoldState.DECLINED, _("Decline it, and tell its author why")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should become of it.")},
    )
    reason = forms.CharField(
        label=_("Your reason, if you decline it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where somebody is told one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("outcome") == HoldState.DECLINED and not given.get("reason"):
            self.add_error("reason", _("Give a reason, so that its author can understand it."))
        return given


class HoldRulesForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = HoldRules
        fields = ["first_posts", "links", "words", "domains"]
        widgets = {
            "first_posts": forms.RadioSelect,
            "words": forms.Textarea(attrs={"rows": 4}),
            "domains": forms.Textarea(attrs={"rows": 4}),
        }


class LockForm(forms.Form):
    note = forms.CharField(
        label=_("A sentence for those who would reply"),
        max_length=300,
        required=False,
        help_text=_("For example, where the discussion goes on."),
    )


class SlowModeForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label=_("How long does one wait between two posts?"),
        coerce=int,
        choices=[
            (0, _("Not at all")),
            (5, _("5 minutes")),
            (15, _("15 minutes")),
            (60, _("An hour")),
            (240, _("4 hours")),
            (1440, _("A day")),
        ],
        widget=forms.RadioSelect,
    )


class PinForm(forms.Form):
    until = forms.DateField(
        label=_("Until which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=lambda: timezone.localdate() + timedelta(days=7),
    )

    def clean_until(self) -> date:
        """Return the day; refuse one that is over, and one in years."""
        until: date = self.cleaned_data["until"]
        if not timezone.localdate() < until <= timezone.localdate() + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day from tomorrow on, within a year."))
        return until


class MoveForm(forms.Form):
    forum = forms.ModelChoiceField(
        label=_("Into which forum?"),
        queryset=Forum.objects.none(),
        empty_label=_("Please choose"),
        help_text=_("Forums that you keep going. Who sees that forum will see the topic."),
    )

    def __init__(self, *args: Any, forums: QuerySet[Forum], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["forum"]
        field.queryset = forums


class SplitForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the new topic"),
        max_length=200,
        error_messages={"required": _("Give it a title, so that people know what it is about.")},
    )
    posts = forms.TypedMultipleChoiceField(
        label=_("Which posts belong there?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one post.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["posts"]
        field.choices = choices


class MergeForm(forms.Form):
    topic = forms.CharField(
        label=_("Address of the topic that it belongs to"),
        max_length=300,
        help_text=_("Open that topic, copy the address of the page and paste it here."),
    )

    def __init__(self, *args: Any, topic: Topic, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._topic, self._by = topic, by

    def clean_topic(self) -> Topic:
        """Return the other topic, by its address or its number, if the member keeps it going."""
        typed: str = self.cleaned_data["topic"].strip()
        found = re.search(r"/topics/([0-9]{1,9})(?:/|$)", typed) or re.fullmatch(
            r"#?([0-9]{1,9})", typed
        )
        if found is None:
            raise forms.ValidationError(_("This is not the address of a topic of this community."))
        topics = Topic.objects.visible_to(self._by).with_facilitated(self._by)
        other: Topic | None = topics.filter(number=int(found[1])).first()
        if other is None or other.pk == self._topic.pk:
            raise forms.ValidationError(
                _("There is no other topic with this address that you see.")
            )
        if not other.facilitated:
            raise forms.ValidationError(_("That topic is in a forum that you do not keep going."))
        other.community = self._by.community
        return other
