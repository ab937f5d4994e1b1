"""Comments beside the paragraphs of a resource."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from communities.permissions import check_may_write
from core.addresses import address
from knowledge.commenting import (
    check_delete_comment,
    check_settle,
    comment_on,
    margin_of,
)
from knowledge.commenting import delete_comment as take_comment_away
from knowledge.content import Content
from knowledge.forms.comment import CommentForm
from knowledge.loading import resource_or_404
from knowledge.models import Resource, ResourceComment
from knowledge.paragraphs import anchors_of, sections_of
from knowledge.permissions import reads_review
from knowledge.telling.comments import resources_followed
from knowledge.texts import as_written
from notifications.follow_views import level_of

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@member_required
def comments(request: MemberRequest, number: int) -> HttpResponse:
    """Show the text with what is said of it; a POST says something more."""
    found = resource_or_404(request.member, number)
    posted = request.POST if request.method == "POST" else None
    on = (posted or request.GET).get("anchor", "")
    form = CommentForm(posted, initial={"anchor": on, "version": found.version})
    if posted is not None:
        check_may_write(request.member)
        if form.is_valid():
            return _say(request, found, form)
    context = {
        "resource": found,
        "margin": margin_of(found, request.member, on=on),
        "form": form,
        "on": on,
        "level": level_of(request, resources_followed(request.member, [found.pk])[found.pk]),
        "place": "library",
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/comments.html", context, status=status)


@require_POST
@member_required
def delete_comment(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found, comment = _comment_or_404(request, number, pk)
    check_delete_comment(request.member, comment)
    take_comment_away(comment, by=request.member)
    return _back(request, found, comment.anchor)


@require_POST
@member_required
def settlement(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found, comment = _comment_or_404(request, number, pk)
    check_settle(request.member, found, comment)
    comment.settle(by=request.member)
    return _back(request, found, comment.anchor)


@require_POST
@member_required
def delete_settlement(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found, comment = _comment_or_404(request, number, pk)
    check_settle(request.member, found, comment)
    comment.reopen()
    return _back(request, found, comment.anchor)


def _say(request: MemberRequest, found: Resource, form: CommentForm) -> HttpResponse:
    """Keep it, also where the paragraph has changed since the page was opened."""
    anchor, version = form.cleaned_data["anchor"], form.cleaned_data["version"]
    paragraph = anchors_of(sections_of(found)).get(anchor)
    if anchor and paragraph is None:
        first = 1 if reads_review(request.member, found) else found.shown_from or 1
        kept = get_object_or_404(found.revisions, number=version, number__gte=first)
        then = as_written(Content.from_json(kept.content))
        paragraph = anchors_of(sections_of(then)).get(anchor)
        if paragraph is None:
            raise Http404
    quote = paragraph.quote if paragraph else ""
    body = form.cleaned_data["body"]
    comment_on(found, by=request.member, body=body, anchor=anchor, quote=quote)
    return _back(request, found, anchor)


def _comment_or_404(
    request: MemberRequest, number: int, pk: int
) -> tuple[Resource, ResourceComment]:
    found = resource_or_404(request.member, number)
    may = reads_review(request.member, found)
    comments_ = ResourceComment.objects.beside(found.pk, request.member, may_edit=may)
    comment: ResourceComment = get_object_or_404(comments_, pk=pk)
    return found, comment


def _back(request: MemberRequest, found: Resource, anchor: str) -> HttpResponse:
    page = address("knowledge:comments", request.community.slug, found.number)
    return redirect(f"{page}#p-{anchor}" if anchor else page)
