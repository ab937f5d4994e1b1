"""The digest as those see it who keep a community going: its opening, a preview, when it leaves."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, facilitator_required
from digests.forms import OpeningForm, PreviewForm
from digests.leaving import next_digests
from digests.models import DigestOpening
from digests.openings import as_shown, stands, take_opening_back, write_opening
from digests.previews import preview


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator_required
def opening(request: MemberRequest) -> HttpResponse:
    """Show the opening that stands and when the next digests leave; a POST writes another."""
    row = DigestOpening.objects.select_related("author__user").first()
    if row and not stands(row, timezone.now()):
        row = None
    initial = {"body": row.body, "last_day": row.last_day} if row else {}
    form = OpeningForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            write_opening(by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved. It stands in the next mails."))
        return redirect("digests:opening", request.community.slug)
    context = {
        "form": form,
        "row": row,
        "opening": as_shown(row) if row else None,
        "leaving": next_digests(request.community),
        "preview_form": PreviewForm(member=request.member),
        "place": "forums",
    }
    status = 422 if form.errors else 200
    return render(request, "digests/opening.html", context, status=status)


@require_POST
@facilitator_required
def delete_opening(request: MemberRequest) -> HttpResponse:
    take_opening_back(request.member)
    messages.success(request, _("No opening stands in the next mails."))
    return redirect("digests:opening", request.community.slug)


@require_safe
@facilitator_required
def preview_page(request: MemberRequest) -> HttpResponse:
    """Show what somebody of a role would get, of what the facilitator sees himself."""
    form = PreviewForm(request.GET or None, member=request.member)
    row = DigestOpening.objects.select_related("author__user").first()
    context = {"form": form, "place": "forums", "parts": None}
    if form.is_valid():
        parts, minutes = preview(request.member, form.cleaned_data["role"])
        shown = as_shown(row) if row and stands(row, timezone.now()) else None
        context |= {"parts": parts, "minutes": minutes, "opening": shown}
    return render(request, "digests/preview.html", context, status=422 if form.errors else 200)
