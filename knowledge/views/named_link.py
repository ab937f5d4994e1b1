"""The page behind the link of a mail at which who is credited says whether he is named elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.models import Membership
from communities.scope import scope
from knowledge.commons.credit_links import named_ids
from knowledge.commons.releasing import choose_credit
from knowledge.models import CreditChoice, Resource


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def named(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether he wants to be named; a POST is his answer. The token is the permission."""
    ids = named_ids(token)
    if ids is None:
        raise Http404
    with scope(ids[0]):
        people = Membership.objects.active().select_related("user", "community")
        member = get_object_or_404(people, pk=ids[1])
        found = get_object_or_404(Resource, pk=ids[2])
        found.community = member.community
        with translation.override(member.user.language):
            return _page(request, found, member)


def _page(request: HttpRequest, found: Resource, member: Membership) -> HttpResponse:
    chosen = CreditChoice.objects.filter(resource=found, member=member)
    if not (found.credits.filter(member=member.pk).exists() or chosen.exists()):
        raise Http404
    is_done = request.method == "POST" and request.POST.get("named") in {"yes", "no"}
    if is_done:
        choose_credit(found, member, is_named=request.POST["named"] == "yes")
    choice = chosen.first()
    context = {
        "resource": found,
        "community": member.community,
        "member": member,
        "is_done": is_done,
        "is_named": choice.is_named if choice else None,
    }
    return render(request, "knowledge/named.html", context)


patterns = [path("mail/named/<str:token>/", named, name="named")]
