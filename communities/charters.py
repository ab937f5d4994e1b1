"""Write what a community agreed to be for: each change is a new version."""

from collections.abc import Iterable

from django.db.models import Max

from communities.models import Charter, CharterResult, Community, Membership, Result


def write_charter(
    community: Community,
    *,
    domain: str,
    problem_of_practice: str,
    purpose: str,
    results: Iterable[Result] = (),
    by: Membership | None = None,
) -> Charter:
    """Return the new version, which holds from now on; call inside the community's scope."""
    # The row of the community serves as the queue for writers of its charter.
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    last = Charter.objects.filter(community=community).aggregate(last=Max("number"))["last"] or 0
    charter = Charter.objects.create(
        community=community,
        number=last + 1,
        domain=domain,
        problem_of_practice=problem_of_practice,
        purpose=purpose,
        written_by=by,
    )
    CharterResult.objects.bulk_create(
        CharterResult(community=community, charter=charter, result=result) for result in results
    )
    return charter


def current_charter(community: Community) -> Charter | None:
    """Return the version that holds, with its results fetched, or None."""
    return (
        Charter.objects.filter(community=community)
        .prefetch_related("result_links__result")
        .order_by("-number")
        .first()
    )
