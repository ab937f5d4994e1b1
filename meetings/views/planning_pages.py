"""Planning a meeting or a series."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from meetings.actions import plan_series
from meetings.forms import SeriesForm
from meetings.models import Meeting
from meetings.permissions import check_plan
from meetings.schedule.preview import preview_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def new(request: MemberRequest) -> HttpResponse:
    """Plan it; the button `preview` shows its days first, and saves nothing."""
    check_plan(request.member)
    if "preview" in request.POST and (preview := preview_of(request.POST, request.member)):
        typed = SeriesForm(member=request.member).as_typed(request.POST)
        context = {"form": typed, "preview": preview, "place": "meetings"}
        return render(request, "meetings/new.html", context)
    form = SeriesForm(request.POST if request.method == "POST" else None, member=request.member)
    if form.is_bound and "preview" not in request.POST and form.is_valid() and form.plan:
        made = plan_series(form.plan, by=request.member)
        messages.success(request, _("The meeting stands in the schedule."))
        if made.recurs:
            return redirect(made)
        only = Meeting.objects.get(series=made)
        only.community = request.community
        return redirect(only)
    context = {"form": form, "place": "meetings"}
    return render(request, "meetings/new.html", context, status=422 if form.errors else 200)
