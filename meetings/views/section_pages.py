"""Writing a section of the notes, with JavaScript as one types, without it by a button."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from core.addresses import address
from core.markdown.unsigned import without_signs
from core.numbers import number_in
from core.word_differences import marked_differences
from meetings.models import NotesSection, NotesVersion, SetAside
from meetings.notes.forms import DecisionForm, ItemForm, SectionForm
from meetings.notes.outcomes import decide, take_on
from meetings.notes.permissions import check_write_notes, closed_words, may_write_notes
from meetings.notes.scribing import (
    HasScribeError,
    Saved,
    leave_section,
    put_in,
    save_section,
    seen_writing,
    take_section,
)
from meetings.notes.shown import section_rows, writing_since
from meetings.notes.titles import section_titles
from meetings.permissions import may_host
from meetings.views.notes_pages import notes_or_404

SHOWN_VERSIONS = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def section(request: MemberRequest, number: int, part: int) -> HttpResponse:
    """Show a section; a POST keeps what its scribe wrote, and what was decided."""
    found = section_or_404(request, number, part)
    if request.method != "POST":
        return _page(request, found)
    is_script = "application/json" in request.headers.get("Accept", "")
    form = SectionForm(request.POST, section=found)
    if not form.is_valid():
        if is_script:
            sentences = [str(one) for errors in form.errors.values() for one in errors]
            return JsonResponse({"sentence": " ".join(sentences)}, status=422)
        return _page(
            request,
            found,
            form=form,
            decision=DecisionForm(request.POST),
            item=ItemForm(request.POST, meeting=found.notes.meeting),
        )
    text, base, page_key = form.kept
    saved = save_section(found, text, by=request.member, base=base, page_key=page_key)
    if is_script:
        return _told(request, saved)
    return _rest(request, found, saved)


def _told(request: MemberRequest, saved: Saved) -> JsonResponse:
    """Answer the script of the page: the version that stands now, or why it was set aside."""
    if saved.is_aside:
        sentence = aside_words(request, saved.section)
        return JsonResponse({"sentence": sentence}, status=409)
    return JsonResponse({"version": saved.section.version})


def _rest(request: MemberRequest, found: NotesSection, saved: Saved) -> HttpResponse:
    """Keep what was decided beside it, and go where the button leads."""
    decision = DecisionForm(request.POST)
    item = ItemForm(request.POST, meeting=found.notes.meeting)
    if not (decision.is_valid() and item.is_valid()):
        return _page(request, saved.section, decision=decision, item=item, saved=saved)
    if decision.words or item.cleaned_data["words"]:
        check_write_notes(request.member, found.notes)
    if decision.words:
        decide(found, decision.words, by=request.member)
    if (given := item.cleaned_data) and given["words"]:
        take_on(
            found,
            given["words"],
            owner=given["owner"],
            due_on=given["due_on"],
            by=request.member,
        )
    if saved.is_aside:
        return _page(request, saved.section, saved=saved)
    if pk := number_in(request.POST.get("put_in")):
        _put_in(request, found, pk)
    if "finish" in request.POST:
        leave_section(found, by=request.member)
        messages.success(request, _("It is saved. Others can write here now."))
        return redirect("meetings:notes", request.community.slug, found.notes.meeting.number)
    messages.success(request, _("It is saved."))
    return redirect(_url(found))


def _put_in(request: MemberRequest, found: NotesSection, pk: int) -> None:
    aside = get_object_or_404(SetAside.objects.filter(section=found), pk=pk)
    aside.section = found
    try:
        put_in(aside, by=request.member)
    except HasScribeError as error:
        messages.error(request, writes_now(error.section))
    except ValidationError:
        messages.error(
            request,
            _("There is no room for it here: both together are too long. Copy what is needed."),
        )


@require_POST
@member_required
def scribe(request: MemberRequest, number: int, part: int) -> HttpResponse:
    """Become its scribe; `from` names the one from whom one takes it over."""
    found = section_or_404(request, number, part)
    check_write_notes(request.member, found.notes)
    try:
        take_section(found, by=request.member, from_id=number_in(request.POST.get("from")))
    except HasScribeError as error:
        messages.error(request, writes_now(error.section))
    return redirect(_url(found))


@require_POST
@member_required
def leave_scribe(request: MemberRequest, number: int, part: int) -> HttpResponse:
    found = section_or_404(request, number, part)
    leave_section(found, by=request.member)
    return redirect("meetings:notes", request.community.slug, number)


@require_POST
@member_required
def seen(request: MemberRequest, number: int, part: int) -> HttpResponse:
    """Note that the scribe's page is open; say who writes there if it is not he any more."""
    found = section_or_404(request, number, part)
    is_mine = seen_writing(found, by=request.member)
    return JsonResponse({"sentence": "" if is_mine else taken_words(request, found)})


