from pathlib import Path

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from core.htmx import is_htmx, render_either, render_invalid

PAGE = "<h1>Page</h1>{% partialdef form inline %}<form>{{ word }}</form>{% endpartialdef %}"


@pytest.fixture
def template(tmp_path: Path, settings: Settings) -> str:
    (tmp_path / "page.html").write_text(PAGE)
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}
    ]
    return "page.html"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_a_fragment_is_asked_for_by_headers(headers: dict[str, str], *, expected: bool) -> None:
    assert is_htmx(RequestFactory().get("/", headers=headers)) is expected


def test_htmx_gets_the_partial_and_others_the_page(template: str) -> None:
    context = {"word": "hello"}
    plain = render_either(RequestFactory().get("/"), template, "form", context)
    fragment = render_either(
        RequestFactory().get("/", headers={"HX-Request": "true"}), template, "form", context
    )
    assert plain.content == b"<h1>Page</h1><form>hello</form>"
    assert fragment.content == b"<form>hello</form>"
    assert plain.status_code == fragment.status_code == 200
    assert "HX-Request" in plain.headers["Vary"]
    assert "HX-Request" in fragment.headers["Vary"]


def test_an_invalid_form_answers_422(template: str) -> None:
    response = render_invalid(RequestFactory().post("/"), template, "form", {"word": "typed"})
    assert response.status_code == 422
    assert b"typed" in response.content
