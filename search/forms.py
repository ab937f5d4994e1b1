"""What people look for."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership, Site
from communities.roles import roles_by_id
from core.kept_select import KeptSelect
from core.prepared import prepared
from search.finding import Question
from search.kinds import all_kinds, places_of, subjects_of

LONGEST = 200


def _day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31))],
    )


class SearchForm(forms.Form):
    """One box; everything else narrows it. What makes no sense is left out, not complained of."""

    q = forms.CharField(
        label=_("Words to look for"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
    )
    kind = forms.ChoiceField(label=_("What"), required=False, widget=KeptSelect)
    place = forms.ChoiceField(label=_("Forum"), required=False, widget=KeptSelect)
    role = forms.ChoiceField(label=_("Written by a"), required=False, widget=KeptSelect)
    site = forms.ChoiceField(label=_("From the site"), required=False, widget=KeptSelect)
    about = forms.ChoiceField(label=_("About"), required=False, widget=KeptSelect)
    since = _day_field(_("From this day on"))
    until = _day_field(_("Up to this day"))

    answered = forms.BooleanField(label=_("Only questions with an answer"), required=False)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        community = member.community
        roles = sorted(roles_by_id(community).values(), key=lambda role: role.position)
        kinds = [(k.name, k.label) for k in all_kinds() if not k.within]
        self._offer("kind", _("Everything"), kinds, people=True)
        self._offer("place", _("All forums"), [(p.value, p.label) for p in places_of(member)])
        self._offer("role", _("Any role"), [(r.pk, r.label) for r in roles])
        subjects = subjects_of(member)
        groups = dict.fromkeys(subject.group for subject in subjects)
        self._offer(
            "about",
            _("Anything"),
            [(g, [(s.value, s.label) for s in subjects if s.group == g]) for g in groups],
        )
        self._offer("site", _("Any site"), _sites(community))

    def _offer(
        self, name: str, all_of_them: Any, choices: list[tuple[Any, Any]], *, people: bool = False
    ) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for mypy)
        last = [("people", _("People"))] if people else []
        field.choices = [
            ("", all_of_them),
            *((str(value), label) for value, label in choices),
            *last,
        ]

    def question(self) -> Question:
        """Return what was asked, without what was not understood."""
        self.is_valid()
        given = self.cleaned_data
        until = given.get("until")
        return Question(
            words=given.get("q", "") or self.data.get("q", "")[:LONGEST].replace("\x00", ""),
            kind=given.get("kind", ""),
            place=given.get("place", ""),
            role_id=int(given["role"]) if given.get("role") else None,
            about=given.get("about", ""),
            site_id=int(given["site"]) if given.get("site") else None,
            since=_midnight(given.get("since")),
            until=_midnight(until + timedelta(days=1)) if until else None,
            answered=given.get("answered", False),
        )

    def chosen(self) -> list[str]:
        """Return what narrows the search, in words: "Replies", "Superintendents"."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if isinstance(field, forms.ChoiceField) and value:
                found.append(str(dict(_flat(field.choices)).get(value, value)))
            elif isinstance(field, forms.DateField) and value:
                found.append(f"{field.label}: {date_format(value)}")
            elif isinstance(field, forms.BooleanField) and value:
                found.append(str(field.label))
        return found


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """Return choices without the groups that some of them stand in."""
    return [
        one
        for value, label in choices
        for one in (label if isinstance(label, list) else [(value, label)])
    ]


@prepared
def _sites(community: Community) -> QuerySet[Site, tuple[Any, ...]]:
    sites = Site.objects.filter(community_id=community.pk).order_by("name")
    return sites.values_list("pk", "name")


def _midnight(day: Any) -> datetime | None:
    zone = timezone.get_current_timezone()
    return datetime.combine(day, time(), zone) if day else None
