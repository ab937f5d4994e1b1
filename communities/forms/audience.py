"""Who sees something: everybody who fits a rule, or people named one by one."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.audience_rules import AudienceRule
from communities.forms.people import CIRCLES
from communities.models import Community, Membership, Role, Site
from communities.person_rows import by_name, person_rows
from core.option_labels import described

RULE, NAMED = "rule", "named"
ANY, SOME = "any", "some"
WHO = [
    (
        RULE,
        described(
            gettext_lazy("Everybody who fits"),
            gettext_lazy("By role, site and circle. Who joins later and fits sees it too."),
        ),
    ),
    (
        NAMED,
        described(
            gettext_lazy("Only people I name"),
            gettext_lazy("Nobody else, whatever their role. For a group with a task."),
        ),
    ),
]
AXES = ("roles", "sites", "circles")


def _choice(label: Any, any_label: Any, some_label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(ANY, any_label), (SOME, some_label)],
        widget=forms.RadioSelect(attrs={"class": "options--columns"}),
        # Named people only: nothing is asked of the axes.
        required=False,
    )


def _ticks(label: Any, **kwargs: Any) -> dict[str, Any]:
    widget = forms.CheckboxSelectMultiple(attrs={"class": "options--columns options--scroll"})
    return {"label": label, "required": False, "widget": widget, **kwargs}


class AudienceForm(forms.Form):
    """Once valid, `rule` and `named` say who sees it."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who sees it?"), choices=WHO, widget=forms.RadioSelect
    )
    any_roles = _choice(
        gettext_lazy("Roles"), gettext_lazy("Any role"), gettext_lazy("Only some roles")
    )
    roles = forms.ModelMultipleChoiceField(
        **_ticks(
            gettext_lazy("Which roles?"),
            queryset=Role.objects.none(),
            help_text=gettext_lazy(
                "One role makes a role-alike forum. A mixed-role forum needs at least two."
            ),
        )
    )
    any_sites = _choice(
        gettext_lazy("Sites"), gettext_lazy("Any site"), gettext_lazy("Only some sites")
    )
    sites = forms.ModelMultipleChoiceField(
        **_ticks(gettext_lazy("Which sites?"), queryset=Site.objects.none())
    )
    any_circles = _choice(
        gettext_lazy("Circles"), gettext_lazy("Any circle"), gettext_lazy("Only some circles")
    )
    circles = forms.MultipleChoiceField(**_ticks(gettext_lazy("Which circles?"), choices=CIRCLES))
    guests = forms.TypedMultipleChoiceField(
        **_ticks(
            gettext_lazy("People by name"),
            coerce=int,
            help_text=gettext_lazy("Whoever is ticked sees it, whether the rule fits or not."),
        )
    )

    def __init__(
        self,
        *args: Any,
        community: Community,
        rule: AudienceRule,
        named: Iterable[int] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "who": NAMED if rule.named_only else RULE,
            "guests": list(named),
            **{name: list(getattr(rule, name) or ()) for name in AXES},
            **{f"any_{name}": ANY if getattr(rule, name) is None else SOME for name in AXES},
        }
        super().__init__(*args, **kwargs)
        fields = cast("dict[str, Any]", self.fields)
        fields["roles"].queryset = Role.objects.filter(community=community)
        fields["sites"].queryset = Site.objects.filter(community=community)
        people = by_name(Membership.objects.active().filter(community=community))
        fields["guests"].choices = [
            (row.id, described(row.name, row.line)) for row in person_rows(people, community)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("who") == NAMED:
            if "guests" in given and not given["guests"]:
                self.add_error("guests", _("Tick at least one person."))
            return given
        sentences = {
            "roles": _("Tick at least one role, or choose “Any role”."),
            "sites": _("Tick at least one site, or choose “Any site”."),
            "circles": _("Tick at least one circle, or choose “Any circle”."),
        }
        for name, sentence in sentences.items():
            if given.get(f"any_{name}") != ANY and name in given and not given[name]:
                self.add_error(name, sentence)
        return given

    @property
    def rule(self) -> AudienceRule:
        given = self.cleaned_data
        if given["who"] == NAMED:
            return AudienceRule(named_only=True)

        def axis(name: str, values: Iterable[Any]) -> frozenset[Any] | None:
            return None if given[f"any_{name}"] == ANY else frozenset(values)

        return AudienceRule(
            roles=axis("roles", (role.pk for role in given["roles"])),
            sites=axis("sites", (site.pk for site in given["sites"])),
            circles=axis("circles", given["circles"]),
        )

    @property
    def named(self) -> list[int]:
        """Return the ids of the memberships that are named."""
        return list(self.cleaned_data["guests"])
