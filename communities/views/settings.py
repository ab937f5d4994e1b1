"""One's own settings in a community, and the community's."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.delivery_form import DeliveryForm
from communities.access import MemberRequest, member_required
from communities.acts import note_act
from communities.forms.people import PaceForm
from communities.forms.provisioning import CommunityForm
from communities.permissions import check_change_settings

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@member_required
def my_settings(request: MemberRequest) -> HttpResponse:
    form = PaceForm(request.POST or None, instance=request.member)
    delivery = DeliveryForm(request.POST or None, instance=request.member.user)
    if request.method == "POST" and form.is_valid() and delivery.is_valid():
        form.save()
        delivery.keep()
        messages.success(request, _("Saved. This counts from the next mail on."))
        return redirect("communities:my_settings", request.community.slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "delivery": delivery}
    return render(request, "communities/my_settings.html", context, status=status)


@get_or_post
@member_required
def settings(request: MemberRequest) -> HttpResponse:
    check_change_settings(request.member)
    form = CommunityForm(request.POST or None, instance=request.community)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            if "may_publish" in form.changed_data:
                allowed = request.community.may_publish
                act = "publishing_allowed" if allowed else "publishing_ended"
                note_act(request.member, act, request.community)
        messages.success(request, _("The settings of the community are saved."))
        return redirect("communities:settings", request.community.slug)
    if request.method == "POST":
        # The form wrote what was typed into the object; the page's head shows what holds.
        request.community.refresh_from_db()
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/settings.html", {"form": form}, status=status)
