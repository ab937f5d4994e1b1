"""A facilitator lets a resource lead the next digests."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from knowledge.amplifying.actions import amplify, take_amplification_back
from knowledge.forms.words import WordsForm
from knowledge.kinds import State
from knowledge.loading import resource_or_404
from knowledge.permissions import check_decide


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def amplification(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_decide(request.member)
    if found.state != State.PUBLISHED:
        raise PermissionDenied(_("Only what is published can lead a digest."))
    label = _("Why should they read it? Your words stand with it, and your name.")
    form = WordsForm(request.POST if request.method == "POST" else None, label=label)
    if form.is_bound and form.is_valid():
        amplify(found, by=request.member, words=form.cleaned_data["words"])
        messages.success(request, _("It leads the next digest of everybody who sees it."))
        return redirect("knowledge:resource", request.community.slug, found.number)
    title = _("Let it lead the next digest")
    context = {"resource": found, "form": form, "title": title, "place": "library"}
    return render(request, "knowledge/words.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def delete_amplification(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_decide(request.member)
    take_amplification_back(found, by=request.member)
    messages.success(request, _("No more digests tell it. Those that have left keep it."))
    return redirect("knowledge:resource", request.community.slug, found.number)


_R = "c/<slug:slug>/library/<int:number>/amplification/"
urlpatterns = [
    path(_R, amplification, name="amplify"),
    path(f"{_R}delete/", delete_amplification, name="amplify_no_more"),
]
