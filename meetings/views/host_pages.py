"""Who hosts a series."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.models import Membership
from communities.person_rows import person_rows
from meetings.loading import series_or_404
from meetings.models import Series
from meetings.permissions import check_host
from meetings.schedule.forms import HostForm
from meetings.schedule.hosting import dismiss_host, hosts_beside, name_host, pass_on


@require_safe
@member_required
def hosts(request: MemberRequest, number: int) -> HttpResponse:
    found = series_or_404(request.member, number)
    check_host(request.member, found)
    return _page(request, found)


@require_POST
@member_required
def add_host(request: MemberRequest, number: int) -> HttpResponse:
    """Let a member host it beside its host."""
    found = series_or_404(request.member, number)
    check_host(request.member, found)
    form = HostForm(request.POST, member=request.member, prefix="beside")
    if not form.is_valid():
        return _page(request, found, beside=form)
    named = form.cleaned_data["member"]
    name_host(found, named, by=request.member)
    messages.success(request, _("%(name)s hosts it, too, now.") % {"name": named.name})
    return redirect("meetings:hosts", request.community.slug, found.number)


@require_POST
@member_required
def delete_host(request: MemberRequest, number: int, grant_id: int) -> HttpResponse:
    found = series_or_404(request.member, number)
    check_host(request.member, found)
    grant = get_object_or_404(found.grants.select_related("user"), pk=grant_id)
    dismiss_host(grant, found, by=request.member)
    messages.success(request, _("%(name)s does not host it any more.") % {"name": grant.user.name})
    # It may have been his own.
    return redirect(found)


@require_POST
@member_required
def host(request: MemberRequest, number: int) -> HttpResponse:
    """Pass it on to another host."""
    found = series_or_404(request.member, number)
    check_host(request.member, found)
    form = HostForm(request.POST, member=request.member, prefix="host")
    if not form.is_valid():
        return _page(request, found, new=form)
    named = form.cleaned_data["member"]
    pass_on(found, named, by=request.member)
    messages.success(request, _("%(name)s is the host now.") % {"name": named.name})
    return redirect("meetings:list", request.community.slug)


def _page(
    request: MemberRequest,
    found: Series,
    *,
    beside: HostForm | None = None,
    new: HostForm | None = None,
) -> HttpResponse:
    first = person_rows(Membership.objects.filter(pk=found.host_id), request.community)
    context = {
        "series": found,
        "host": first[0],
        "beside": hosts_beside(found, request.member),
        "beside_form": beside or HostForm(member=request.member, prefix="beside"),
        "host_form": new or HostForm(member=request.member, prefix="host"),
        "place": "meetings",
    }
    status = 422 if beside or new else 200
    return render(request, "meetings/hosts.html", context, status=status)


_S = "c/<slug:slug>/meetings/series/<int:number>/"
urlpatterns = [
    path(f"{_S}hosts/", hosts, name="hosts"),
    path(f"{_S}hosts/new/", add_host, name="add_host"),
    path(f"{_S}hosts/<int:grant_id>/delete/", delete_host, name="delete_host"),
    path(f"{_S}host/", host, name="host"),
]
