"""The pages about mail that stopped: the person's own, the probe's button, and the facilitator's."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from communities.access import MemberRequest, facilitator_required
from communities.models import Membership
from notifications.models import Suppression
from notifications.probe_mail import user_of
from notifications.stopped_people import check_may_begin_again, stop_of
from notifications.suppression import begin_again


@login_required
@require_safe
def my_mail(request: HttpRequest) -> HttpResponse:
    """Say whether mail reaches the person, and what to do if not."""
    user = cast("User", request.user)
    stop = Suppression.objects.filter(address=user.email, stopped_at__isnull=False).first()
    return render(request, "notifications/my_mail.html", {"stop": stop})


@login_required
@require_POST
def begin_my_mail(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    begin_again(user.email)
    messages.success(request, _("We write to you again, beginning with the next mail."))
    return redirect("notifications:my_mail")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_again(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a POST has mail sent to the person again."""
    number = user_of(token)
    if number is None:
        raise Http404
    person = get_object_or_404(User, pk=number)
    if request.method == "POST":
        begin_again(person.email)
        person.refresh_from_db()
    with translation.override(person.language):
        return render(request, "notifications/mail_again.html", {"person": person})


@require_POST
@facilitator_required
def begin_mail_of(request: MemberRequest, membership_id: int) -> HttpResponse:
    """Have mail sent to a member again, as his facilitator, who asked him."""
    people = Membership.objects.active().select_related("user", "community")
    member = get_object_or_404(people, community=request.community, pk=membership_id)
    if stop := stop_of(member):
        check_may_begin_again(request.member, stop)
        begin_again(member.user.email)
    messages.success(request, _("We write to %(name)s again.") % {"name": member.name})
    return redirect(member)
