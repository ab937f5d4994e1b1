"""What is typed into a form of the library is kept on the server, as it is for posts."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from communities.access import MemberRequest, member_required
from core.addresses import address
from forums.views.draft_pages import keep
from knowledge.drafts import NEW, RESOURCE, fields_in
from knowledge.loading import resource_or_404
from knowledge.permissions import check_begin, check_edit


@require_POST
@member_required
def new_draft(request: MemberRequest) -> HttpResponse:
    """Keep a text that is being written."""
    check_begin(request.member)
    back = address("knowledge:new", request.community.slug)
    return keep(request, fields_in(request.POST), back=back, thing=(RESOURCE, NEW))


@require_POST
@member_required
def edit_draft(request: MemberRequest, number: int) -> HttpResponse:
    """Keep a change that is being written."""
    found = resource_or_404(request.member, number)
    check_edit(request.member, found)
    back = address("knowledge:edit", request.community.slug, number)
    return keep(request, fields_in(request.POST), back=back, thing=(RESOURCE, found.pk))


urlpatterns = [
    path("c/<slug:slug>/library/new/draft/", new_draft, name="new_draft"),
    path("c/<slug:slug>/library/<int:number>/edit/draft/", edit_draft, name="edit_draft"),
]
