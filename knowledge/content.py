"""All that is written of a resource as one value: what a form gives and a revision keeps."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any, NamedTuple, Self

from communities.facets import CAPACITY, RESULT
from knowledge.kinds import Evidence, Licence
from knowledge.models import Resource, ResourceCredit

# A member by his id, or the name of somebody who is none.
type Credit = int | str


class FileEntry(NamedTuple):
    """A file by its key, and what is said of it: what a picture shows, what another one is called."""

    key: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Facets are named as in addresses ("result-3"), sites and roles by their ids.

    Who sees it is not part of it: an old version that comes back must not open it to others.
    """

    kind: str
    title: str
    what: str = ""
    for_whom: str = ""
    outcome: str = ""
    details: dict[str, str] = field(default_factory=dict)
    body: str = ""
    authors: tuple[Credit, ...] = ()
    contributors: tuple[Credit, ...] = ()
    site: int | None = None
    evidence: str = Evidence.IDEA
    facets: tuple[str, ...] = ()
    strands: tuple[str, ...] = ()
    roles: tuple[int, ...] = ()
    spans: tuple[str, ...] = ()
    said_language: str = ""
    licence: str = Licence.OURS
    review_by: date | None = None
    files: tuple[FileEntry, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as a revision keeps it."""
        return asdict(self) | {"review_by": self.review_by and self.review_by.isoformat()}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return what as_json() made, of this version of the code or an older one."""
        known = {f.name for f in fields(cls)}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in kept.items()
            if name in known
        }
        if given.get("review_by"):
            given["review_by"] = date.fromisoformat(given["review_by"])
        given["files"] = file_entries(given.get("files", ()))
        return cls(**given)


def content_of(resource: Resource, known: Iterable[ResourceCredit] | None = None) -> Content:
    """Return what a resource says now; it comes from with_labels(). One query for its credits.

    `known` are these, in their order, where they were asked for already.
    """
    credits_ = list(resource.credits.order_by("position") if known is None else known)
    values = {
        f.name: getattr(resource, f.name)
        for f in fields(Content)
        if f.name not in {"authors", "contributors", "site", "facets", "roles", "files"}
    }
    facets = [f"{CAPACITY}-{pk}" for pk in sorted(resource.capacity_ids)]
    facets += [f"{RESULT}-{pk}" for pk in sorted(resource.result_ids)]
    return Content(
        **values
        | {"strands": tuple(resource.strands), "spans": tuple(resource.spans)}
        | {"authors": _credits(credits_, is_author=True), "facets": tuple(facets)}
        | {"contributors": _credits(credits_, is_author=False), "site": resource.site_id}
        | {"roles": tuple(sorted(resource.role_ids)), "files": file_entries(resource.files)}
    )


def file_entries(kept: Iterable[Iterable[str]]) -> tuple[FileEntry, ...]:
    """Return files as they were kept; of one that is named twice, what was said first."""
    found: dict[str, FileEntry] = {}
    for one in kept:
        entry = FileEntry(*one)
        found.setdefault(entry.key, entry)
    return tuple(found.values())


def _credits(rows: list[ResourceCredit], *, is_author: bool) -> tuple[Credit, ...]:
    return tuple(row.member_id or row.name for row in rows if row.is_author == is_author)


def in_order(content: Content) -> Content:
    """Return it as it is compared: without empty fields, and what has no order in one."""
    return replace(
        content,
        details={key: text for key, text in content.details.items() if text},
        facets=tuple(sorted(content.facets, key=lambda v: (v.split("-")[0], int(v.split("-")[1])))),
        roles=tuple(sorted(content.roles)),
        strands=tuple(sorted(content.strands)),
        spans=tuple(sorted(content.spans)),
        files=file_entries(content.files),
    )
