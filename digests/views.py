"""Pages that a mail opens: one person and one act each, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from communities.models.membership import Pace
from communities.switcher import my_communities
from core.signed_links import StaleLinkError, read_token
from digests import actions
from digests.forms import PaceForm
from digests.links import PACE, PACE_LINK_LASTS, pace_url, unsubscribe_ids

pages = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # RFC 8058: a mail program posts without a cookie; the token is the permission.
@never_cache
@pages
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a POST stops the mails, whether a person or a mail program sends it."""
    ids = unsubscribe_ids(token)
    if ids is None:
        raise Http404
    person = get_object_or_404(User, pk=ids[0])
    stopped = request.method == "POST"
    if stopped:
        actions.unsubscribe(person, ids[1])
    communities = [
        entry
        for entry in my_communities(person)
        if ids[1] in {0, entry.community_id} and entry.pace != Pace.NEVER
    ]
    with translation.override(person.language):
        context = {
            "person": person,
            "communities": communities,
            "stopped": stopped or not communities,
            "pace_url": pace_url(person.pk),
        }
        return render(request, "digests/unsubscribe.html", context)


@never_cache
@pages
def pace(request: HttpRequest, token: str) -> HttpResponse:
    """Let the person choose for each community; a link over 90 days old offers a new one."""
    try:
        ids = read_token(PACE, token, max_age=PACE_LINK_LASTS)
    except StaleLinkError as stale:
        return _stale(request, get_object_or_404(User, pk=stale.ids.get("user")))
    if ids is None:
        raise Http404
    person = get_object_or_404(User, pk=ids.get("user"))
    with translation.override(person.language):
        form = PaceForm(request.POST or None, communities=my_communities(person))
        saved = form.is_valid()
        if saved:
            actions.set_paces(person, form.paces())
        context = {"person": person, "form": form, "saved": saved}
        status = 422 if form.errors else 200
        return render(request, "digests/pace.html", context, status=status)


def _stale(request: HttpRequest, person: User) -> HttpResponse:
    sent = request.method == "POST"
    if sent:
        actions.mail_pace_link(person)
    with translation.override(person.language):
        return render(request, "digests/pace_stale.html", {"sent": sent})
