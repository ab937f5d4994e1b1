"""Collections: their list, one of them, and what a resource's page says of them."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by
from communities.roles import roles_by_id
from core.addresses import address
from core.numbers import number_in
from forums.audience_choices import audience_chosen
from knowledge.forms.words import WordsForm
from knowledge.kinds import State
from knowledge.loading import resource_or_404
from knowledge.models import Collection, CollectionItem, Resource
from knowledge.permissions import check_curate, check_decide, check_place, may_curate
from knowledge.shelves.actions import (
    FullError,
    archive_collection,
    decline,
    dismiss_curator,
    make_no_start,
    make_start,
    name_curator,
    open_collection,
    place,
    put_collection_back,
    rearrange,
    reword_collection,
    show_collection_to,
    take_out,
)
from knowledge.shelves.forms import CollectionForm, CuratorForm, PlacingForm
from knowledge.shelves.rows import (
    collection_rows,
    collections_with,
    curators_of,
    item_rows,
    proposed_rows,
)

pages = require_http_methods(["GET", "HEAD", "POST"])
# Of what a curator looks for by words of its title.
FOUND = 10


@pages
@member_required
def collections(request: MemberRequest) -> HttpResponse:
    """List them; a facilitator opens one more."""
    form = None
    if request.member.is_facilitator or request.method == "POST":
        check_decide(request.member)
        form = CollectionForm(_given(request), member=request.member)
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
    return _collection_page(request, collection_or_404(request, number))


def _collection_page(
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
            (row, forms.get(row.id) or _why_not(row.id))
            for row in (proposed_rows(found, request.member) if curates else [])
        ],
        "curators": [person for _grant, person in curators_of(found, request.member)],
        "curates": curates,
        "collections_url": address("knowledge:collections", request.community.slug),
        "looked_for": looked_for,
        "found": _to_be_placed(request, found, looked_for) if looked_for else [],
        "may_decide": request.member.is_facilitator,
        "seen_by": seen_by(request.community, found.audience_id, roles_by_id(request.community)),
        "place": "library",
    }
    status = 422 if refused else 200
    return render(request, "knowledge/collection.html", context, status=status)


def _why_not(item_id: int, data: QueryDict | None = None) -> WordsForm:
    label = _("Why not? Who proposed it reads this.")
    return WordsForm(data, label=label, auto_id=f"why-not-{item_id}-%s")


@pages
@member_required
def edit_collection(request: MemberRequest, number: int) -> HttpResponse:
    """Change its words, its order and what is said of each; facilitators also say who sees it."""
    found = collection_or_404(request, number)
    check_curate(request.member, found)
    items = item_rows(found, request.member)
    form = CollectionForm(_given(request), member=request.member, collection=found, items=items)
    if not form.is_bound or not form.is_valid():
        return _edit_page(request, found, form)
    reword_collection(found, form.words, by=request.member)
    if "audience" in form.cleaned_data:
        chosen = audience_chosen(request.community, form.cleaned_data["audience"])
        show_collection_to(found, chosen, by=request.member)
    rearrange(found, form.placings, by=request.member)
    for item in CollectionItem.objects.filter(collection=found, pk__in=form.out):
        take_out(item)
    messages.success(request, _("It is saved."))
    return redirect(found)


@require_POST
@member_required
def archive_of_collection(request: MemberRequest, number: int) -> HttpResponse:
    found = collection_or_404(request, number)
    check_decide(request.member)
    words = WordsForm(request.POST, label=_("Why is it not needed any more?"))
    if not words.is_valid():
        return _edit_page(request, found, words=words)
    archive_collection(found, by=request.member, words=words.cleaned_data["words"])
    messages.success(request, _("It is archived."))
    return redirect("knowledge:collections", request.community.slug)


@require_POST
@member_required
def delete_archive_of_collection(request: MemberRequest, number: int) -> HttpResponse:
    found = collection_or_404(request, number)
    check_decide(request.member)
    put_collection_back(found, by=request.member)
    messages.success(request, _("It stands in the library again."))
    return redirect(found)


@require_POST
@member_required
def start(request: MemberRequest, number: int) -> HttpResponse:
    """Let newcomers begin here."""
    found = collection_or_404(request, number)
    check_decide(request.member)
    check_curate(request.member, found)
    make_start(found, by=request.member)
    messages.success(request, _("Newcomers begin here now, and it leads the library."))
    return redirect(found)


@require_POST
@member_required
def delete_start(request: MemberRequest, number: int) -> HttpResponse:
    found = collection_or_404(request, number)
    check_decide(request.member)
    make_no_start(found, by=request.member)
    messages.success(request, _("It is a collection like the others again."))
    return redirect(found)


@require_POST
@member_required
def curators(request: MemberRequest, number: int) -> HttpResponse:
    found = collection_or_404(request, number)
    check_decide(request.member)
    form = CuratorForm(request.POST, member=request.member)
    if not form.is_valid():
        return _edit_page(request, found, curator_form=form)
    member = form.cleaned_data["member"]
    name_curator(found, member, by=request.member)
    messages.success(request, _("%(name)s curates this collection now.") % {"name": member.name})
    return redirect("knowledge:edit_collection", request.community.slug, found.number)


@require_POST
@member_required
def delete_curator(request: MemberRequest, number: int, grant_id: int) -> HttpResponse:
    found = collection_or_404(request, number)
    check_decide(request.member)
    grant = get_object_or_404(found.grants.select_related("user"), pk=grant_id)
    dismiss_curator(grant, found, by=request.member)
    messages.success(
        request, _("%(name)s does not curate it any more.") % {"name": grant.user.name}
    )
    return redirect("knowledge:edit_collection", request.community.slug, found.number)


@pages
@member_required
def placing(request: MemberRequest, number: int) -> HttpResponse:
    """Say into which collection a resource goes: its curator puts it there, others propose it."""
    found = resource_or_404(request.member, number)
    check_place(request.member, found)
    choices = Collection.objects.open_to(request.member).order_by("title", "pk")
    # What stands there already is out of the question.
    left = choices.exclude(items__resource=found)
    form = PlacingForm(_given(request), choices=left)
    if form.is_bound and form.is_valid():
        return _place(request, found, form.cleaned_data["collection"], form.cleaned_data["note"])
    context = {
        "resource": found,
        "form": form,
        "there": collections_with(found, request.member),
        "left": left.exists(),
        "place": "library",
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/placing.html", context, status=status)


@require_POST
@member_required
def items(request: MemberRequest, number: int) -> HttpResponse:
    """Put what was found by its title into the collection."""
    found = collection_or_404(request, number)
    check_curate(request.member, found)
    resource = resource_or_404(request.member, number_in(request.POST.get("resource")))
    check_place(request.member, resource)
    return _place(request, resource, found, "")


@require_POST
@member_required
def accept_item(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Put what was proposed into the collection."""
    found = collection_or_404(request, number)
    check_curate(request.member, found)
    item = _item_or_404(request, found, pk)
    place(item.resource, found, by=request.member, note="", is_proposed=False)
    messages.success(request, _("It stands in the collection now."))
    return redirect(found)


