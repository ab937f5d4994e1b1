"""What narrows a list of what was released."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.facets import facets_of
from communities.models import Community
from forums.post_languages import language_choices
from knowledge.commons.entry_lists import WantedEntries
from knowledge.commons.released import subject_of
from knowledge.forms.narrowing import NarrowingForm
from knowledge.kinds import Evidence, Kind


class EntryFilterForm(NarrowingForm):
    """What narrows the list; subjects are those of a community."""

    words = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    evidence = forms.ChoiceField(label=gettext_lazy("How far it was tried"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, data: QueryDict, *, community: Community | None = None) -> None:
        super().__init__(data)
        self.offer("kind", _("Any kind"), Kind.choices)
        self.offer("evidence", _("Any"), Evidence.choices)
        self.offer("language", _("Any language"), [one for one in language_choices() if one[0]])
        if community is None:
            del self.fields["about"]
        else:
            facets = [(subject_of(f), f.label) for f in facets_of(community).values()]
            self.offer("about", _("Anything"), facets)

    @property
    def wanted(self) -> WantedEntries:
        self.is_valid()
        return WantedEntries(**{name: self.cleaned_data.get(name, "") for name in self.fields})