@require_safe
@member_required
def versions(request: MemberRequest, number: int, part: int) -> HttpResponse:
    """Show what was saved when, and what each version changed."""
    found = section_or_404(request, number, part)
    there = NotesVersion.objects.filter(section=found).select_related("by__user")
    kept = list(there.order_by("-number")[: SHOWN_VERSIONS + 1])
    before = [one.text for one in kept[1:]] + [""]
    rows = [
        (one, marked_differences(*without_signs(earlier, one.text)))
        for one, earlier in zip(kept, before, strict=True)
    ]
    context = {
        "section": found,
        "title": section_titles([found], request.member)[found.pk],
        "meeting": found.notes.meeting,
        "rows": rows[:SHOWN_VERSIONS],
        "section_url": _url(found),
        "place": "meetings",
    }
    return render(request, "meetings/notes/versions.html", context)


@require_POST
@member_required
def delete_aside(request: MemberRequest, number: int, part: int, pk: int) -> HttpResponse:
    """Throw away what was set aside: whose words they are, and hosts."""
    found = section_or_404(request, number, part)
    kept = SetAside.objects.filter(section=found, pk=pk)
    if not may_host(request.member, found.notes.meeting.series):
        kept = kept.filter(by=request.member)
    aside = get_object_or_404(kept)
    aside.delete()
    messages.success(request, _("What was kept beside is thrown away."))
    return redirect(_url(found))


def section_or_404(request: MemberRequest, number: int, part: int) -> NotesSection:
    """Return a section of notes that the member sees, with them. Raises Http404."""
    notes = notes_or_404(request, number)
    rows = NotesSection.objects.filter(notes=notes, number=part)
    found = rows.select_related("scribe__user", "by__user", "item__topic__forum").first()
    if found is None:
        raise Http404
    found.notes, found.community = notes, notes.community
    return found


def writes_now(found: NotesSection) -> str:
    """Return the sentence that somebody else writes there."""
    name = found.scribe.name if found.scribe else ""
    return _("%(name)s is writing here just now. You can take over.") % {"name": name}


def taken_words(request: MemberRequest, found: NotesSection) -> str:
    """Return what is said to somebody who is not its scribe (any more)."""
    if not may_write_notes(request.member, found.notes):
        return closed_words(found.notes)
    if found.scribe is None or found.scribe_id == request.member.pk:
        return ""
    return _("%(name)s took over and writes here now.") % {"name": found.scribe.name}


def aside_words(request: MemberRequest, found: NotesSection) -> str:
    """Return what is said to somebody whose words were set aside."""
    why = taken_words(request, found) or _("This section was changed elsewhere meanwhile.")
    kept = _("What you write here is kept beside it, and can be put in.")
    return f"{why} {kept}"


def _page(
    request: MemberRequest,
    found: NotesSection,
    *,
    form: SectionForm | None = None,
    decision: DecisionForm | None = None,
    item: ItemForm | None = None,
    saved: Saved | None = None,
) -> HttpResponse:
    member, meeting = request.member, found.notes.meeting
    row = next(one for one in section_rows(found.notes, member) if one.section.pk == found.pk)
    is_aside = saved is not None and saved.is_aside
    writes = may_write_notes(member, found.notes)
    context: dict[str, Any] = {
        "row": row,
        "title": row.title,
        "section": found,
        "meeting": meeting,
        "writes": writes,
        "is_scribe": writes and row.is_mine,
        "since": writing_since(found),
        "form": form or SectionForm(section=found),
        "decision": decision or DecisionForm(),
        "item": item or ItemForm(meeting=meeting),
        "aside_words": aside_words(request, found) if is_aside else "",
        "notes_url": address("meetings:notes", request.community.slug, meeting.number),
        "hosts": may_host(member, meeting.series),
        "place": "meetings",
    }
    wrong = any(one is not None and one.errors for one in (form, decision, item))
    status = 409 if is_aside else 422 if wrong else 200
    return render(request, "meetings/notes/section.html", context, status=status)


def _url(found: NotesSection) -> str:
    slug, number = found.community.slug, found.notes.meeting.number
    return address("meetings:section", slug, number, found.number)


N = "c/<slug:slug>/meetings/<int:number>/notes/"
S = f"{N}sections/<int:part>/"
urlpatterns = [
    path(S, section, name="section"),
    path(f"{S}scribe/", scribe, name="scribe"),
    path(f"{S}scribe/delete/", leave_scribe, name="leave_scribe"),
    path(f"{S}seen/", seen, name="seen_writing"),
    path(f"{S}versions/", versions, name="section_versions"),
    path(f"{S}set-aside/<int:pk>/delete/", delete_aside, name="delete_aside"),
]
