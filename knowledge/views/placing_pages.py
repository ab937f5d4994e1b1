"""What stands in a collection: put there, proposed, accepted or declined, taken out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from core.numbers import number_in
from knowledge.kinds import State
from knowledge.loading import resource_or_404
from knowledge.models import Collection, CollectionItem, Resource
from knowledge.permissions import check_curate, check_place, may_curate
from knowledge.shelves.actions import FullError, decline, place, take_out
from knowledge.shelves.forms import PlacingForm
from knowledge.shelves.rows import collections_with
from knowledge.views.collection_pages import collection_or_404, render_collection, why_not_form


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def placing(request: MemberRequest, number: int) -> HttpResponse:
    """Say into which collection a resource goes: its curator puts it there, others propose it."""
    found = resource_or_404(request.member, number)
    check_place(request.member, found)
    choices = Collection.objects.open_to(request.member).order_by("title", "pk")
    # What stands there already is out of the question.
    left = choices.exclude(items__resource=found)
    form = PlacingForm(request.POST if request.method == "POST" else None, choices=left)
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
    words = why_not_form(pk, request.POST)
    if not words.is_valid():
        return render_collection(request, found, (pk, words))
    if item.is_proposed:
        decline(item, by=request.member, words=words.cleaned_data["words"])
    messages.success(request, _("It is not put there. Who proposed it reads why."))
    return redirect(found)


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
