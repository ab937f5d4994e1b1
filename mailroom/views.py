"""Pages that a mail opens: one person and one act each, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.signed_links import StaleLinkError, read_token
from mailroom.actions import claim_message
from mailroom.claims import CLAIM, CLAIM_LASTS
from mailroom.models import InboundMessage


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
