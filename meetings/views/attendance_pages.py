"""Who is there: said by oneself at the door, kept by the host on his list."""

from http import HTTPStatus
from typing import Any

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.models import Membership
from core.htmx import render_either
from core.numbers import number_in
from meetings.attendance.balance import balance_of
from meetings.attendance.door import check_begun, check_open, door_code, is_code, is_open
from meetings.attendance.forms import CodeForm, GuestForm, ListForm
from meetings.attendance.links import ACT
from meetings.attendance.listing import found_by_name, guests_of, rows_of
from meetings.attendance.matching import listed
from meetings.attendance.noting import (
    Counted,
    add_guest,
    come,
    identify,
    is_noted,
    note_listed,
    save_list,
    take_back,
)
from meetings.inviting.mail_words import day_and_time
from meetings.loading import meeting_or_404, seen_meeting_or_404
from meetings.mailed_links import mailed_person
from meetings.models import Attendance, Meeting, Noted
from meetings.permissions import check_host, may_host
from meetings.views.list_pages import meeting_page

LONGEST_SEARCH = 100


@require_safe
@member_required
def attendance(request: MemberRequest, number: int) -> HttpResponse:
    """Show how many are there, and to hosts who; htmx asks for the numbers again and again."""
    found = meeting_or_404(request.member, number)
    check_begun(found)
    return _page(request, found)


@require_POST
@member_required
def here(request: MemberRequest, number: int) -> HttpResponse:
    """Say that one is there, with the code that stands at the door."""
    found = meeting_or_404(request.member, number)
    check_open(found)
    form = CodeForm(request.POST)
    if form.is_valid():
        # Refused or not, it counts: who tries all codes would be there without having come.
        if not consume(request, action="meeting_code", key=f"{found.pk}:{request.member.pk}"):
            refused: HttpResponse = respond_429(request)
            return refused
        if not is_code(found, form.cleaned_data["code"]):
            form.add_error("code", _("That is not the code. Look at it once more."))
    if not form.is_valid():
        return meeting_page(request, found, code_form=form)
    come(found, request.member, way=Noted.CODE)
    messages.success(request, _("Welcome. You are noted as here."))
    return redirect(found)


@require_safe
@member_required
def door(request: MemberRequest, number: int) -> HttpResponse:
    """Show the code, large, for the screen or the door."""
    found = meeting_or_404(request.member, number)
    check_host(request.member, found.series)
    check_open(found)
    context = {
        "meeting": found,
        "code": door_code(found),
        "typed_at": request.build_absolute_uri(found.get_absolute_url()).partition("//")[2],
        "until": found.ends_at,
        "people": Attendance.objects.filter(meeting=found).count(),
    }
    return render_either(request, "meetings/attendance/door.html", "people", context)


@require_POST
@member_required
def attendance_list(request: MemberRequest, number: int) -> HttpResponse:
    """Keep whom the host ticked."""
    found = _hosted(request, number)
    save_list(found, here=_ids(request, "here"), was=_ids(request, "was"), by=request.member)
    messages.success(request, _("The list is saved."))
    return _back(request, found)


