"""All of a resource as a form asks for it: begun, or changed."""

from collections.abc import Collection, Mapping
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.facets import CAPACITY, RESULT, facets_of
from communities.models import Community, Membership, Site
from communities.roles import roles_by_id
from core import markdown
from forums.audience_choices import EVERYONE, audience_choices
from forums.post_languages import language_choices
from knowledge.content import Content
from knowledge.credits import checked_names, credits_named, names_of, people_named
from knowledge.dates import in_a_year, near_our_time
from knowledge.forms.page_field import PageField
from knowledge.kinds import (
    DETAIL,
    FIELDS,
    LINE,
    LINK,
    SENTENCES,
    Evidence,
    Field,
    Kind,
    Licence,
    Span,
    Strand,
    fields_of,
)
from knowledge.missing import missing

_EMPTY = gettext_lazy("Write something here: others decide by it whether to read on.")
_TICKS = forms.CheckboxSelectMultiple(attrs={"class": "options--columns"})


def _text(rows: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), required=False, **kwargs)


def _ticks(label: Any, choices: Any = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=_TICKS)


class ResourceForm(forms.Form):
    """All of a resource. A draft needs a title; what others see needs its summary too."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give it a title, so that people can find it.")},
    )
    what = _text(2, max_length=300, label=SENTENCES[0][1])
    for_whom = _text(2, max_length=300, label=SENTENCES[1][1])
    outcome = _text(2, max_length=300, label=SENTENCES[2][1])
    body = _text(12, label=gettext_lazy("Text"), validators=[markdown.check_source])
    authors = _text(
        2,
        label=gettext_lazy("Authors"),
        help_text=gettext_lazy(
            "One name a line. Members are recognised by their names; others can stand here too."
        ),
    )
    contributors = _text(
        2,
        label=gettext_lazy("Contributors"),
        help_text=gettext_lazy("Who helped, or was there. One name a line."),
    )
    site = forms.ChoiceField(label=gettext_lazy("Site"), required=False)
    evidence = forms.ChoiceField(
        label=gettext_lazy("How far it was tried"), choices=Evidence, widget=forms.RadioSelect
    )
    roles = _ticks(gettext_lazy("Whom it helps"))
    strands = _ticks(gettext_lazy("Research, policy or practice"), Strand)
    spans = _ticks(gettext_lazy("For which ages"), Span)
    said_language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False, choices=language_choices
    )
    licence = forms.ChoiceField(label=gettext_lazy("Who may use it"), choices=Licence)
    review_by = forms.DateField(
        label=gettext_lazy("Look at it again by"),
        required=False,
        validators=[near_our_time],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy(
            "From this day on, its page says that somebody should look whether it still holds."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        content: Content,
        kind: Kind,
        community: Community,
        asks: bool,
    ) -> None:
        """`content` is what the form begins with; with `asks` it must be whole."""
        self.community, self.asks, self.kind = community, asks, kind
        # What was typed into fields of whatever kind, if it is shown again unsent.
        self.typed: Mapping[str, str] = data or {
            DETAIL + key: text for key, text in content.details.items()
        }
        credits_ = [*content.authors, *content.contributors]
        self.people = people_named(community, credits_)
        super().__init__(data, initial=_initial(content, self.people))
        fields = cast("dict[str, Any]", self.fields)
        sites = Site.objects.filter(community=community).order_by("name")
        fields["site"].choices = [
            ("", _("No site in particular")),
            *((str(pk), name) for pk, name in sites.values_list("pk", "name")),
        ]
        roles = sorted(roles_by_id(community).values(), key=lambda role: role.position)
        fields["roles"].choices = [(str(role.pk), role.label_plural) for role in roles]
        for group, label in (
            (CAPACITY, _("What it helps us to be good at")),
            (RESULT, _("The results it works for")),
        ):
            choices = [(f.value, f.label) for f in facets_of(community).values() if f.kind == group]
            if choices:
                fields[group] = _ticks(label, choices)
        for field in fields_of(self.kind):
            fields[DETAIL + field.key] = _field(field)
        for name in missing(self.kind, {}):
            fields[name].required = asks
            fields[name].asked_later = not asks
            fields[name].error_messages["required"] = _EMPTY
        # As they stand on the page: what is to be mended is told in this order.
        self.order_fields([*(one.name for one in (*self.summary, *self.of_kind)), "body"])

    def limit_licence(self, allowed: Collection[Licence], why: str) -> None:
        """Offer these licences only, and say why."""
        if why:
            field = cast("Any", self.fields["licence"])
            field.choices = [(one.value, one.label) for one in Licence if one in allowed]
            field.help_text = why

    @property
    def content(self) -> Content:
        """Return what was typed, once it is valid: at most two queries."""
        given = self.cleaned_data
        known = {name: pk for pk, name in self.people.items()}
        return Content(
            kind=self.kind,
            title=given["title"],
            what=given["what"],
            for_whom=given["for_whom"],
            outcome=given["outcome"],
            body=given["body"].replace("\r\n", "\n"),
            details={
                f.key: given[DETAIL + f.key].replace("\r\n", "\n") for f in fields_of(self.kind)
            },
            authors=credits_named(given["authors"], self.community, known),
            contributors=credits_named(given["contributors"], self.community, known),
            site=int(given["site"]) if given["site"] else None,
            evidence=given["evidence"],
            facets=(*given.get(CAPACITY, ()), *given.get(RESULT, ())),
            strands=tuple(given["strands"]),
            roles=tuple(map(int, given["roles"])),
            spans=tuple(given["spans"]),
            said_language=given["said_language"],
            licence=given["licence"],
            review_by=given["review_by"],
        )

    def clean_authors(self) -> str:
        return self._names("authors")

    def clean_contributors(self) -> str:
        return self._names("contributors")

    def _names(self, name: str) -> str:
        return checked_names(self.cleaned_data[name])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "send" in self.data and not self.asks:
            for name in missing(self.kind, given):
                if name in given:
                    self.add_error(name, _EMPTY)
        return given

    @property
    def summary(self) -> list[BoundField]:
        return [self[name] for name in ("title", *(name for name, _label in SENTENCES))]

    @property
    def of_kind(self) -> list[BoundField]:
        return [self[DETAIL + field.key] for field in fields_of(self.kind)]

    @property
    def about(self) -> list[BoundField]:
        names = ("site", "evidence", CAPACITY, RESULT, "strands", "roles", "spans")
        return [self[name] for name in names if name in self.fields]

    @property
    def whose(self) -> list[BoundField]:
        names = ("authors", "contributors", "licence", "said_language", "review_by")
        return [self[name] for name in names]

    def errs_in(self, fields: list[BoundField]) -> bool:
        """Return whether one of these fields is to be mended."""
        return self.is_bound and any(field.errors for field in fields)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return what was typed into fields of another kind: it comes back with that kind."""
        own = {DETAIL + field.key for field in fields_of(self.kind)}
        others = {DETAIL + f.key for fields in FIELDS.values() for f in fields} - own
        return [(name, self.typed[name]) for name in sorted(others) if self.typed.get(name)]


