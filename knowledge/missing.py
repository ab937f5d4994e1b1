"""What a resource still lacks: fields that must say something before others see it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from knowledge.content import Content
from knowledge.kinds import DETAIL, SENTENCES, WITHOUT_BODY, fields_of


def missing(kind: str, given: Mapping[str, Any]) -> list[str]:
    """Return the names of fields that are empty and must not be once others see it."""
    needed = [name for name, _label in SENTENCES]
    needed += [DETAIL + field.key for field in fields_of(kind) if field.required]
    if kind not in WITHOUT_BODY:
        needed.append("body")
    return [name for name in needed if not given.get(name)]


def missing_in(content: Content) -> list[str]:
    """Return what is missing in something that is written already."""
    details = {DETAIL + key: text for key, text in content.details.items()}
    sentences = {name: getattr(content, name) for name, _label in SENTENCES}
    return missing(content.kind, {**details, **sentences, "body": content.body})


def labels_missing_in(content: Content) -> list[str]:
    """Return what the fields are called that are missing in it."""
    labels = {name: str(label) for name, label in SENTENCES} | {"body": _("Text")}
    labels |= {DETAIL + field.key: str(field.label) for field in fields_of(content.kind)}
    return [labels[name] for name in missing_in(content)]
