"""Keeping a collection: its words and order, who curates it, archived, where newcomers begin."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from forums.audience_choices import audience_chosen
from knowledge.forms.words import WordsForm
from knowledge.models import Collection, CollectionItem
from knowledge.permissions import check_curate, check_decide
from knowledge.shelves.actions import (
    archive_collection,
    dismiss_curator,
    make_no_start,
    make_start,
    name_curator,
    put_collection_back,
    rearrange,
    reword_collection,
    show_collection_to,
    take_out,
)
from knowledge.shelves.forms import CollectionForm, CuratorForm
from knowledge.shelves.rows import curators_of, item_rows
from knowledge.views.collection_pages import collection_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit_collection(request: MemberRequest, number: int) -> HttpResponse:
    """Change its words, its order and what is said of each; facilitators also say who sees it."""
    found = collection_or_404(request, number)
    check_curate(request.member, found)
    items = item_rows(found, request.member)
    form = CollectionForm(
        request.POST if request.method == "POST" else None,
        member=request.member,
        collection=found,
        items=items,
    )
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
