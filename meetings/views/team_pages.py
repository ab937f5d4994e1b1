"""Who else of one's site comes, and whether one gets mails about a series."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.access import MemberRequest, member_required
from communities.permissions import check_may_write
from core.numbers import number_in
from meetings.inviting.following import invite_again, stop_inviting
from meetings.inviting.site_team import answer_for, colleagues
from meetings.loading import meeting_or_404, series_or_404
from meetings.models import Answer
from meetings.permissions import check_coming


@require_POST
@member_required
def answer_for_site(request: MemberRequest, number: int) -> HttpResponse:
    """Say of one other of the same site whether he comes."""
    found = meeting_or_404(request.member, number)
    check_may_write(request.member)
    check_coming(found)
    who, said = request.POST.get("member"), request.POST.get("answer")
    if said not in Answer.values or not who:
        messages.error(request, _("Choose a person, and press yes, maybe or no."))
        return redirect(found)
    colleague = colleagues(request.member, found).filter(pk=number_in(who)).first()
    if colleague is None:
        raise Http404
    answer_for(request.member, colleague, found, Answer(said))
    messages.success(
        request, _("Thank you. We tell %(name)s what you said.") % {"name": colleague.name}
    )
    return redirect(found)


@require_POST
@member_required
def stop_mails(request: MemberRequest, number: int) -> HttpResponse:
    found = series_or_404(request.member, number)
    stop_inviting(request.member, found)
    messages.success(request, _("You get no more mails about these meetings."))
    return redirect(found)


@require_POST
@member_required
def mails_again(request: MemberRequest, number: int) -> HttpResponse:
    found = series_or_404(request.member, number)
    invite_again(request.member, found)
    messages.success(request, _("You get mails about these meetings again."))
    return redirect(found)


M = "c/<slug:slug>/meetings/"
urlpatterns = [
    path(f"{M}<int:number>/site/answer/", answer_for_site, name="answer_for_site"),
    path(f"{M}series/<int:number>/no-mails/", stop_mails, name="stop_mails"),
    path(f"{M}series/<int:number>/no-mails/delete/", mails_again, name="mails_again"),
]
