"""Collections: their list, and one of them."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by
from communities.roles import roles_by_id
from core.addresses import address
from forums.audience_choices import audience_chosen
from knowledge.forms.words import WordsForm
from knowledge.models import Collection
from knowledge.permissions import check_decide, may_curate
from knowledge.shelves.actions import open_collection
from knowledge.shelves.forms import CollectionForm
from knowledge.shelves.rows import (
    collection_rows,
    curators_of,
    item_rows,
    proposed_rows,
    to_be_placed,
)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def collections(request: MemberRequest) -> HttpResponse:
    """List them; a facilitator opens one more."""
    form = None
    if request.member.is_facilitator or request.method == "POST":
        check_decide(request.member)
        form = CollectionForm(
            request.POST if request.method == "POST" else None, member=request.member
        )
    if form is not None and form.is_valid():
        chosen = audience_chosen(request.community, form.cleaned_data["audience"])
        return redirect(open_collection(form.words, audience=chosen, by=request.member))
    rows = collection_rows(request.member)
    context = {
        "rows": [row for row in rows if not row.is_archived],
        "archived": [row for row in rows if row.is_archived],
        "form": form,
        "place": "library",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "knowledge/collections.html", context, status=status)


@require_safe
@member_required
def collection(request: MemberRequest, number: int) -> HttpResponse:
    return render_collection(request, collection_or_404(request, number))


def render_collection(
    request: MemberRequest, found: Collection, refused: tuple[int, WordsForm] | None = None
) -> HttpResponse:
    """Show it; `refused` is the form of a proposal that cannot be declined without a word."""
    curates = may_curate(request.member, found) and found.archived_at is None
    forms = dict([refused] if refused else [])
    looked_for = request.GET.get("find", "").replace("\0", "").strip()[:200] if curates else ""
    context = {
        "collection": found,
        "rows": item_rows(found, request.member),
        "proposed": [
            (row, forms.get(row.id) or why_not_form(row.id))
            for row in (proposed_rows(found, request.member) if curates else [])
        ],
        "curators": [person for _grant, person in curators_of(found, request.member)],
        "curates": curates,
        "collections_url": address("knowledge:collections", request.community.slug),
        "looked_for": looked_for,
        "found": to_be_placed(found, request.member, looked_for) if looked_for else [],
        "may_decide": request.member.is_facilitator,
        "seen_by": seen_by(request.community, found.audience_id, roles_by_id(request.community)),
        "place": "library",
    }
    status = 422 if refused else 200
    return render(request, "knowledge/collection.html", context, status=status)


def why_not_form(item_id: int, data: QueryDict | None = None) -> WordsForm:
    label = _("Why not? Who proposed it reads this.")
    return WordsForm(data, label=label, auto_id=f"why-not-{item_id}-%s")


def collection_or_404(request: MemberRequest, number: int) -> Collection:
    """Return a collection the member sees. Raises Http404 when there is none with this number."""
    seen = Collection.objects.visible_to(request.member).select_related("audience")
    found: Collection = get_object_or_404(seen, number=number)
    found.community = request.community
    return found
