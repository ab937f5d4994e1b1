"""Pages that a mail opens: one person and one act each, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import pause_mails
from accounts.delivery_form import DeliveryForm
from accounts.models import User
from accounts.pause_form import PauseForm
from communities.leaving_links import leaving_url
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
        person = _person(token)
    except StaleLinkError as stale:
        return _stale(request, get_object_or_404(User, pk=stale.ids.get("user")))
    with translation.override(person.language):
        form = PaceForm(request.POST or None, communities=my_communities(person))
        delivery = DeliveryForm(request.POST or None, instance=person)
        saved = form.is_valid() and delivery.is_valid()
        if saved:
            actions.set_paces(person, form.paces())
            delivery.keep()
        return _choices(request, token, person, form=form, delivery=delivery, saved=saved)


@never_cache
@require_POST
def pause(request: HttpRequest, token: str) -> HttpResponse:
    """Begin a pause of all mails to the person whom the link names."""
    try:
        person = _person(token)
    except StaleLinkError as stale:
        return _stale(request, get_object_or_404(User, pk=stale.ids.get("user")))
    with translation.override(person.language):
        form = PauseForm(request.POST, today=person.today)
        if form.is_valid():
            pause_mails(person, form.until)
            return redirect("digests:pace", token)
        return _choices(request, token, person, pause_form=form)


@never_cache
@require_POST
def delete_pause(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person = _person(token)
    except StaleLinkError as stale:
        return _stale(request, get_object_or_404(User, pk=stale.ids.get("user")))
    pause_mails(person, None)
    return redirect("digests:pace", token)


def _person(token: str) -> User:
    """Return whom the link names; raise Http404 for none of ours, StaleLinkError for an old one."""
    ids = read_token(PACE, token, max_age=PACE_LINK_LASTS)
    if ids is None:
        raise Http404
    return get_object_or_404(User, pk=ids.get("user"))


def _choices(
    request: HttpRequest,
    token: str,
    person: User,
    *,
    form: PaceForm | None = None,
    delivery: DeliveryForm | None = None,
    pause_form: PauseForm | None = None,
    saved: bool = False,
) -> HttpResponse:
    communities = my_communities(person)
    form = form or PaceForm(communities=communities)
    delivery = delivery or DeliveryForm(instance=person)
    pause_form = pause_form or PauseForm(today=person.today)
    context = {
        "person": person,
        "form": form,
        "delivery": delivery,
        "pause_form": pause_form,
        "saved": saved,
        "token": token,
        "communities": communities,
        "leaving": [
            (leaving_url(person.pk, entry.community_id), entry.name) for entry in communities
        ],
        "pace_url": reverse("digests:pace", args=[token]),
        "pause_url": reverse("digests:pause", args=[token]),
        "end_url": reverse("digests:delete_pause", args=[token]),
    }
    status = 422 if form.errors or delivery.errors or pause_form.errors else 200
    return render(request, "digests/pace.html", context, status=status)


def _stale(request: HttpRequest, person: User) -> HttpResponse:
    sent = request.method == "POST"
    if sent:
        actions.mail_pace_link(person)
    with translation.override(person.language):
        return render(request, "digests/pace_stale.html", {"sent": sent})