class NewResourceForm(ResourceForm):
    """One that is begun, with who sees it once it is published."""

    audience = forms.ChoiceField(label=gettext_lazy("Who sees it once it is published?"))
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        member: Membership,
        kind: Kind,
        facets: tuple[str, ...] = (),
        site: int | None = None,
    ) -> None:
        begin = Content(
            kind=kind,
            title="",
            authors=(member.pk,),
            site=site or member.site_id,
            facets=facets,
            review_by=in_a_year(),
        )
        super().__init__(data, content=begin, kind=kind, community=member.community, asks=False)
        cast("Any", self.fields["audience"]).choices = audience_choices(member)
        self.fields["audience"].initial = EVERYONE
        self.fields["form_key"].initial = uuid4

    @property
    def key(self) -> UUID | None:
        """Return the form's own key, once it is valid."""
        key: UUID | None = self.cleaned_data.get("form_key")
        return key


class ChangeForm(ResourceForm):
    """One that is changed. `began_from` is the version that the page showed."""

    note = forms.CharField(
        label=gettext_lazy("What did you change, and why?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A few words; they stand beside this version."),
    )
    # Kept with what is being written, so that it is put together with what came meanwhile.
    began_from = forms.IntegerField(widget=forms.HiddenInput(attrs={"data-draft": ""}), min_value=1)
    # Of a page on which two changes were put together: the version that the other one made.
    merged_with = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)


def unsent(form: ResourceForm, data: QueryDict) -> dict[str, Any]:
    """Return what was typed so far, for a form that is shown again without complaints."""
    return {
        name: field.widget.value_from_datadict(data, cast("Any", {}), name)
        for name, field in form.fields.items()
        if name in data or isinstance(field, forms.MultipleChoiceField)
    }


def _field(field: Field) -> forms.CharField:
    if field.shape == LINK:
        return PageField(
            label=field.label,
            help_text=field.help,
            required=False,
            max_length=field.limit,
            assume_scheme="https",
        )
    if field.shape == LINE:
        return forms.CharField(label=field.label, required=False, max_length=field.limit)
    return _text(6, label=field.label, help_text=field.help, validators=[markdown.check_source])


def _initial(content: Content, people: Mapping[int, str]) -> dict[str, Any]:
    values = content.as_json() | {"review_by": content.review_by}
    details = values.pop("details")
    return {
        **values,
        **{DETAIL + key: text for key, text in details.items()},
        "authors": "\n".join(names_of(content.authors, people)),
        "contributors": "\n".join(names_of(content.contributors, people)),
        "site": str(content.site or ""),
        "roles": list(map(str, content.roles)),
        CAPACITY: [one for one in content.facets if one.startswith(CAPACITY)],
        RESULT: [one for one in content.facets if one.startswith(RESULT)],
    }
