"""Putting up recordings, and taking them down."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from meetings.loading import meeting_or_404
from meetings.models import Meeting, Recording
from meetings.permissions import check_host
from meetings.recording.forms import ReasonForm, RecordingForm
from meetings.recording.keeping import check_recorded, put_up, recordings_of, take_down


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def recordings(request: MemberRequest, number: int) -> HttpResponse:
    """Show the form; a POST puts a recording up."""
    found = _hosted(request, number)
    form = RecordingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        put_up(found, **form.cleaned_data, by=request.member)
        messages.success(request, _("The recording is up. Whoever sees this meeting can open it."))
        return redirect(found)
    return _page(request, found, form)


@require_POST
@member_required
def delete_recording(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found = _hosted(request, number)
    recording = get_object_or_404(Recording, meeting=found, pk=pk)
    recording.meeting = found
    form = ReasonForm(request.POST, auto_id=f"reason-{pk}-%s")
    if not form.is_valid():
        return _page(request, found, RecordingForm(), refused=(pk, form))
    take_down(recording, reason=form.cleaned_data["reason"], by=request.member)
    messages.success(request, _("The recording is taken down."))
    return redirect("meetings:recordings", request.community.slug, found.number)


def _hosted(request: MemberRequest, number: int) -> Meeting:
    found = meeting_or_404(request.member, number)
    check_host(request.member, found.series)
    check_recorded(found)
    return found


def _page(
    request: MemberRequest,
    found: Meeting,
    form: RecordingForm,
    *,
    refused: tuple[int, ReasonForm] | None = None,
) -> HttpResponse:
    forms = dict([refused]) if refused else {}
    rows = [
        (one, forms.get(one.pk) or ReasonForm(auto_id=f"reason-{one.pk}-%s"))
        for one in recordings_of(found)
    ]
    context = {"meeting": found, "form": form, "rows": rows, "place": "meetings"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or refused else HTTPStatus.OK
    return render(request, "meetings/recording/page.html", context, status=status)


_M = "c/<slug:slug>/meetings/<int:number>/recordings/"
urlpatterns = [
    path(_M, recordings, name="recordings"),
    path(f"{_M}<int:pk>/delete/", delete_recording, name="delete_recording"),
]
