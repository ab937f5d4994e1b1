"""What every answer tells browsers and search engines, beyond what Django's own middleware says."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

# Pages that search engines may show. Everything else belongs to a community.
INDEXED = frozenset({"/"})
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
        *("gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"),
    )
)
ROBOTS = "User-agent: *\nAllow: /$\nAllow: /static/\nDisallow: /\n"


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.path not in INDEXED:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        # `no-cache` asks before each reuse and still lets "back" show what was typed;
        # `no-store` would empty the form.
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
            patch_vary_headers(response, ["Cookie"])
        return response


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Let search engines see the front page only."""
    return HttpResponse(
        ROBOTS, content_type="text/plain", headers={"Cache-Control": "public, max-age=86400"}
    )
