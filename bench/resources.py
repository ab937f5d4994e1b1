"""The library of the data set: resources from all sites, on all results, most of them published."""

import random
from datetime import datetime, timedelta

from bench.people import BATCH, People
from bench.texts import a_body, a_title
from communities.facets import RESULT
from communities.models import Audience, Community, Result
from core import markdown
from forums.audience_choices import EVERYONE, audience_chosen
from knowledge.content import Content
from knowledge.kinds import Evidence, Kind, Licence, State
from knowledge.models import Resource, ResourceCredit, ResourceFacet, ResourceRevision
from knowledge.texts import rendered_details

# Of these, one in ten is not published (yet).
_STATES = (*[State.PUBLISHED] * 18, State.REVIEW, State.ARCHIVED)
# Each fourth was changed a few times.
_CHANGED, _VERSIONS = 4, 5
# The fields without which each kind is not published.
_DETAILS = {
    Kind.CASE: {},
    Kind.PRACTICE: {"proof": "We counted for a year."},
    Kind.LESSON: {"failed": "Letters, which nobody read."},
    Kind.METHOD: {"steps": "1. Ask\n2. Listen"},
}


def make_library(
    choice: random.Random, community: Community, people: People, count: int, *, until: datetime
) -> None:
    """Make so many resources, the newest last; each with one author and one result."""
    everyone = audience_chosen(community, EVERYONE)
    results = list(Result.objects.filter(community=community).order_by("position"))
    for start in range(0, count, BATCH):
        numbers = range(start + 1, min(start + BATCH, count) + 1)
        made = Resource.objects.bulk_create(
            _resource(choice, people, everyone, number, until - timedelta(hours=count - number))
            for number in numbers
        )
        ids = {"community": community}
        ResourceCredit.objects.bulk_create(
            ResourceCredit(**ids, resource=one, member_id=one.owner_id, is_author=True, position=0)
            for one in made
        )
        facets = [choice.choice(results) for _one in made]
        ResourceFacet.objects.bulk_create(
            ResourceFacet(**ids, resource=one, result=result)
            for one, result in zip(made, facets, strict=True)
        )
        ResourceRevision.objects.bulk_create(
            ResourceRevision(
                **ids,
                resource=one,
                number=number,
                by_id=one.owner_id,
                written_at=one.created_at,
                content=_content(one, result).as_json(),
            )
            for one, result in zip(made, facets, strict=True)
            for number in range(1, one.version + 1)
        )


def _resource(
    choice: random.Random, people: People, everyone: Audience, number: int, at: datetime
) -> Resource:
    kind, state = choice.choice(list(_DETAILS)), choice.choice(_STATES)
    owner, body = choice.choice(people.members), a_body(choice)
    is_shown = state != State.REVIEW
    return Resource(
        community=everyone.community,
        number=number,
        kind=kind,
        state=state,
        title=a_title(choice),
        what="What we did in the first six weeks, and who did it.",
        for_whom="For teams that have two hours a week.",
        outcome="Forty children more came on time.",
        body=body,
        html=markdown.render(body),
        renderer_version=markdown.RENDERER_VERSION,
        details=_DETAILS[kind],
        details_html=rendered_details(kind, _DETAILS[kind]),
        site_id=owner.site_id,
        language="en",
        evidence=choice.choice(Evidence.values),
        licence=Licence.BY,
        owner=owner,
        audience=everyone,
        version=_VERSIONS if number % _CHANGED == 0 else 1,
        shown_from=1 if is_shown else None,
        published_at=at if is_shown else None,
        created_at=at,
        changed_at=at,
        placed_at=at,
    )


def _content(one: Resource, result: Result) -> Content:
    """Return what a version keeps."""
    return Content(
        kind=one.kind,
        title=one.title,
        what=one.what,
        for_whom=one.for_whom,
        outcome=one.outcome,
        details=one.details,
        body=one.body,
        authors=(one.owner_id,),
        site=one.site_id,
        evidence=one.evidence,
        facets=(f"{RESULT}-{result.pk}",),
        licence=one.licence,
    )
