"""Pages that a mail opens: one person and one act each, without signing in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from communities.models import Community
from core.signed_links import StaleLinkError, read_token
from mailroom.actions import claim_message
from mailroom.claims import CLAIM, CLAIM_LASTS
from mailroom.command_links import button_url, read_button
from mailroom.models import InboundMessage
from mailroom.obeying import obey


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button, by which the person says that a held mail is his; a POST has it done."""
    try:
        ids = read_token(CLAIM, token, max_age=CLAIM_LASTS)
    except StaleLinkError:
        ids = None
    if ids is None:
        raise Http404
    message = (
        InboundMessage.objects.select_related("user", "community")
        .filter(pk=ids.get("message", 0), user=ids.get("user", 0))
        .first()
    )
    if message is None or message.user is None:
        raise Http404
    if request.method == "POST":
        claim_message(message)
    with translation.override(message.user.language):
        context = {"message": message, "person": message.user, "community": message.community}
        return render(request, "mailroom/claim.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def command(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button, which does what the link names; a POST does it."""
    found = read_button(token)
    person = User.objects.filter(pk=found[0], is_active=True).first() if found else None
    if found is None or person is None:
        raise Http404
    _user_id, community_id, said, words = found
    community = Community.objects.filter(pk=community_id).first()
    context: dict[str, Any] = {"person": person, "community": community, "words": words}
    with translation.override(person.language):
        if request.method == "POST":
            reply = obey(said, person, community)
            context["reply"] = reply
            context["buttons"] = [
                (button.words, button_url(button, person, community)) for button in reply.buttons
            ]
    with translation.override(person.language):
        return render(request, "mailroom/command.html", context)