@require_POST
@member_required
def add_person(request: MemberRequest, number: int) -> HttpResponse:
    """Note somebody who is no member."""
    found = _hosted(request, number)
    form = GuestForm(request.POST, community=request.community)
    if not form.is_valid():
        return _page(request, found, guest_form=form)
    guest = add_guest(found, **form.cleaned_data, by=request.member)
    messages.success(request, _("%(name)s is noted as here.") % {"name": guest.name})
    return _back(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def guest(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Say which member it is that was noted by name."""
    found = _hosted(request, number)
    noted = _guest(found, pk)
    if request.method == "POST":
        there = Membership.objects.active().filter(community=request.community)
        member = get_object_or_404(
            there.select_related("user"), pk=number_in(request.POST.get("member"))
        )
        identify(noted, member, by=request.member)
        messages.success(request, _("%(name)s is noted as here.") % {"name": member.name})
        return _back(request, found)
    words = request.GET.get("q", noted.name)[:LONGEST_SEARCH]
    context = {
        "meeting": found,
        "guest": noted,
        "q": words,
        "found": found_by_name(found, words, also_noted=True),
        "place": "meetings",
    }
    return render(request, "meetings/attendance/guest.html", context)


@require_POST
@member_required
def delete_guest(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found = _hosted(request, number)
    noted = _guest(found, pk)
    take_back(noted, by=request.member)
    messages.success(request, _("%(name)s is taken off the list.") % {"name": noted.name})
    return _back(request, found)


@require_POST
@member_required
def video_list(request: MemberRequest, number: int) -> HttpResponse:
    """Note everybody on the list of a video call."""
    found = _hosted(request, number)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, list_form=form)
    counted = note_listed(found, listed(form.people, request.community), by=request.member)
    messages.success(request, _what_came(counted))
    return _back(request, found)


def _what_came(counted: Counted) -> str:
    said = []
    if counted.members:
        said.append(
            ngettext(
                "%(count)s member was noted.", "%(count)s members were noted.", counted.members
            )
            % {"count": counted.members}
        )
    if counted.guests:
        said.append(
            ngettext(
                "%(count)s person is not known here, and counts as a guest until you say who it is.",
                "%(count)s people are not known here, and count as guests until you say who they are.",
                counted.guests,
            )
            % {"count": counted.guests}
        )
    if counted.known:
        said.append(
            ngettext("%(count)s was noted before.", "%(count)s were noted before.", counted.known)
            % {"count": counted.known}
        )
    return " ".join(said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a POST says that the person of the link is there."""
    with mailed_person(ACT, token) as (member, (meeting_id,)):
        context = _said_by_link(request, seen_meeting_or_404(member, pk=meeting_id), member)
        return render(request, "meetings/attendance/link.html", context)


def _said_by_link(request: HttpRequest, meeting: Meeting, member: Membership) -> dict[str, Any]:
    closed = ""
    try:
        check_open(meeting)
        if request.method == "POST":
            come(meeting, member, way=Noted.LINK)
    except PermissionDenied as refused:
        closed = str(refused)
    return {
        "community": member.community,
        "member": member,
        "meeting": meeting,
        "when": day_and_time(meeting),
        "done": is_noted(meeting, member),
        "closed": closed,
    }


def _hosted(request: MemberRequest, number: int) -> Meeting:
    found = meeting_or_404(request.member, number)
    check_host(request.member, found.series)
    check_begun(found)
    return found


def _guest(meeting: Meeting, pk: int) -> Attendance:
    noted = get_object_or_404(Attendance, meeting=meeting, pk=pk, member__isnull=True)
    noted.meeting = meeting
    return noted


def _ids(request: MemberRequest, name: str) -> set[int]:
    return {number_in(value) for value in request.POST.getlist(name)} - {0}


def _back(request: MemberRequest, found: Meeting) -> HttpResponse:
    return redirect("meetings:attendance", request.community.slug, found.number)


def _page(
    request: MemberRequest,
    found: Meeting,
    *,
    guest_form: GuestForm | None = None,
    list_form: ListForm | None = None,
) -> HttpResponse:
    hosts = may_host(request.member, found.series)
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context: dict[str, Any] = {
        "meeting": found,
        "balance": balance_of(found),
        "hosts": hosts,
        "is_open": is_open(found),
        "place": "meetings",
    }
    if hosts:
        context |= {
            "rows": rows_of(found),
            "q": words,
            "found": found_by_name(found, words),
            "guests": guests_of(found),
            "guest_form": guest_form or GuestForm(community=request.community),
            "list_form": list_form or ListForm(),
        }
    if guest_form or list_form:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "meetings/attendance/page.html", context, status=status)
    return render_either(request, "meetings/attendance/page.html", "live", context)


_M = "c/<slug:slug>/meetings/<int:number>/attendance/"
urlpatterns = [
    path(_M, attendance, name="attendance"),
    path(f"{_M}here/", here, name="here"),
    path(f"{_M}door/", door, name="door"),
    path(f"{_M}list/", attendance_list, name="attendance_list"),
    path(f"{_M}video/", video_list, name="video_list"),
    path(f"{_M}guests/", add_person, name="add_person"),
    path(f"{_M}guests/<int:pk>/", guest, name="guest"),
    path(f"{_M}guests/<int:pk>/delete/", delete_guest, name="delete_guest"),
    path("mail/meeting-here/<str:token>/", here_by_mail, name="here_by_mail"),
]
