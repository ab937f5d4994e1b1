"""Where something was learnt, and where the gaps are."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from communities.facets import CAPACITY, RESULT
from knowledge.coverage.table import AXES, coverage


@require_safe
@member_required
def coverage_map(request: MemberRequest) -> HttpResponse:
    """Show the table by capacity, or by result."""
    wanted = request.GET.get("by", CAPACITY)
    axis = wanted if wanted in AXES else CAPACITY
    labels = {CAPACITY: _("By capacity"), RESULT: _("By result")}
    context = {
        "table": coverage(request.member, axis),
        "axes": [(f"?by={one}", labels[one], one == axis) for one in AXES],
        "axis": labels[axis],
        "place": "library",
    }
    return render(request, "knowledge/coverage.html", context)


urlpatterns = [path("c/<slug:slug>/library/coverage/", coverage_map, name="coverage")]
