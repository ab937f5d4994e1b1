"""The log of messages, for facilitators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, facilitator_required
from core.pagination import KeysetPage
from mailroom.actions import read_again
from mailroom.log import held_message, mails_page, messages_page
from mailroom.models import InboundMessage
from mailroom.reading import read
from notifications.stopped_people import silent_members


@require_safe
@facilitator_required
def received(request: MemberRequest) -> HttpResponse:
    page = messages_page(request.member, cursor=request.GET.get("before"))
    return render(request, "mailroom/received.html", _shown(request, page))


@require_safe
@facilitator_required
def sent(request: MemberRequest) -> HttpResponse:
    page = mails_page(request.member, cursor=request.GET.get("before"))
    context = {**_shown(request, page), "silent": silent_members(request.member)}
    return render(request, "mailroom/sent.html", context)


@require_safe
@facilitator_required
def message(request: MemberRequest, message_id: int) -> HttpResponse:
    """Show what a held mail says."""
    held = _held_or_404(request, message_id)
    mail = read(bytes(held.content or b""))
    context = {
        "message": held,
        "mail": mail,
        "may_read_again": request.member.is_admin,
        "place": "forums",
    }
    return render(request, "mailroom/message.html", context)


@require_POST
@facilitator_required
def reading(request: MemberRequest, message_id: int) -> HttpResponse:
    """Have a held mail read again, as after a fault that was mended."""
    held = _held_or_404(request, message_id)
    if not request.member.is_admin:
        raise PermissionDenied(_("Only an admin of this community may do this."))
    read_again(held)
    messages.success(request, _("The mail is read again. Look here in a minute."))
    return redirect("mailroom:received", request.community.slug)


def _held_or_404(request: MemberRequest, message_id: int) -> InboundMessage:
    held = held_message(request.member, message_id)
    if held is None:
        raise Http404
    return held


def _shown(request: MemberRequest, page: KeysetPage[Any]) -> dict[str, Any]:
    return {
        "rows": page.items,
        "page": {
            "next_url": f"?before={page.next_cursor}" if page.has_next else "",
            "previous_url": "?" if request.GET.get("before") else "",
        },
        "place": "forums",
    }
