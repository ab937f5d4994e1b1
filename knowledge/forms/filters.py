"""What narrows the list of the library."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.facets import facets_of
from communities.models import Membership, Site
from communities.roles import roles_by_id
from forums.post_languages import language_choices
from knowledge.forms.narrowing import NarrowingForm
from knowledge.kinds import Evidence, Kind
from knowledge.listed_rows import ARCHIVED, DUE, IN_REVIEW, MINE, SAVED, UNREADABLE, Wanted

PARTS = (MINE, SAVED, IN_REVIEW, DUE, ARCHIVED, UNREADABLE)


class FilterForm(NarrowingForm):
    """What narrows the list."""

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
        self.offer("kind", _("Any kind"), Kind.choices)
        self.offer("about", _("Anything"), facets)
        self.offer("role", _("Any role"), [(str(r.pk), r.label_plural) for r in roles])
        self.offer("evidence", _("Any"), Evidence.choices)
        self.offer("site", _("Any site"), sites)
        self.offer("used_at", _("Any site"), sites)
        self.offer("language", _("Any language"), languages)
        self.offer("show", "", [(one, one) for one in PARTS])

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in self.fields})
