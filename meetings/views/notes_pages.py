"""The notes of a meeting: begun, read, read through by a host."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from meetings.inviting.people import invited
from meetings.loading import meeting_or_404
from meetings.models import Decision, Meeting, MeetingNotes, NotesState
from meetings.notes.became import made_of, where_to_make
from meetings.notes.beginning import (
    TooManySectionsError,
    add_from_agenda,
    add_section,
    begin_notes,
    items_without_section,
    notes_of,
)
from meetings.notes.forms import SectionTitleForm
from meetings.notes.outcomes import take_out_decision
from meetings.notes.permissions import (
    check_begin_notes,
    check_review,
    check_write_notes,
    closed_words,
    may_begin_notes,
    may_write_notes,
)
from meetings.notes.reviewing import (
    ChangedMeanwhileError,
    begin_review,
    end_review,
    seen_of,
    send_notes,
)
from meetings.notes.shown import open_from_before, section_rows
from meetings.permissions import may_host


@require_safe
@member_required
def notes(request: MemberRequest, number: int) -> HttpResponse:
    """Show the notes of a meeting, or where to begin them."""
    meeting = meeting_or_404(request.member, number)
    found = notes_of(meeting)
    if found is None and not may_begin_notes(request.member, meeting):
        raise Http404
    return notes_page(request, meeting, found)


@require_POST
@member_required
def begin(request: MemberRequest, number: int) -> HttpResponse:
    meeting = meeting_or_404(request.member, number)
    check_begin_notes(request.member, meeting)
    begin_notes(meeting)
    return redirect("meetings:notes", request.community.slug, number)


@require_POST
@member_required
def new_section(request: MemberRequest, number: int) -> HttpResponse:
    found = notes_or_404(request, number)
    check_write_notes(request.member, found)
    form = SectionTitleForm(request.POST)
    if not form.is_valid():
        return notes_page(request, found.meeting, found, form=form)
    try:
        made = add_section(found, form.cleaned_data["title"], by=request.member)
    except TooManySectionsError:
        form.add_error("title", full())
        return notes_page(request, found.meeting, found, form=form)
    return redirect("meetings:section", request.community.slug, number, made.number)


@require_POST
@member_required
def sections_from_agenda(request: MemberRequest, number: int) -> HttpResponse:
    """Add a section for each item that came onto the agenda since the notes were begun."""
    found = notes_or_404(request, number)
    check_write_notes(request.member, found)
    try:
        add_from_agenda(found)
    except TooManySectionsError:
        messages.error(request, full())
    return redirect("meetings:notes", request.community.slug, number)


@require_POST
@member_required
def review(request: MemberRequest, number: int) -> HttpResponse:
    """Begin to read them through: from now on only hosts change them."""
    found = notes_or_404(request, number)
    check_review(request.member, found.meeting)
    begin_review(found)
    return redirect("meetings:notes", request.community.slug, number)


@require_POST
@member_required
def delete_review(request: MemberRequest, number: int) -> HttpResponse:
    """Let all write again."""
    found = notes_or_404(request, number)
    check_review(request.member, found.meeting)
    end_review(found)
    return redirect("meetings:notes", request.community.slug, number)


@require_POST
@member_required
def send(request: MemberRequest, number: int) -> HttpResponse:
    """Send them to all, as the page showed them that the host has read."""
    found = notes_or_404(request, number)
    check_review(request.member, found.meeting)
    try:
        is_new = send_notes(found, by=request.member, seen=request.POST.get("seen", ""))
    except ChangedMeanwhileError:
        messages.error(
            request,
            _("The notes were changed since you opened this page. Read them again, and send them."),
        )
    else:
        messages.success(
            request,
            _("The notes are on their way to everybody who is invited.")
            if is_new
            else _("The notes were sent already."),
        )
    return redirect("meetings:notes", request.community.slug, number)


@require_POST
@member_required
def delete_decision(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found = notes_or_404(request, number)
    check_write_notes(request.member, found)
    decision = Decision.objects.filter(pk=pk, section__notes=found).first()
    if decision is None:
        raise Http404
    decision.section.notes, decision.section.community = found, found.community
    take_out_decision(decision, by=request.member)
    messages.success(request, _("The decision is taken out."))
    return redirect("meetings:notes", request.community.slug, number)


def full() -> str:
    return _("There are 40 sections already. Put it into one of them.")


def notes_or_404(request: MemberRequest, number: int) -> MeetingNotes:
    """Return the notes of a meeting that the member sees, with it. Raises Http404."""
    found = notes_of(meeting_or_404(request.member, number))
    if found is None:
        raise Http404
    return found


def notes_page(
    request: MemberRequest,
    meeting: Meeting,
    found: MeetingNotes | None,
    *,
    form: SectionTitleForm | None = None,
) -> HttpResponse:
    """Return the page; with a refused form it says what is wrong."""
    member = request.member
    hosts = may_host(member, meeting.series) and not member.is_paused
    writes = found is not None and may_write_notes(member, found)
    is_sent = found is not None and found.state == NotesState.SENT
    context: dict[str, Any] = {
        "meeting": meeting,
        "notes": found,
        "rows": section_rows(found, member) if found else [],
        "before": open_from_before(meeting, member),
        "writes": writes,
        "agenda_has_more": len(items_without_section(found)) if found and writes else 0,
        "hosts": hosts,
        "closed": closed_words(found) if found and found.state != NotesState.OPEN else "",
        "seen": seen_of(found) if found and hosts and found.state == NotesState.REVIEW else "",
        "readers": invited(meeting.series).count() if found and hosts else 0,
        "made": made_of(found, member) if found and is_sent else [],
        "make_url": where_to_make(found, member) if found and is_sent else "",
        "form": form or SectionTitleForm(),
        "place": "meetings",
    }
    return render(request, "meetings/notes/notes.html", context, status=422 if form else 200)


M = "c/<slug:slug>/meetings/<int:number>/notes/"
urlpatterns = [
    path(M, notes, name="notes"),
    path(f"{M}new/", begin, name="begin_notes"),
    path(f"{M}sections/new/", new_section, name="new_section"),
    path(f"{M}sections/agenda/", sections_from_agenda, name="sections_from_agenda"),
    path(f"{M}review/", review, name="review_notes"),
    path(f"{M}review/delete/", delete_review, name="delete_review"),
    path(f"{M}sending/", send, name="send_notes"),
    path(f"{M}decisions/<int:pk>/delete/", delete_decision, name="delete_decision"),
]
