"""What browsers and search engines are told, on every kind of page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from communities.models import Membership
from config.headers import HeadersMiddleware
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
KINDS = {
    "the front page": "/",
    "sign-in": "/accounts/login/",
    "a community's page": "/c/four-rivers/",
    "a page that is not there": "/c/four-rivers/nothing/",
    "a form": "/c/four-rivers/forums/superintendents/topics/new/",
    "robots": "/robots.txt",
    "static": "/static/img/icon.svg",
}


@pytest.fixture(params=list(KINDS.values()), ids=list(KINDS))
def answer(request: pytest.FixtureRequest, cast: Cast, as_member: AsMember) -> HttpResponse:
    answer: Any = as_member(cast.tess).get(request.param)
    assert answer.status_code in {200, 302, 404}
    found: HttpResponse = answer
    return found


def test_every_page_closes_the_usual_doors(answer: HttpResponse) -> None:
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_no_page_has_an_inline_style_or_script(answer: HttpResponse) -> None:
    if "text/html" in answer.headers["Content-Type"]:
        html = answer.content.decode()
        assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
        assert not re.search(r"<(style|script(?![^>]*\bsrc=))", html)


def test_the_front_page_may_be_found_and_nothing_else(cast: Cast, as_member: AsMember) -> None:
    browser = as_member(cast.tess)
    found = {path: browser.get(path).headers.get("X-Robots-Tag") for path in KINDS.values()}
    assert {path for path, tag in found.items() if tag is None} == {"/"}
    assert set(found.values()) == {None, "noindex"}
    robots = browser.get("/robots.txt").content.decode()
    assert "Allow: /$" in robots
    assert "Disallow: /\n" in robots


def test_a_signed_in_page_is_private_and_asked_for_again(cast: Cast, as_member: AsMember) -> None:
    headers = as_member(cast.tess).get("/c/four-rivers/").headers
    assert "private" in headers["Cache-Control"]
    assert "no-cache" in headers["Cache-Control"]
    # With no-store the back button would show an empty form.
    assert "no-store" not in headers["Cache-Control"]
    assert "Cookie" in headers["Vary"]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(
    cast: Cast, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    # The session's cookie comes with signing in, which is tested with what production sets.
    answer = browser.get("/c/four-rivers/forums/superintendents/topics/new/")
    assert "csrftoken" in answer.cookies
    for cookie in answer.cookies.values():
        assert cookie["httponly"], cookie
        assert cookie["samesite"] == "Lax", cookie


def test_production_keeps_to_tls(cast: Cast, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    plain = Client().get("/c/four-rivers/")
    assert (plain.status_code, plain.headers["Location"]) == (
        301,
        "https://testserver/c/four-rivers/",
    )


def test_an_answer_that_shared_caches_keep_sets_no_cookie() -> None:
    def get_response(_request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(headers={"Cache-Control": "public, max-age=300"})
        answer.set_cookie("sessionid", "hers")
        return answer

    answer = HeadersMiddleware(get_response)(RequestFactory().get("/commons/"))
    assert not answer.cookies