@require_POST
@member_required
def delete_item(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found = collection_or_404(request, number)
    check_curate(request.member, found)
    take_out(_item_or_404(request, found, pk))
    messages.success(request, _("It is not in this collection any more."))
    return redirect(found)


@require_POST
@member_required
def decline_item(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Do not put there what was proposed, and say why."""
    found = collection_or_404(request, number)
    check_curate(request.member, found)
    item = _item_or_404(request, found, pk)
    words = _why_not(pk, request.POST)
    if not words.is_valid():
        return _collection_page(request, found, (pk, words))
    if item.is_proposed:
        decline(item, by=request.member, words=words.cleaned_data["words"])
    messages.success(request, _("It is not put there. Who proposed it reads why."))
    return redirect(found)


def collection_or_404(request: MemberRequest, number: int) -> Collection:
    """Return a collection the member sees. Raises Http404 when there is none with this number."""
    seen = Collection.objects.visible_to(request.member).select_related("audience")
    found: Collection = get_object_or_404(seen, number=number)
    found.community = request.community
    return found


def _item_or_404(request: MemberRequest, found: Collection, pk: int) -> CollectionItem:
    seen = Resource.objects.visible_to(request.member)
    there = found.items.filter(resource__in=seen).select_related("resource")
    item: CollectionItem = get_object_or_404(there, pk=pk)
    return item


def _place(
    request: MemberRequest, resource: Resource, chosen: Collection, note: str
) -> HttpResponse:
    chosen.community = request.community
    curates = may_curate(request.member, chosen)
    try:
        place(resource, chosen, by=request.member, note=note, is_proposed=not curates)
    except FullError:
        messages.error(request, _("This collection is full. Take something out first."))
        return redirect(chosen)
    if not curates:
        messages.success(request, _("It is proposed; who curates the collection looks at it."))
        return redirect("knowledge:resource", request.community.slug, resource.number)
    if resource.state == State.PUBLISHED:
        messages.success(request, _("It stands in the collection now."))
    else:
        messages.success(request, _("It stands in the collection once it is published."))
    return redirect(chosen)


def _to_be_placed(
    request: MemberRequest, found: Collection, words: str
) -> list[tuple[int, str, str]]:
    """Return number, title and language of what has these words in its title: one query."""
    there = Resource.objects.published_to(request.member).exclude(placements__collection=found)
    for word in words.split()[:8]:
        there = there.filter(title__icontains=word)
    return list(there.order_by("-placed_at").values_list("number", "title", "language")[:FOUND])


def _edit_page(
    request: MemberRequest,
    found: Collection,
    form: CollectionForm | None = None,
    *,
    words: WordsForm | None = None,
    curator_form: CuratorForm | None = None,
) -> HttpResponse:
    """Show the form; a facilitator names its curators and archives it on the same page."""
    status = 422 if words or curator_form or (form and form.errors) else 200
    form = form or CollectionForm(
        member=request.member, collection=found, items=item_rows(found, request.member)
    )
    context = {"collection": found, "form": form, "place": "library"}
    if request.member.is_facilitator:
        context |= {
            "curators": curators_of(found, request.member),
            "curator_form": curator_form or CuratorForm(member=request.member),
            "words": words or WordsForm(label=_("Why is it not needed any more?")),
        }
    return render(request, "knowledge/edit_collection.html", context, status=status)


def _given(request: MemberRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
