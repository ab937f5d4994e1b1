"""The fields of a resource in words: for its page, and for what changed between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from communities.facets import facets_named
from communities.models import Community, Site
from communities.roles import roles_by_id
from core.markdown.unsigned import without_signs
from core.word_differences import marked_differences
from forums.post_languages import language_name
from knowledge.content import Content
from knowledge.credits import names_of, people_named
from knowledge.kinds import (
    DETAIL,
    SENTENCES,
    TEXT,
    Evidence,
    Kind,
    Licence,
    Span,
    Strand,
    fields_of,
)
from knowledge.merging import around_changes, is_text
from knowledge.models import ResourceFile

_NAMED = ("key", "name", "version")


@dataclass(frozen=True, slots=True)
class Line:
    """A field by its name, what it is called, and what it says in words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not the same, with <del> and <ins>."""

    label: str
    marked: SafeString


def lines_of(content: Content, community: Community) -> list[Line]:
    """Return all fields in words, those of the kind after the summary: at most two queries."""
    return [Line(name, str(label), text) for name, label, text in _lines(content, community)]


def differences(before: Content, after: Content, community: Community) -> list[Difference]:
    """Return what is not the same, field by field; of a long text what stands around it."""
    old = {line.name: line for line in lines_of(before, community)}
    new = {line.name: line for line in lines_of(after, community)}
    return [
        Difference(
            (new.get(name) or old[name]).label,
            _marked(
                name, old[name].text if name in old else "", new[name].text if name in new else ""
            ),
        )
        for name in dict.fromkeys([*new, *old])
        if name not in old or name not in new or old[name].text != new[name].text
    ]


def _marked(name: str, before: str, after: str) -> SafeString:
    near = around_changes(before, after)
    return marked_differences(*(without_signs(*near) if is_text(name) else near))


def _lines(content: Content, community: Community) -> Iterator[tuple[str, object, str]]:
    yield "kind", _("Kind"), str(Kind(content.kind).label)
    yield "title", _("Title"), content.title
    for name, label in SENTENCES:
        yield name, label, getattr(content, name)
    for field in fields_of(content.kind):
        yield DETAIL + field.key, field.label, content.details.get(field.key, "")
    yield "body", _("Text"), content.body
    people = people_named(community, [*content.authors, *content.contributors])
    yield "authors", _("Authors"), "\n".join(names_of(content.authors, people))
    yield "contributors", _("Contributors"), "\n".join(names_of(content.contributors, people))
    yield "site", _("Site"), site_name(content.site, community)
    yield "evidence", _("How far it was tried"), str(Evidence(content.evidence).label)
    facets = [facet.label for facet in facets_named(community, content.facets)]
    yield "facets", _("What it is about"), "\n".join(facets)
    roles = roles_by_id(community)
    helped = [roles[pk].label_plural for pk in content.roles if pk in roles]
    yield "roles", _("Whom it helps"), "\n".join(helped)
    strands = [str(Strand(one).label) for one in content.strands]
    yield "strands", _("Research, policy or practice"), "\n".join(strands)
    spans = [str(Span(one).label) for one in content.spans]
    yield "spans", _("For which ages"), "\n".join(spans)
    said = content.said_language
    yield "said_language", _("Language"), language_name(said) if said else _("As its words tell")
    yield "licence", _("Who may use it"), str(Licence(content.licence).label)
    yield "files", _("Files"), "\n".join(_file_names(content, community))
    day = date_format(content.review_by, "DATE_FORMAT") if content.review_by else ""
    yield "review_by", _("Look at it again by"), day


def details_of(kind: str, details: dict[str, str], html: dict[str, str]) -> list[dict[str, Any]]:
    """Return the fields of a kind that say something: what they are called, their text or HTML."""
    return [
        {
            "label": field.label,
            "text": details.get(field.key, ""),
            "html": html.get(field.key, ""),
            "shape": field.shape,
            "is_text": field.shape == TEXT,
        }
        for field in fields_of(kind)
        if details.get(field.key)
    ]


def _file_names(content: Content, community: Community) -> list[str]:
    keys = [entry.key for entry in content.files]
    if not keys:
        return []
    found = ResourceFile.objects.filter(community=community, key__in=keys)
    files = {key: (name, version) for key, name, version in found.values_list(*_NAMED)}
    return [
        _file_line(entry.label, *files[entry.key]) for entry in content.files if entry.key in files
    ]


def _file_line(label: str, name: str, version: int) -> str:
    words = f"{name} ({label})" if label else name
    if version == 1:
        return words
    return _("%(file)s, version %(number)s") % {"file": words, "number": version}


def site_name(pk: int | None, community: Community) -> str:
    if pk is None:
        return ""
    return (
        Site.objects.filter(community=community, pk=pk).values_list("name", flat=True).first() or ""
    )
