"""Held mail that belongs to no community, for platform admins: that it is there, and no word of it.

An answer to a digest of several communities speaks of each of them, so no facilitator may read it
as a whole; and it is taken apart only once it is believed, so none can be shown his part. Its
sender is asked; reading it again asks him anew.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import platform_admin_required
from mailroom.actions import read_again
from mailroom.log import nobodys_held, nobodys_page


@require_safe
@platform_admin_required
def nobodys(request: HttpRequest) -> HttpResponse:
    page = nobodys_page(cursor=request.GET.get("before"))
    context = {
        "rows": page.items,
        "page": {
            "next_url": f"?before={page.next_cursor}" if page.has_next else "",
            "previous_url": "?" if request.GET.get("before") else "",
        },
    }
    return render(request, "mailroom/nobodys.html", context)


@require_POST
@platform_admin_required
def reading(request: HttpRequest, message_id: int) -> HttpResponse:
    """Have a held mail read again, as after a fault that was mended."""
    read_again(get_object_or_404(nobodys_held(), pk=message_id))
    messages.success(request, _("The mail is read again. Look here in a minute."))
    return redirect("mailroom:nobodys")
