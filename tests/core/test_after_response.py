"""What only hastens is done when the page is on its way."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from core.after_response import after_response

DONE: list[str] = []


def page(_request: HttpRequest) -> HttpResponse:
    after_response(lambda: DONE.append("after"))
    DONE.append("page")
    return HttpResponse("here")


def page_with_a_fault_after(_request: HttpRequest) -> HttpResponse:
    after_response(lambda: DONE[99])  # type: ignore[arg-type]
    after_response(lambda: DONE.append("the next"))
    return HttpResponse("here")


urlpatterns = [path("", page), path("fault/", page_with_a_fault_after)]


@pytest.fixture(autouse=True)
def _addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    DONE.clear()


def test_it_is_done_after_the_page_is_made(client: Client) -> None:
    assert client.get("/").content == b"here"
    assert DONE == ["page", "after"]


def test_where_nobody_waits_it_is_done_at_once() -> None:
    after_response(lambda: DONE.append("at once"))
    assert DONE == ["at once"]


def test_a_fault_after_the_page_is_none_of_the_page(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/fault/").status_code == 200
    assert DONE == ["the next"]
    assert "something after a response failed" in caplog.text
