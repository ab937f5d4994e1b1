"""What becomes visible beyond a community, as one value: without ids, and without what is left out."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from communities.facets import Facet, facets_named
from communities.models import Membership
from communities.roles import roles_by_id
from core import markdown
from knowledge.commons.files_chosen import files_released, left_at_home, without_pictures
from knowledge.commons.flags import Flag, find_flags, still_in, without
from knowledge.content import Content, Credit
from knowledge.credits import people_named
from knowledge.labels import site_name
from knowledge.models import CreditChoice, Resource
from knowledge.texts import as_written, rendered_details, words_of
from search.words import fold, language_of

_TAG = re.compile(r"<[^>]*>")


class StillThereError(Exception):
    """What should be left out is written so that it cannot be found in its source: `texts`."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__("still there")
        self.texts = texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Facets are (key, English, Spanish), roles (English, Spanish)."""

    kind: str
    title: str
    what: str
    for_whom: str
    outcome: str
    body: str
    html: str
    details: dict[str, str]
    details_html: dict[str, str]
    authors: list[str]
    contributors: list[str]
    unnamed: int
    community_name: str
    site: str
    facets: list[list[str]]
    roles: list[list[str]]
    strands: list[str]
    spans: list[str]
    language: str
    evidence: str
    licence: str
    version: int
    # Words that stand beside the text, each with a name or an empty one.
    quotations: list[list[str]] = field(default_factory=list)
    # As knowledge.commons.files_chosen has them.
    files: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return what as_json() made, also before there were all of its fields."""
        return cls(**{f.name: kept[f.name] for f in fields(cls) if f.name in kept})

    def texts(self) -> Iterator[str]:
        """Return all that can be read: sources, the HTML, and its words without any sign between."""
        yield from (self.title, self.what, self.for_whom, self.outcome, self.body, self.site)
        yield from (*self.details.values(), *self.authors, *self.contributors)
        yield from (text for one in self.quotations for text in one)
        yield from (one[said] for one in self.files for said in ("name", "label"))
        for html in (self.html, *self.details_html.values()):
            yield html
            yield _TAG.sub("", html)

    def subjects(self) -> list[str]:
        """Return the keys by which it is found."""
        return [facet[0] for facet in self.facets]

    def words(self) -> str:
        """Return what it is searched by: small letters without accents."""
        people = (*self.authors, *self.contributors, self.site, self.community_name)
        quoted = (text for one in self.quotations for text in one)
        summary = (self.title, self.what, self.for_whom, self.outcome)
        texts = [_TAG.sub(" ", html) for html in (self.html, *self.details_html.values())]
        return fold(" ".join((*summary, *texts, *self.details.values(), *people, *quoted)))


def released(
    resource: Resource,
    content: Content,
    version: int,
    left_out: Sequence[str] = (),
    quotations: Sequence[Sequence[str]] = (),
    files: Collection[str] = (),
) -> Released:
    """Return a version as others will read it, with these words and names beside it: six queries.

    `files` are the keys of those that go along: up to two queries more.

    Raises StillThereError.
    """
    community = resource.community
    at_home = left_at_home(resource, content, files)

    def cleaned(text: str) -> str:
        return without(without_pictures(text, at_home), left_out)

    clean = replace(
        content,
        details={key: cleaned(text) for key, text in content.details.items()},
        title=without(content.title, left_out),
        what=without(content.what, left_out),
        for_whom=without(content.for_whom, left_out),
        outcome=without(content.outcome, left_out),
        body=cleaned(content.body),
    )
    roles = roles_by_id(community)
    helped = [roles[pk] for pk in content.roles if pk in roles]
    words = words_of(as_written(clean))
    made = Released(
        **{name: getattr(clean, name) for name in ("kind", "title", "what", "for_whom")},
        **{name: getattr(clean, name) for name in ("outcome", "body", "details")},
        **{name: getattr(clean, name) for name in ("evidence", "licence")},
        html=markdown.render(clean.body),
        details_html=rendered_details(clean.kind, clean.details),
        **credits_released(resource, content, left_out),
        community_name=community.name,
        site=without(site_name(content.site, community), left_out),
        facets=[
            [subject_of(facet), facet.title, facet.title_es]
            for facet in facets_named(community, content.facets)
        ],
        roles=[[role.plural, role.plural_es] for role in helped],
        strands=list(content.strands),
        spans=list(content.spans),
        language=content.said_language or language_of(words, default=resource.language),
        version=version,
        quotations=[list(one) for one in quotations],
        files=files_released(resource, content, files, left_out),
    )
    if left := still_in(made.texts(), left_out):
        raise StillThereError(left)
    return made


def subject_of(facet: Facet) -> str:
    """Return how a subject is known in all communities: by its name, since ids are each one's own."""
    return f"{facet.kind}:{fold(facet.title)}"[:100]


def credits_released(
    resource: Resource, content: Content, left_out: Sequence[str] = ()
) -> dict[str, Any]:
    """Return `authors`, `contributors` and how many are `unnamed`: two queries.

    Members are named who said so; others as far as they were not left out.
    """
    choices = CreditChoice.objects.filter(resource=resource, is_named=True)
    willing = set(choices.values_list("member_id", flat=True))
    people = people_named(resource.community, [*content.authors, *content.contributors])

    def shown(credits_: Sequence[Credit]) -> list[str]:
        names = [
            one if isinstance(one, str) else people.get(one, "") if one in willing else ""
            for one in credits_
        ]
        return [name for name in names if name and name not in left_out]

    authors, contributors = shown(content.authors), shown(content.contributors)
    # Also those whose name was left out: that there were more is true.
    unnamed = len({*content.authors, *content.contributors}) - len({*authors, *contributors})
    return {"authors": authors, "contributors": contributors, "unnamed": unnamed}


def flags_of(
    resource: Resource, content: Content, quotations: Sequence[Sequence[str]] = ()
) -> list[Flag]:
    """Return what must be decided on before it leaves: contact data, names of members and others.

    Those who are quoted say themselves whether they are named beside their words.

    Members who are credited decide on their credit themselves; in the text they are a name like any.
    """
    community = resource.community
    everybody = Membership.objects.filter(community=community)
    names = everybody.values_list("user__display_name", flat=True)
    others = [one for one in (*content.authors, *content.contributors) if isinstance(one, str)]
    bare = replace(content, authors=tuple(others), contributors=())
    made = released(
        resource,
        bare,
        0,
        quotations=[[words, ""] for words, _name in quotations],
        files=[one.key for one in content.files],
    )
    return find_flags(made.texts(), names, others)
