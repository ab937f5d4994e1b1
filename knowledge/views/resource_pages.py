"""The page of one resource, and keeping it on one's own list."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by, why_seen
from communities.facets import CAPACITY, RESULT, facets_named
from communities.roles import roles_by_id, roles_of
from core.addresses import address
from forums.post_languages import language_name
from knowledge.adaptations.lineage import lineage_of
from knowledge.commons.copied_from import copied_from
from knowledge.content import file_entries
from knowledge.files.rows import beside, files_of
from knowledge.harvest.quotations import NO_QUOTATIONS, quotations_of
from knowledge.kinds import Evidence, Kind, Licence, Span, State, Strand
from knowledge.labels import details_of
from knowledge.loading import content_at, credited, resource_or_404
from knowledge.missing import labels_missing_in
from knowledge.models import Amplification, Resource, SavedResource
from knowledge.permissions import may_place, may_review
from knowledge.shelves.rows import collections_with
from knowledge.ties import ties_of


@require_safe
@member_required
def resource(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    return render_resource(request, found)


@require_POST
@member_required
def saving(request: MemberRequest, number: int) -> HttpResponse:
    """Keep it on one's own list; pressed twice it is there once."""
    found = resource_or_404(request.member, number)
    SavedResource.objects.get_or_create(
        community=request.community, member=request.member, resource=found
    )
    return redirect(found)


@require_POST
@member_required
def delete_saving(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    SavedResource.objects.filter(member=request.member, resource=found).delete()
    return redirect(found)


def render_resource(
    request: MemberRequest,
    found: Resource,
    *,
    missing: bool = False,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of a resource; with `missing`, what it needs before others look at it.

    `refused` is a sentence on what cannot be done yet.
    """
    whose = credited(found)
    # As is_author() says; who they are is asked only once.
    own = found.owner_id == request.member.pk or request.member.pk in whose.author_ids
    may_edit = own or request.member.is_facilitator
    reviews = may_review(request.member, found)
    ties = ties_of(found, request.member, reads_all=may_edit or reviews)
    quoted = NO_QUOTATIONS
    if ties.is_quoting:
        quoted = quotations_of(found, request.member, writes=may_edit)
    known = [*whose.authors, *whose.contributors]
    values = [f"{CAPACITY}-{pk}" for pk in found.capacity_ids]
    values += [f"{RESULT}-{pk}" for pk in found.result_ids]
    text = beside(
        found.html,
        details_of(found.kind, found.details, found.details_html),
        files_of(found, file_entries(found.files), may_edit=may_edit),
    )
    # Whoever may not send it needs not know what it lacks.
    lacking = (
        labels_missing_in(content_at(found, found.version))
        if missing or (own and found.state == State.DRAFT)
        else []
    )
    context = {
        "resource": found,
        "kind": Kind(found.kind).label,
        "state": State(found.state),
        "evidence": Evidence(found.evidence).label,
        "licence": Licence(found.licence).label,
        "text": text,
        "strands": [Strand(one).label for one in found.strands],
        "spans": [Span(one).label for one in found.spans],
        "roles": [role.label_plural for role in roles_of(request.community, found.role_ids)],
        "facets": facets_named(request.community, values),
        "lacks_subject": not values and found.state in {State.DRAFT, State.REVIEW},
        "language": language_name(found.language),
        "authors": whose.authors,
        "contributors": [*whose.contributors, *(one for one in quoted.named if one not in known)],
        "quotations": quoted,
        "refused": refused,
        # Who is paused reads, and is offered nothing that he would be refused.
        "is_own": own and not request.member.is_paused,
        "may_edit": may_edit and found.state != State.ARCHIVED and not request.member.is_paused,
        "may_decide": request.member.is_facilitator,
        "reviews": reviews,
        "amplification": _standing(found) if ties.is_amplified else None,
        "collections": collections_with(found, request.member) if ties.is_placed else [],
        "may_place": may_place(request.member, found) and not request.member.is_paused,
        "is_saved": ties.is_saved,
        "copied": copied_from(found) if ties.is_copied else None,
        "open_comments": ties.comments,
        "may_delete": found.owner_id == request.member.pk
        and found.shown_from is None
        and found.state == State.DRAFT,
        "missing": lacking if missing else [],
        "goes_on_writing": own and bool(lacking) and not request.member.is_paused,
        "seen_by": seen_by(request.community, found.audience_id, roles_by_id(request.community)),
        "why_seen": why_seen(request.member, found.audience_id)
        if found.is_shown and found.audience_id in request.member.audience_ids
        else "",
        "lineage": lineage_of(found, request.member, ties),
        "library_url": address("knowledge:library", request.community.slug),
        "place": "library",
    }
    return render(request, "knowledge/resource.html", context, status=status)


def _standing(found: Resource) -> Amplification | None:
    """Return what a facilitator said for it, as long as digests tell it: one query."""
    if found.state != State.PUBLISHED:
        return None
    said = Amplification.objects.filter(resource=found).select_related("by__user").first()
    return said if said and said.stands else None
