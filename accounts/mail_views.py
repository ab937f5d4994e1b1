"""Whether mails come at all: for all communities of a person at once."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import pause_mails
from accounts.models import User
from accounts.pause_form import PauseForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pause(request: HttpRequest) -> HttpResponse:
    """Show for how long no mails come; a POST begins the pause."""
    user = cast("User", request.user)
    form = PauseForm(request.POST or None, today=user.today)
    if form.is_valid():
        pause_mails(user, form.until)
        return redirect("me:mail_pause")
    context = {"pause_form": form, "person": user}
    return render(request, "accounts/mail_pause.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def delete_pause(request: HttpRequest) -> HttpResponse:
    pause_mails(cast("User", request.user), None)
    messages.success(request, _("Your mails come again."))
    return redirect("me:mail_pause")
