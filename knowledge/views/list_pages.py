"""The list of the library, and one resource."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
from knowledge.files.rows import beside, files_of, words_of_reading
from knowledge.files.unreadable import count_unreadable
from knowledge.forms.filters import FilterForm
from knowledge.harvest.quotations import quotations_of
from knowledge.kinds import DETAIL, TEXT, Evidence, Kind, Licence, Span, State, Strand, fields_of
from knowledge.listed_rows import (
    ARCHIVED,
    DUE,
    IN_REVIEW,
    MINE,
    SAVED,
    UNREADABLE,
    Wanted,
    library_page,
)
from knowledge.loading import content_at, credited, resource_or_404
from knowledge.missing import missing_in
from knowledge.models import Amplification, Resource, ResourceComment, SavedResource
from knowledge.permissions import is_author, may_begin, may_place, may_review
from knowledge.shelves.rows import collections_with, start_of

# What an empty part of the library says: what would stand there, and how it comes there.
_EMPTY = {
    MINE: gettext_lazy("What you write yourself stands here, from the first draft on."),
    SAVED: gettext_lazy(
        "Press “Save it for me” on the page of something that you want to find again."
    ),
    IN_REVIEW: gettext_lazy("Nobody waits for you. What members send to review stands here."),
    DUE: gettext_lazy("Everything here has been looked at lately. What is due stands here."),
    ARCHIVED: gettext_lazy("What does not hold any more stands here, once somebody archived it."),
}
_EMPTY_SHELF = gettext_lazy("Just now there is nothing in this part of the library.")


@require_safe
@member_required
def listing(request: MemberRequest) -> HttpResponse:
    form = FilterForm(request.GET, member=request.member)
    wanted = form.wanted
    before = request.GET.get("before")
    page = library_page(request.member, wanted, cursor=before)
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    here = f"?{urlencode(chosen)}&" if chosen else "?"
    shelves = shelves_of(request, wanted.show)
    context = {
        "form": form,
        "filters": form.visible_fields(),
        "is_narrowed": form.is_narrowed,
        "rows": page.items,
        "page": {
            "next_url": f"{here}before={page.next_cursor}" if page.has_next else "",
            "previous_url": here if before else "",
        },
        "shelves": shelves,
        "show": wanted.show,
        "shelf": next((label for _url, label, is_here in shelves if is_here), ""),
        "empty": str(_EMPTY.get(wanted.show, _EMPTY_SHELF)),
        "start": None if wanted != Wanted() or before else start_of(request.member),
        "may_begin": may_begin(request.member) and not request.member.is_paused,
        "may_choose": request.member.is_facilitator,
        "place": "library",
    }
    return render(request, "knowledge/library.html", context)


def shelves_of(request: MemberRequest, here: str | None) -> list[tuple[str, str, bool]]:
    """Return the parts of the library: the address, what it is called, whether it is this one.

    `here` is None on the page of what other communities share.
    """
    parts = [("", _("Published"))]
    if may_begin(request.member):
        parts.append((MINE, _("My own")))
    parts.append((SAVED, _("Saved")))
    # Who curates collections has something waiting now and then; facilitators always look here.
    waiting = Resource.objects.reviewed_by(request.member).count()
    if request.member.is_facilitator or waiting:
        parts.append((IN_REVIEW, _("In review (%(count)s)") % {"count": waiting}))
    parts += [(DUE, _("Due for review")), (ARCHIVED, _("Archived"))]
    slug = request.community.slug
    library = address("knowledge:library", slug)
    if request.member.is_facilitator and (count := count_unreadable(request.community)):
        parts.append((UNREADABLE, words_of_reading(count)))
    shelves = [
        (f"{library}?show={show}" if show else library, label, show == here)
        for show, label in parts
    ]
    shelves.insert(1, (address("knowledge:collections", slug), _("Collections"), False))
    if may_begin(request.member):
        others = (address("knowledge:from_others", slug), _("From others"), here is None)
        shelves.insert(2, others)
    return [*shelves, (address("knowledge:coverage", slug), _("Where the gaps are"), False)]


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
    authors, contributors = credited(found)
    own = is_author(request.member, found)
    may_edit = own or request.member.is_facilitator
    reviews = may_review(request.member, found)
    quoted = quotations_of(found, request.member, writes=may_edit, refused=refused)
    known = [*authors, *contributors]
    values = [f"{CAPACITY}-{pk}" for pk in found.capacity_ids]
    values += [f"{RESULT}-{pk}" for pk in found.result_ids]
    text = beside(
        found.html,
        details_of(found.kind, found.details, found.details_html),
        files_of(found, file_entries(found.files), may_edit=may_edit),
    )
    # Whoever may not send it needs not know what it lacks.
    lacking = missing_labels(found) if missing or (own and found.state == State.DRAFT) else []
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
        "language": language_name(found.language),
        "authors": authors,
        "contributors": [*contributors, *(one for one in quoted.named if one not in known)],
        "quotations": quoted,
        # Who is paused reads, and is offered nothing that he would be refused.
        "is_own": own and not request.member.is_paused,
        "may_edit": may_edit and found.state != State.ARCHIVED and not request.member.is_paused,
        "may_decide": request.member.is_facilitator,
        "reviews": reviews,
        "amplification": _standing(found),
        "collections": collections_with(found, request.member),
        "may_place": may_place(request.member, found) and not request.member.is_paused,
        "is_saved": SavedResource.objects.filter(member=request.member, resource=found).exists(),
        "copied": copied_from(found),
        "open_comments": ResourceComment.objects.beside(
            found.pk, request.member, may_edit=may_edit or reviews
        )
        .filter(settled_at=None)
        .count(),
        "may_delete": found.owner_id == request.member.pk
        and found.shown_from is None
        and found.state == State.DRAFT,
        "missing": lacking if missing else [],
        "goes_on_writing": own and bool(lacking) and not request.member.is_paused,
        "seen_by": seen_by(request.community, found.audience_id, roles_by_id(request.community)),
        "why_seen": why_seen(request.member, found.audience_id)
        if found.is_shown and found.audience_id in request.member.audience_ids
        else "",
        "lineage": lineage_of(found, request.member),
        "library_url": address("knowledge:library", request.community.slug),
        "place": "library",
    }
    return render(request, "knowledge/resource.html", context, status=status)


def _standing(found: Resource) -> Amplification | None:
    """Return what a facilitator said for it, as long as digests tell it: no query."""
    said: Amplification | None = getattr(found, "amplification", None)
    return said if said and said.stands and found.state == State.PUBLISHED else None


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


def missing_labels(found: Resource) -> list[object]:
    """Return what the fields are called that are empty and must not be: one query."""
    labels: dict[str, object] = {
        "what": _("What is it?"),
        "for_whom": _("For whom is it?"),
        "outcome": _("What came of it?"),
        "body": _("Text"),
    }
    labels |= {DETAIL + field.key: field.label for field in fields_of(found.kind)}
    return [labels[name] for name in missing_in(content_at(found, found.version))]
