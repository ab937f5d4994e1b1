"""What facilitators type to open a forum, to say what it is for, and who sees it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.forms.audience import AudienceForm
from communities.models import Membership
from communities.models.membership import Standing
from communities.person_rows import by_name
from forums.actions.forum_changes import ForumWords
from forums.models import Forum
from forums.models.forum import Kind


class ForumForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a forum is called and what it is for, in both languages."""

    class Meta:
        model = Forum
        fields = ["name", "name_es", "description", "description_es"]
        labels = {
            "name": _("Name"),
            "name_es": _("Name in Spanish"),
            "description": _("What it is for"),
            "description_es": _("What it is for, in Spanish"),
        }
        help_texts = {
            "name": _("Short, as people would say it: “Superintendents”."),
            "name_es": _("Without it, Spanish readers see the name above."),
            "description": _("One or two sentences that tell people whether they belong here."),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "description_es": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {"name": {"required": _("Give the forum a name.")}}

    @property
    def words(self) -> ForumWords:
        """Return what was typed, once it is valid."""
        return ForumWords(**self.cleaned_data)


class ForumAudienceForm(AudienceForm):
    """Who sees a forum; one that mixes roles on purpose keeps at least two."""

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.kind == Kind.MIXED_ROLE and not self.errors:
            roles = self.rule.roles
            if roles is not None and len(roles) == 1:
                self.add_error(
                    "roles",
                    gettext(
                        "A mixed-role forum needs at least two roles. Tick another one, or open a "
                        "forum of its own for this role."
                    ),
                )
        return given


class NamingForm(forms.Form):
    """One member, to keep a forum going or to be its guest."""

    member = forms.ModelChoiceField(
        queryset=Membership.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose somebody first.")},
    )

    def __init__(self, *args: Any, forum: Forum, with_guests: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = gettext("Who may see it, too?") if with_guests else gettext("Who else?")
        self.fields["member"].label = label
        people = Membership.objects.active().filter(community_id=forum.community_id)
        if not with_guests:
            people = people.exclude(standing=Standing.GUEST)
        field: Any = self.fields["member"]
        field.queryset = by_name(people.select_related("user"))
        field.label_from_instance = lambda member: member.name


class ProposalForm(forms.Form):
    """A forum that somebody would like to have."""

    name = forms.CharField(
        label=_("What should it be called?"),
        max_length=120,
        error_messages={"required": _("Give the forum a name.")},
    )
    for_whom = forms.CharField(
        label=_("For whom?"),
        max_length=400,
        help_text=_("Which roles, which sites, or which people."),
        error_messages={"required": _("Say for whom it should be.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What people would talk about there that has no place yet."),
        error_messages={"required": _("Say in a sentence why it is needed.")},
    )
