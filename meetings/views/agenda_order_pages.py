"""What the host does with an agenda."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from meetings.agenda.formats import FORMATS
from meetings.agenda.forms import OrderForm
from meetings.agenda.loading import item_or_404
from meetings.agenda.ordering import (
    ChangedMeanwhileError,
    NoRoomError,
    arrange,
    give_back,
    move,
    put_back,
    remove,
    take,
    use_form,
)
from meetings.agenda.permissions import check_order
from meetings.agenda.putting_off import next_meeting, open_items, put_off
from meetings.agenda.rows import Agenda, agenda_of
from meetings.loading import meeting_or_404
from meetings.models import AgendaItem, Meeting
from meetings.permissions import check_host
from meetings.views.agenda_pages import of_meeting, to_agenda


@require_POST
@member_required
def item_place(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Put a proposal on the agenda."""
    item = _item(request, number, item_number)
    return _to_item(request, item, is_done=take(item, by=request.member))


@require_POST
@member_required
def delete_place(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Take it off the agenda: a proposal again."""
    item = _item(request, number, item_number)
    return _to_item(request, item, is_done=give_back(item))


@require_POST
@member_required
def item_removal(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Take a proposal off the list."""
    item = _item(request, number, item_number)
    if not remove(item, by=request.member):
        messages.info(request, _too_late())
    return to_agenda(request, item.meeting)


@require_POST
@member_required
def delete_removal(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Put back what was taken off the list."""
    item = _item(request, number, item_number)
    return _to_item(request, item, is_done=put_back(item, by=request.member))


@require_POST
@member_required
def item_move(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Let it change places with the one before, or after it."""
    item = _item(request, number, item_number)
    up, version = request.POST.get("to") == "up", request.POST.get("version", "")
    try:
        move(item, up=up, version=version)
    except ChangedMeanwhileError:
        messages.info(
            request, _("Somebody else changed the agenda first. This is how it stands now.")
        )
        return to_agenda(request, item.meeting)
    return to_agenda(request, item.meeting, item)


@require_POST
@member_required
def item_deferral(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Put it off to the next meeting, also after this one."""
    item = item_or_404(request.member, number, item_number)
    check_host(request.member, item.meeting.series)
    return _put_off(request, item.meeting, [item])


@require_POST
@member_required
def deferrals(request: MemberRequest, number: int) -> HttpResponse:
    """Put off all that was proposed and not taken."""
    meeting = meeting_or_404(request.member, number)
    check_host(request.member, meeting.series)
    return _put_off(request, meeting, open_items(meeting))


@require_POST
@member_required
def agenda_form(request: MemberRequest, number: int) -> HttpResponse:
    """Begin the agenda with the timed parts of a form."""
    meeting = meeting_or_404(request.member, number)
    check_order(request.member, meeting)
    name = request.POST.get("form", "")
    if name in FORMATS:
        try:
            if not use_form(meeting, name, by=request.member):
                messages.info(request, _("The parts of a form are on the agenda already."))
        except NoRoomError:
            messages.error(request, _("This meeting is too short for these parts."))
    return to_agenda(request, meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def agenda_order(request: MemberRequest, number: int) -> HttpResponse:
    """Give all items their places and minutes."""
    meeting = meeting_or_404(request.member, number)
    check_order(request.member, meeting)
    shown = agenda_of(meeting, request.member, hosts=True)
    form = OrderForm(request.POST or None, rows=shown.items)
    if not form.is_bound or not form.is_valid():
        return _order_page(request, meeting, shown, form, status=422 if form.errors else 200)
    try:
        arrange(meeting, form.places, version=form.cleaned_data["version"])
    except ChangedMeanwhileError:
        # What stands now may have changed since it was read.
        shown = agenda_of(meeting, request.member, hosts=True)
        return _order_page(request, meeting, shown, form.again(shown.items), status=409)
    messages.success(request, _("The agenda is saved."))
    return to_agenda(request, meeting)


def _order_page(
    request: MemberRequest, meeting: Meeting, shown: Agenda, form: OrderForm, *, status: int
) -> HttpResponse:
    context = {**of_meeting(meeting), "agenda": shown, "form": form, "is_late": status == 409}
    return render(request, "meetings/agenda/order.html", context, status=status)


def _item(request: MemberRequest, number: int, item_number: int) -> AgendaItem:
    item = item_or_404(request.member, number, item_number)
    check_order(request.member, item.meeting)
    return item


def _to_item(request: MemberRequest, item: AgendaItem, *, is_done: bool) -> HttpResponse:
    if is_done:
        return to_agenda(request, item.meeting, item)
    messages.info(request, _too_late())
    return to_agenda(request, item.meeting)


def _put_off(request: MemberRequest, meeting: Meeting, items: list[AgendaItem]) -> HttpResponse:
    to = next_meeting(meeting)
    if to is None:
        messages.error(request, _("There is no later meeting of this series yet. Plan one first."))
        return to_agenda(request, meeting)
    # All are looked at, also after one that somebody else had put off.
    done = [put_off(item, to, by=request.member) is not None for item in items]
    if any(done):
        words = {"day": _day(to)}
        messages.success(request, _("It is proposed for the next meeting now: %(day)s.") % words)
    elif items:
        messages.info(request, _too_late())
    return to_agenda(request, meeting)


def _day(meeting: Meeting) -> str:
    return date_format(timezone.localtime(meeting.starts_at), "DATE_FORMAT")


def _too_late() -> str:
    return _("Somebody else decided on this first. This is how it stands now.")


_A = "c/<slug:slug>/meetings/<int:number>/agenda/"
_ITEM = f"{_A}<int:item_number>/"
urlpatterns = [
    path(f"{_A}order/", agenda_order, name="agenda_order"),
    path(f"{_A}form/", agenda_form, name="agenda_form"),
    path(f"{_A}deferrals/", deferrals, name="deferrals"),
    path(f"{_ITEM}place/", item_place, name="item_place"),
    path(f"{_ITEM}place/delete/", delete_place, name="delete_place"),
    path(f"{_ITEM}removal/", item_removal, name="item_removal"),
    path(f"{_ITEM}removal/delete/", delete_removal, name="delete_removal"),
    path(f"{_ITEM}move/", item_move, name="item_move"),
    path(f"{_ITEM}deferral/", item_deferral, name="item_deferral"),
]
