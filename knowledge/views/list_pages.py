"""The list of the library, and its parts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from core.addresses import address
from knowledge.coverage.gaps import gap_of
from knowledge.drafts import NEW, begun
from knowledge.files.rows import words_of_reading
from knowledge.files.unreadable import count_unreadable
from knowledge.forms.filters import FilterForm
from knowledge.listed_rows import (
    ARCHIVED,
    DUE,
    IN_REVIEW,
    MINE,
    SAVED,
    UNREADABLE,
    Wanted,
    count_to_review,
    library_page,
)
from knowledge.permissions import may_begin
from knowledge.shelves.rows import start_of

# What an empty part of the library says: what would stand there, and how it comes there.
_EMPTY = {
    MINE: gettext_lazy("What you write yourself stands here, from the first draft on."),
    SAVED: gettext_lazy(
        "Press “Save it for me” on the page of something that you want to find again."
    ),
    IN_REVIEW: gettext_lazy("Nobody waits for you. What members send to review stands here."),
    DUE: gettext_lazy("Everything here has been looked at lately. What is due stands here."),
    ARCHIVED: gettext_lazy("What does not hold any more stands here, once somebody archived it."),
}
_EMPTY_PART = gettext_lazy("Just now there is nothing in this part of the library.")


@require_safe
@member_required
def listing(request: MemberRequest) -> HttpResponse:
    form = FilterForm(request.GET, member=request.member)
    wanted = form.wanted
    before = request.GET.get("before")
    page = library_page(request.member, wanted, cursor=before)
    parts = parts_of_library(request, wanted.show)
    context = {
        "form": form,
        **form.listed(page, before),
        "gap": None if page.items or before else gap_of(request.member, wanted),
        "parts": parts,
        "show": wanted.show,
        "part": next((label for _url, label, is_here in parts if is_here), ""),
        "empty": str(_EMPTY.get(wanted.show, _EMPTY_PART)),
        # What the search can be narrowed by, too.
        "within": [(name, form.chosen[name]) for name in ("about", "site") if name in form.chosen],
        "begun": _begun(request) if wanted.show == MINE else None,
        "start": None if wanted != Wanted() or before else start_of(request.member),
        "may_begin": may_begin(request.member) and not request.member.is_paused,
        "may_choose": request.member.is_facilitator,
        "place": "library",
    }
    return render(request, "knowledge/library.html", context)


def _begun(request: MemberRequest) -> tuple[str, str] | None:
    """Return what he has begun to write and not saved: the address of its form, and its title."""
    draft = begun(request.member, NEW)
    if draft is None:
        return None
    title = draft.fields.get("title") or _("A text for the library")
    return address("knowledge:new", request.community.slug), title


def parts_of_library(request: MemberRequest, here: str | None) -> list[tuple[str, str, bool]]:
    """Return the parts of the library: the address, what it is called, whether it is this one.

    `here` is None on the page of what other communities share.
    """
    shown = [("", _("Published"))]
    if may_begin(request.member):
        shown.append((MINE, _("My own")))
    shown.append((SAVED, _("Saved")))
    # Who curates collections has something waiting now and then; facilitators always look here.
    waiting = count_to_review(request.member)
    if request.member.is_facilitator or waiting:
        shown.append((IN_REVIEW, _("In review (%(count)s)") % {"count": waiting}))
    shown += [(DUE, _("Due for review")), (ARCHIVED, _("Archived"))]
    slug = request.community.slug
    library = address("knowledge:library", slug)
    if request.member.is_facilitator and (count := count_unreadable(request.community)):
        shown.append((UNREADABLE, words_of_reading(count)))
    parts = [
        (f"{library}?show={show}" if show else library, label, show == here)
        for show, label in shown
    ]
    parts.insert(1, (address("knowledge:collections", slug), _("Collections"), False))
    if may_begin(request.member):
        others = (address("knowledge:from_others", slug), _("From others"), here is None)
        parts.insert(2, others)
    return [*parts, (address("knowledge:coverage", slug), _("Where the gaps are"), False)]
