"""What anybody reads without signing in: the list, an entry, a feed, a sitemap.

They are the same for everybody and set no cookie: a page knows nothing of who asks.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.addresses import address
from knowledge.commons.citation import apa
from knowledge.commons.entry_forms import EntryFilterForm
from knowledge.commons.entry_lists import entries_like, entries_page
from knowledge.commons.flags import LEFT_OUT
from knowledge.commons.made_after import made_after
from knowledge.commons.public_data import commons_feed, json_ld, sitemap_of
from knowledge.commons.shown import shown
from knowledge.commons.snapshot_files import drawn, rows_of, sent_snapshot_file
from knowledge.kinds import Reach
from knowledge.models import CommonsEntry, Snapshot

# How long others may keep an answer: a withdrawal counts everywhere after that.
KEPT = 300
IN_FEED = 30
# Of one sitemap, by its definition.
IN_SITEMAP = 49_999


@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    form = EntryFilterForm(request.GET)
    wanted = form.wanted
    # Its address alone says what it is: the language that was chosen, else that of what is looked for.
    said = request.GET.get("in", wanted.language)
    language = said if said in dict(settings.LANGUAGES) else "en"
    with translation.override(language), timezone.override("UTC"):
        form = EntryFilterForm(request.GET)
        before = request.GET.get("before")
        found = CommonsEntry.objects.public()
        page = entries_page(found, form.wanted, cursor=before)
        besides = {"in": language} if "in" in request.GET else {}
        context = {
            **form.listed(page, before, **besides),
            "language": language,
            "languages": [
                (code, "?" + urlencode(form.chosen | {"in": code}))
                for code, _name in settings.LANGUAGES
            ],
            "everything_url": f"?in={language}",
            "url": settings.SITE_URL + address("knowledge:public_list"),
        }
        return _answer(request, render_to_string("knowledge/public_list.html", context))


@require_safe
def public_page(request: HttpRequest, number: int) -> HttpResponse:
    entry, it = _public_or_404(number)
    if it is None:
        return _gone(request, entry)
    with translation.override(it.language), timezone.override("UTC"):
        files = rows_of(it)
        values = drawn(shown(it), files)
        picture = next((file for file in files if file.is_picture), None)
        url = settings.SITE_URL + entry.get_absolute_url()
        sources = made_after(entry.after, CommonsEntry.objects.public())
        context = {
            **values,
            "entry": entry,
            "url": url,
            "image": f"{settings.SITE_URL}{picture.url}small/" if picture else "",
            "made_after": sources,
            "has_gaps": any(LEFT_OUT in text for text in (it.title, it.words, it.html)),
            "rows": entries_like(CommonsEntry.objects.public(), entry),
            "language_code": it.language,
            "json_ld": json_ld(entry, it, values["facets"], sources),
            "citation": apa(
                authors=it.authors,
                community=it.community_name,
                day=entry.released_at.date(),
                title=it.title,
                version=it.version,
                kind=str(values["kind"]),
                url=url,
            ),
        }
        html = render_to_string("knowledge/public_page.html", context)
        return _answer(request, html, changed=entry.changed_at)


@require_safe
def public_file(request: HttpRequest, number: int, key: str) -> HttpResponseBase:
    return _file(request, number, key, is_small=False)


@require_safe
def small_public_file(request: HttpRequest, number: int, key: str) -> HttpResponseBase:
    """Send a picture in its size for a page."""
    return _file(request, number, key, is_small=True)


@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    with translation.override("en"):
        newest = CommonsEntry.objects.public().order_by("-released_at", "-id")[:IN_FEED]
        text = commons_feed(
            newest,
            title=_("Porchlight: what communities share"),
            about=_("What communities learnt and gave to everybody."),
        )
        return _answer(request, text, content_type="application/atom+xml; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    public = CommonsEntry.objects.public().order_by("-pk")
    text = sitemap_of(public.values_list("pk", "changed_at")[:IN_SITEMAP])
    return _answer(request, text, content_type="application/xml; charset=utf-8")


def _public_or_404(number: int) -> tuple[CommonsEntry, Snapshot | None]:
    """Return what was on the public web once, and what it says there if it still does."""
    entries = CommonsEntry.objects.select_related("current", "community", "after__community")
    entry: CommonsEntry = get_object_or_404(entries, pk=number, public_at__isnull=False)
    is_out = entry.reach == Reach.PUBLIC and entry.community.may_publish
    return entry, entry.current if is_out else None


def _file(request: HttpRequest, number: int, key: str, *, is_small: bool) -> HttpResponseBase:
    entry, it = _public_or_404(number)
    if it is None:
        return _gone(request, entry)
    answer = sent_snapshot_file(request, it.pk, key, is_small=is_small)
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}"
    return answer


def _gone(request: HttpRequest, entry: CommonsEntry) -> HttpResponse:
    """Say that it was here: nothing of its words, not even its title."""
    with translation.override(entry.community.language), timezone.override("UTC"):
        context = {"entry": entry, "community_name": entry.community.name}
        html = render_to_string("knowledge/public_gone.html", context)
        answer = _answer(request, html, status=410)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _answer(
    request: HttpRequest,
    text: str,
    *,
    status: int = 200,
    changed: datetime | None = None,
    content_type: str = "text/html; charset=utf-8",
) -> HttpResponse:
    """Return an answer that may be kept by anybody for some minutes, or that nothing changed."""
    answer = HttpResponse(text, status=status, content_type=content_type)
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}"
    answer.headers["Content-Language"] = translation.get_language() or "en"
    answer.headers["ETag"] = etag = quote_etag(sha256(text.encode()).hexdigest()[:32])
    if changed is not None:
        answer.headers["Last-Modified"] = http_date(int(changed.timestamp()))
    if status != 200:
        return answer
    # Not by its time: of what is taken off within the same second that would keep the words (RFC
    # 9110, section 8.8.2.2, calls such times weak).
    found: Any = get_conditional_response(request, etag=etag, response=answer)
    same: HttpResponse = found
    return same


_P = "commons/"
urlpatterns = [
    path(_P, public_list, name="public_list"),
    path(f"{_P}feed/", public_feed, name="public_feed"),
    path(f"{_P}<int:number>/", public_page, name="public_page"),
    path(f"{_P}<int:number>/files/<slug:key>/", public_file, name="public_file"),
    path(f"{_P}<int:number>/files/<slug:key>/small/", small_public_file, name="small_public_file"),
    path("sitemap.xml", sitemap, name="sitemap"),
]
