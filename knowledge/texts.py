"""What is made of the texts of a resource: HTML, and plain words."""

from collections.abc import Iterable, Mapping

from core import markdown
from knowledge.content import Content
from knowledge.kinds import LINK, TEXT, fields_of
from knowledge.models import Resource
from search.words import text_of


def rendered_details(kind: str, details: dict[str, str]) -> dict[str, str]:
    """Return what was made of the texts of a kind's fields."""
    texts = {f.key: details.get(f.key, "") for f in fields_of(kind) if f.shape == TEXT}
    return {key: markdown.render(text) for key, text in texts.items() if text}


def words_of(resource: Resource) -> str:
    """Return all that is written in it as plain words of one line."""
    summary = (resource.what, resource.for_whom, resource.outcome)
    markup = (resource.html, *resource.details_html.values())
    return words_in(resource.kind, summary, resource.details, markup)


def words_in(
    kind: str, summary: Iterable[str], details: Mapping[str, str], markup: Iterable[str]
) -> str:
    """Return what words_of() does, from the parts of a resource."""
    lines = [details.get(f.key, "") for f in fields_of(kind) if f.shape not in {TEXT, LINK}]
    parts = [*summary, *lines, *map(text_of, markup)]
    return " ".join(part for part in parts if part)


def as_written(content: Content) -> Resource:
    """Return a resource that says this and is kept nowhere, to be read."""
    return Resource(
        kind=content.kind,
        title=content.title,
        what=content.what,
        for_whom=content.for_whom,
        outcome=content.outcome,
        html=markdown.render(content.body),
        details=content.details,
        details_html=rendered_details(content.kind, content.details),
    )
