"""The language and the clock of the person who asks."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.adapter import MailNotSentError
from accounts.forms import keep_typed_address


class PreferencesMiddleware:
    """Answer a signed-in person in his own language and time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        try:
            zone = ZoneInfo(request.user.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        with translation.override(request.user.language), timezone.override(zone):
            request.LANGUAGE_CODE = translation.get_language() or "en"
            return self.get_response(request)


class UnsentMailMiddleware:
    """Turn a mail server's refusal into a sentence, on the same page, with the address kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, MailNotSentError):
            return None
        messages.error(request, _("We could not send the mail just now. Try again in a minute."))
        keep_typed_address(request)
        query = request.GET.copy()
        if "next" in request.POST:
            query["next"] = request.POST["next"]
        return HttpResponseRedirect(
            f"{request.path}?{query.urlencode()}" if query else request.path
        )
