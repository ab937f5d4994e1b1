"""What a community agreed to be for, in all its versions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import MemberRequest, member_required
from communities.charters import current_charter, write_charter
from communities.forms.charter import CharterForm
from communities.models import Charter
from communities.permissions import check_edit_charter


@require_safe
@member_required
def charter(request: MemberRequest) -> HttpResponse:
    return _page(request, current_charter(request.community), is_current=True)


@require_safe
@member_required
def version(request: MemberRequest, number: int) -> HttpResponse:
    shown = get_object_or_404(_versions(request), number=number)
    newest = _versions(request).order_by("-number").values_list("number", flat=True).first()
    return _page(request, shown, is_current=number == newest)


@require_safe
@member_required
def history(request: MemberRequest) -> HttpResponse:
    versions = _versions(request).select_related("written_by__user")
    return render(request, "communities/charter_history.html", {"versions": versions})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit(request: MemberRequest) -> HttpResponse:
    check_edit_charter(request.member)
    now = current_charter(request.community)
    initial = {}
    if now is not None:
        words = ("domain", "problem_of_practice", "purpose")
        initial = {word: getattr(now, word) for word in words}
        initial["results"] = [link.result_id for link in now.result_links.all()]
    form = CharterForm(request.POST or None, initial=initial, community=request.community)
    if request.method == "POST" and form.is_valid():
        write_charter(request.community, by=request.member, **form.cleaned_data)
        messages.success(request, _("The new charter is in force from now on."))
        return redirect("communities:charter", request.community.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/charter_edit.html", {"form": form}, status=status)


def _versions(request: MemberRequest):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return Charter.objects.filter(community=request.community)


def _page(request: MemberRequest, shown: Charter | None, *, is_current: bool) -> HttpResponse:
    context = {
        "charter": shown,
        "is_current": is_current,
        "results": sorted(
            (link.result for link in shown.result_links.select_related("result")),
            key=lambda result: result.position,
        )
        if shown
        else [],
    }
    return render(request, "communities/charter.html", context)
