"""Answers for htmx: the same views serve it and browsers without JavaScript."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_htmx(request: HttpRequest) -> bool:
    """Say whether htmx asks for a fragment; a boosted link or a restored page wants the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render_either(
    request: HttpRequest,
    template: str,
    partial: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Return the page, or only its named partial if htmx asks for it."""
    name = f"{template}#{partial}" if is_htmx(request) else template
    response = render(request, name, dict(context or {}), status=status)
    # One address has two answers, and the Back button must not be given the fragment.
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response


def render_invalid(
    request: HttpRequest, template: str, partial: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return a form with its errors and what was typed, with status 422 (RFC 9110, section 15.5.21)."""
    return render_either(
        request, template, partial, context, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )
