"""From front matter, as people write it or as our own export does, to a content; with what was not understood."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from core import markdown
from forums.post_languages import language_choices
from knowledge.content import Content, Credit
from knowledge.credits import LONGEST, MOST
from knowledge.dates import is_near_our_time
from knowledge.exchange.portable import Names
from knowledge.kinds import (
    SENTENCES,
    Evidence,
    Kind,
    Licence,
    Span,
    Strand,
    checked_details,
    fields_of,
)
from search.words import fold

LONGEST_SENTENCE, LONGEST_TITLE = 300, 200
# What is understood, here or in knowledge.exchange.planning.
KEYS = frozenset(
    {"porchlight", "title", "kind", "type", "state", "audience", "what", "summary", "description"}
    | {"for_whom", "outcome", "authors", "author", "contributors", "owner", "site", "capacities"}
    | {"results", "tags", "roles", "strands", "ages", "evidence", "licence", "license", "language"}
    | {"lang", "review_by", "created", "date", "published", "note", "details", "files"}
    | {"quotations", "categories", "category", "keywords"}
)


def content_told(
    told: Mapping[str, Any], body: str, stem: str, names: Names
) -> tuple[Content | None, list[str], str]:
    """Return the content, remarks on what is left out, and what is wrong, if nothing can be made of it."""
    remarks: list[str] = []
    title, body = _title(told, body, stem)
    kind = _one_of(Kind, told, ("kind", "type"), Kind.ARTICLE, remarks)
    details = told.get("details")
    given = {str(k): _text(v) for k, v in details.items()} if isinstance(details, dict) else {}
    wrong = _too_long(title, told)
    try:
        markdown.check_source(body)
        kept = checked_details(kind, given)
    except ValidationError as refused:
        return None, remarks, wrong or refused.messages[0]
    if wrong:
        return None, remarks, wrong
    if unknown := sorted(set(given) - {field.key for field in fields_of(kind)}):
        remarks.append(_left_out("details", unknown))
    sites = {fold(name): pk for pk, name in names.sites.items()}
    site = _text(told.get("site"))
    if site and fold(site) not in sites:
        remarks.append(_left_out("site", [site]))
    sentences = _sentences(told)
    content = Content(
        kind=kind,
        title=title,
        body=body,
        details=kept,
        what=sentences["what"],
        for_whom=sentences["for_whom"],
        outcome=sentences["outcome"],
        authors=_people(told, ("authors", "author"), names, remarks),
        contributors=_people(told, ("contributors",), names, remarks),
        site=sites.get(fold(site)) if site else None,
        evidence=_one_of(Evidence, told, ("evidence",), Evidence.IDEA, remarks),
        licence=_one_of(Licence, told, ("licence", "license"), Licence.OURS, remarks),
        facets=_facets(told, names, remarks),
        roles=_roles(told, names, remarks),
        strands=_some_of(Strand, told, "strands", remarks),
        spans=_some_of(Span, told, "ages", remarks),
        said_language=_language(told, remarks),
        review_by=_day(told, remarks),
    )
    return content, remarks, ""


def unknown_fields(told: Mapping[str, Any]) -> str:
    """Return what is not understood, in one line; nothing where all is."""
    unknown = [(key, value) for key, value in told.items() if key not in KEYS]
    return "; ".join(f"{key}: {_in_a_line(value)}" for key, value in unknown)


def _in_a_line(value: Any) -> str:
    """Return what somebody wrote, and not how a program keeps it."""
    if isinstance(value, list):
        return ", ".join(map(_in_a_line, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_in_a_line(one)}" for key, one in value.items())
    return str(value)


def moment_told(told: Any) -> datetime | None:
    """Return a moment that front matter names, if it is one and not ahead of now."""
    text = _text(told)
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text)):
            moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (made aware below)
    except ValueError:
        return None
    if moment is None or not is_near_our_time(moment):
        return None
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return min(moment, timezone.now())


def _title(told: Mapping[str, Any], body: str, stem: str) -> tuple[str, str]:
    """Return the title, and the text without it if it was the first heading there."""
    if title := " ".join(_text(told.get("title")).split()):
        return title, body
    first, _line, rest = body.partition("\n")
    if first.startswith("# "):
        return _plain(first[2:]), rest.strip("\n")
    return stem or _("Without a title"), body


def _plain(heading: str) -> str:
    """Return a heading as a title, without the signs of Markdown in it."""
    heading = re.sub(r"(\*\*|__|\*|`)(.{1,200}?)\1", r"\2", heading)
    heading = re.sub(r"\[([^\[\]]{1,200})\]\([^()]{0,300}\)", r"\1", heading)
    return " ".join(re.sub(r"\\([^\w\s])", r"\1", heading).split())


def _sentences(told: Mapping[str, Any]) -> dict[str, str]:
    found = {name: _text(told.get(name)).strip() for name, _label in SENTENCES}
    if not found["what"]:
        found["what"] = _text(told.get("summary") or told.get("description")).strip()
    return found


def _too_long(title: str, told: Mapping[str, Any]) -> str:
    if len(title) > LONGEST_TITLE:
        return _("Its title is too long: at most %(limit)s characters fit.") % {
            "limit": LONGEST_TITLE
        }
    for name, text in _sentences(told).items():
        if len(text) > LONGEST_SENTENCE:
            label = next(str(label) for key, label in SENTENCES if key == name)
            values = {"field": label, "limit": LONGEST_SENTENCE}
            return _("“%(field)s” is too long: at most %(limit)s characters fit.") % values
    return ""


def _people(
    told: Mapping[str, Any], keys: Iterable[str], names: Names, remarks: list[str]
) -> tuple[Credit, ...]:
    given = [" ".join(one.split()) for one in _list(told, keys)]
    given = [one for one in dict.fromkeys(given) if one]
    fitting = [one for one in given if len(one) <= LONGEST][:MOST]
    if len(fitting) < len(given):
        remarks.append(_left_out("authors", [one[:40] for one in given if one not in fitting]))
    found: list[Credit] = []
    for name in fitting:
        ids = names.members.get(fold(name), [])
        found.append(ids[0] if len(ids) == 1 else name)
    return tuple(dict.fromkeys(found))


def _facets(told: Mapping[str, Any], names: Names, remarks: list[str]) -> tuple[str, ...]:
    known = names.facet_values
    given = _list(told, ("capacities", "results", "tags", "categories", "category", "keywords"))
    if unknown := [one for one in given if fold(one) not in known]:
        remarks.append(_left_out("tags", unknown))
    return tuple(dict.fromkeys(known[fold(one)] for one in given if fold(one) in known))


def _roles(told: Mapping[str, Any], names: Names, remarks: list[str]) -> tuple[int, ...]:
    known = {key: pk for pk, key in names.roles.items()}
    given = _list(told, ("roles",))
    if unknown := [one for one in given if one not in known]:
        remarks.append(_left_out("roles", unknown))
    return tuple(dict.fromkeys(known[one] for one in given if one in known))


def _one_of(
    choices: Any, told: Mapping[str, Any], keys: Iterable[str], default: Any, remarks: list[str]
) -> Any:
    given = next((text for key in keys if (text := _text(told.get(key)).strip())), "")
    if not given or given in choices.values:
        return choices(given) if given else default
    remarks.append(_left_out(next(iter(keys)), [given]))
    return default


def _some_of(
    choices: Any, told: Mapping[str, Any], key: str, remarks: list[str]
) -> tuple[str, ...]:
    given = _list(told, (key,))
    if unknown := [one for one in given if one not in choices.values]:
        remarks.append(_left_out(key, unknown))
    return tuple(one for one in dict.fromkeys(given) if one in choices.values)


def _language(told: Mapping[str, Any], remarks: list[str]) -> str:
    given = _text(told.get("language") or told.get("lang")).strip().lower()[:20]
    if not given or given in dict(language_choices()):
        return given
    remarks.append(_left_out("language", [given]))
    return ""


def _day(told: Mapping[str, Any], remarks: list[str]) -> date | None:
    given = _text(told.get("review_by")).strip()
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if day and not is_near_our_time(day):
        day = None
    if given and day is None:
        remarks.append(_left_out("review_by", [given[:40]]))
    return day


def _list(told: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    given = [told.get(key, []) for key in keys]
    each = [one for value in given for one in (value if isinstance(value, list) else [value])]
    return [text for one in each if (text := _text(one).strip())]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _left_out(field: str, values: Iterable[str]) -> str:
    """Return a sentence; fields are called as they are in the file."""
    told = ", ".join(_("“%(words)s”") % {"words": one[:60]} for one in list(values)[:8])
    return _("Not known here, and left out of “%(field)s”: %(values)s.") % {
        "field": field,
        "values": told,
    }
