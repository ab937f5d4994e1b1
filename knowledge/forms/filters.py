"""What narrows the list of the library."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.facets import facets_of
from communities.models import Membership, Site
from communities.roles import roles_by_id
from forums.post_languages import language_choices
from knowledge.kinds import Evidence, Kind
from knowledge.listed_rows import ARCHIVED, DUE, IN_REVIEW, MINE, SAVED, UNREADABLE, Wanted

SHELVES = (MINE, SAVED, IN_REVIEW, DUE, ARCHIVED, UNREADABLE)


class FilterForm(forms.Form):
    """What narrows the list; what makes no sense is left out, not complained of."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Whom it helps"), required=False)
    evidence = forms.ChoiceField(label=gettext_lazy("How far it was tried"), required=False)
    site = forms.ChoiceField(label=gettext_lazy("Site"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    used_at = forms.ChoiceField(label=gettext_lazy("Used at"), required=False)
    show = forms.ChoiceField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict, *, member: Membership) -> None:
        super().__init__(data)
        community = member.community
        roles = sorted(roles_by_id(community).values(), key=lambda role: role.position)
        sites = [
            (str(pk), name)
            for pk, name in Site.objects.filter(community=community)
            .order_by("name")
            .values_list("pk", "name")
        ]
        languages = [one for one in language_choices() if one[0]]
        facets = [(f.value, f.label) for f in facets_of(community).values()]
        self._offer("kind", _("Any kind"), Kind.choices)
        self._offer("about", _("Anything"), facets)
        self._offer("role", _("Any role"), [(str(r.pk), r.label_plural) for r in roles])
        self._offer("evidence", _("Any"), Evidence.choices)
        self._offer("site", _("Any site"), sites)
        self._offer("used_at", _("Any site"), sites)
        self._offer("language", _("Any language"), languages)
        self._offer("show", "", [(one, one) for one in SHELVES])

    def _offer(self, name: str, all_of_them: str, choices: Any) -> None:
        cast("Any", self.fields[name]).choices = [("", all_of_them), *choices]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in self.fields})

    @property
    def is_narrowed(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name != "show")
