"""The page of what was found."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from core.numbers import number_in
from search.finding import PAGES, Found, Question, find
from search.forms import SearchForm


@require_safe
@member_required
def search(request: MemberRequest) -> HttpResponse:
    form = SearchForm(request.GET or None, member=request.member)
    question = form.question() if form.is_bound else Question("")
    asked = question.words.strip()
    found = find(request.member, question, page=_page(request)) if asked else None
    context = {
        "form": form,
        "filters": [field for field in form if field.name != "q"],
        "asked": asked,
        "found": found,
        "chosen": form.chosen() if form.is_bound else [],
        "page": _pages(request, found) if found else None,
        "spelling_url": _url(request, q=found.spelling) if found and found.spelling else "",
        "everywhere_url": "?" + urlencode({"q": asked}),
        "place": "search",
    }
    return render(request, "search/search.html", context)


def _page(request: MemberRequest) -> int:
    return min(number_in(request.GET.get("page")) or 1, PAGES)


def _pages(request: MemberRequest, found: Found) -> dict[str, object]:
    number, count = found.page, found.pages
    return {
        "number": number if count > 1 else None,
        "count": count,
        "previous_url": _url(request, page=str(number - 1)) if number > 1 else "",
        "next_url": _url(request, page=str(number + 1)) if number < count else "",
    }


def _url(request: MemberRequest, **changes: str) -> str:
    given = {name: value for name, value in request.GET.items() if value and name != "page"}
    return "?" + urlencode({**given, **changes})
