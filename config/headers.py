"""What every answer tells browsers and search engines, beyond what Django's own middleware says."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

# Pages that search engines may show. Everything else belongs to a community.
INDEXED = frozenset({"/"})
# What communities gave to everybody.
COMMONS = "/commons/"
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
        *("gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"),
    )
)
ROBOTS = (
    "User-agent: *\nAllow: /$\nAllow: /static/\nAllow: /commons/\n"
    "Allow: /sitemap.xml\nDisallow: /\n"
    "Sitemap: {site}/sitemap.xml\n"
)
# An answer for everybody depends on none of these, whatever middlewares looked at.
OF_PERSONS = frozenset({"cookie", "accept-language"})


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.path not in INDEXED and not request.path.startswith(COMMONS):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        # `no-cache` asks before each reuse and still lets "back" show what was typed;
        # `no-store` would empty the form.
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
            patch_vary_headers(response, ["Cookie"])
        elif response.headers["Cache-Control"].startswith("public"):
            _vary_by_no_person(response)
        return response


def _vary_by_no_person(response: HttpResponse) -> None:
    # A shared cache would hand one person's cookies to the next.
    response.cookies.clear()
    named = [one.strip() for one in response.headers.get("Vary", "").split(",")]
    kept = [one for one in named if one and one.lower() not in OF_PERSONS]
    if kept:
        response.headers["Vary"] = ", ".join(kept)
    elif response.has_header("Vary"):
        del response.headers["Vary"]


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Let search engines see the front page, and what communities gave to everybody."""
    return HttpResponse(
        ROBOTS.format(site=settings.SITE_URL),
        content_type="text/plain",
        headers={"Cache-Control": "public, max-age=86400"},
    )
