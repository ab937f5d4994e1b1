"""What somebody took on at a meeting: lists, one of them, and the button behind the link of a mail."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from core.addresses import address
from meetings.mailed_links import mailed_person
from meetings.models import ActionItem, ActionState, Meeting, Series
from meetings.notes.forms import ItemForm, SaidForm
from meetings.notes.links import ACT
from meetings.notes.mail_answers import also_open, own_item
from meetings.notes.outcomes import change_item, settle_item
from meetings.notes.permissions import (
    check_settle,
    check_write_notes,
    may_settle,
    may_write_notes,
)
from meetings.notes.shown import item_row
from meetings.permissions import may_host

SHOWN = 200
# What was settled is shown so long.
SETTLED = timedelta(days=60)


@require_safe
@member_required
def actions(request: MemberRequest) -> HttpResponse:
    """List what the member took on; with ?of=hosted all of the meetings that he hosts."""
    member = request.member
    seen = ActionItem.objects.filter(meeting__in=Meeting.objects.visible_to(member))
    hosted = Series.objects.visible_to(member)
    if not member.is_facilitator:
        hosted = hosted.hosted_by(member)
    is_hosted = request.GET.get("of") == "hosted"
    whose = Q(meeting__series__in=hosted) if is_hosted else Q(owner=member)
    found = seen.filter(whose).select_related("owner__user", "meeting__series")
    settled = found.exclude(state=ActionState.OPEN)
    since = timezone.now() - SETTLED
    context = {
        "open": _rows(request, found.filter(state=ActionState.OPEN).order_by("due_on", "number")),
        "settled": _rows(request, settled.filter(settled_at__gt=since).order_by("-settled_at")),
        "is_hosted": is_hosted,
        "hosts_some": is_hosted or hosted.exists(),
        "here": address("meetings:actions", request.community.slug),
        "place": "meetings",
    }
    return render(request, "meetings/notes/actions.html", context)


def _rows(request: MemberRequest, items: Any) -> list[Any]:
    return [item_row(one, request.member, meeting=one.meeting.name) for one in items[:SHOWN]]


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def action(request: MemberRequest, number: int) -> HttpResponse:
    """Show one; a POST changes what it says, whose it is, and until when."""
    item = item_or_404(request, number)
    if request.method != "POST":
        return _page(request, item)
    check_write_notes(request.member, item.section.notes)
    form = ItemForm(request.POST, meeting=item.meeting, item=item)
    if not form.is_valid():
        return _page(request, item, form)
    given = form.cleaned_data
    change_item(
        item,
        words=given["words"],
        owner=given["owner"],
        due_on=given["due_on"],
        by=request.member,
    )
    messages.success(request, _("It is saved."))
    return redirect("meetings:action", request.community.slug, number)


@require_POST
@member_required
def done(request: MemberRequest, number: int) -> HttpResponse:
    return _settled(
        request, number, ActionState.DONE, _("Thank you. The hosts see that it is done.")
    )


@require_POST
@member_required
def dropped(request: MemberRequest, number: int) -> HttpResponse:
    return _settled(request, number, ActionState.DROPPED, _("Nobody is reminded of it any more."))


@require_POST
@member_required
def reopen(request: MemberRequest, number: int) -> HttpResponse:
    return _settled(request, number, ActionState.OPEN, _("It is open again."))


def _settled(
    request: MemberRequest, number: int, state: ActionState, sentence: str
) -> HttpResponse:
    item = item_or_404(request, number)
    check_settle(request.member, item)
    form = SaidForm(request.POST)
    if not form.is_valid():
        return _page(request, item, said_form=form)
    is_own = item.owner_id == request.member.pk and "said" in form.data
    said = form.cleaned_data["said"] if is_own else None
    settle_item(item, state, by=request.member, said=said)
    messages.success(request, sentence)
    return redirect("meetings:action", request.community.slug, number)


def item_or_404(request: MemberRequest, number: int) -> ActionItem:
    """Return an item of a meeting that the member sees, with all that it belongs to. Raises Http404."""
    seen = Meeting.objects.visible_to(request.member)
    rows = ActionItem.objects.filter(number=number, meeting__in=seen)
    item = rows.select_related(
        "section__notes", "meeting__series", "owner__user", "by__user"
    ).first()
    if item is None:
        raise Http404
    item.community = item.meeting.community = item.meeting.series.community = request.community
    item.section.notes.meeting, item.section.notes.community = item.meeting, request.community
    return item


def _page(
    request: MemberRequest,
    item: ActionItem,
    form: ItemForm | None = None,
    *,
    said_form: SaidForm | None = None,
) -> HttpResponse:
    member = request.member
    hosts = may_host(member, item.meeting.series)
    context = {
        "item": item,
        "row": item_row(item, member),
        "meeting": item.meeting,
        "may_settle": may_settle(member, item),
        "form": form or ItemForm(meeting=item.meeting, item=item)
        if item.is_open and may_write_notes(member, item.section.notes)
        else None,
        "said_form": said_form or SaidForm(initial={"said": item.said}),
        "shows_said": item.said and (hosts or item.owner_id == member.pk),
        "notes_url": address("meetings:notes", request.community.slug, item.meeting.number),
        "place": "meetings",
    }
    return render(
        request, "meetings/notes/action.html", context, status=422 if form or said_form else 200
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def done_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; a POST says that it is done. Without signing in: the token is the permission."""
    with mailed_person(ACT, token) as (member, (item_id,)):
        item = own_item(member, item_id)
        form = SaidForm(request.POST if request.method == "POST" else None)
        is_now = bool(item and item.is_open and form.is_valid())
        if item is not None and is_now:
            said = form.cleaned_data["said"] or None
            item = settle_item(item, ActionState.DONE, by=member, said=said)
        context = {
            "community": member.community,
            "member": member,
            "item": item,
            "form": form,
            "is_now": is_now,
            "also": also_open(member, item) if item and not item.is_open else [],
        }
        status = 422 if form.errors else 200
        return render(request, "meetings/notes/done_link.html", context, status=status)


A = "c/<slug:slug>/meetings/actions/"
urlpatterns = [
    path("mail/action/<str:token>/", done_by_mail, name="done_by_mail"),
    path(A, actions, name="actions"),
    path(f"{A}<int:number>/", action, name="action"),
    path(f"{A}<int:number>/done/", done, name="action_done"),
    path(f"{A}<int:number>/done/delete/", reopen, name="reopen_action"),
    path(f"{A}<int:number>/dropped/", dropped, name="drop_action"),
]
