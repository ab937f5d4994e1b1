"""From the notes of a meeting to a draft that quotes them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from communities.models import Membership
from core.addresses import address
from core.numbers import number_in
from forums.audience_choices import audience_chosen
from knowledge.content import Content
from knowledge.dates import in_a_year
from knowledge.harvest.actions import NotSaidError, harvest
from knowledge.harvest.choosing import Quotable
from knowledge.harvest.forms import HarvestNotesForm
from knowledge.harvest.notes import NOTES, quotable_sections
from knowledge.harvest.posts import texts_of
from knowledge.harvest.proposals import proposed_evidence
from knowledge.harvest.source_kinds import source_kind
from knowledge.kinds import Kind
from knowledge.permissions import check_begin
from knowledge.views.harvest_drafts import add_to_draft, drafts_of
from meetings.loading import meeting_or_404
from meetings.models import Meeting
from meetings.notes.titles import section_titles

L = "c/<slug:slug>/library/"


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def harvest_notes(request: MemberRequest, number: int) -> HttpResponse:
    """Show the sections of notes that were sent to choose from; a POST begins a draft that quotes them."""
    meeting = meeting_or_404(request.member, number)
    sections = _quotable(meeting, request.member)
    if not sections:
        raise Http404
    check_begin(request.member)
    form = HarvestNotesForm(
        request.POST if request.method == "POST" else None,
        member=request.member,
        audience=meeting.series.audience,
        title=meeting.name,
        posts=sections,
        drafts=drafts_of(request.member),
        initial={"kind": Kind.CASE, "posts": [number_in(request.GET.get("section"))]},
    )
    if form.is_bound and form.is_valid():
        try:
            if answer := _take(request, form):
                return answer
        except NotSaidError:
            form.add_error(None, form.not_said())
    context = {
        "meeting": meeting,
        "form": form,
        "notes_url": address("meetings:notes", request.community.slug, number),
        "place": "library",
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/harvest_notes.html", context, status=status)


def _quotable(meeting: Meeting, reader: Membership) -> list[Quotable]:
    """Return the sections with what they are called, and who wrote in them last."""
    found = quotable_sections().filter(notes__meeting=meeting).order_by("position", "number")
    rows = list(found.select_related("by__user", "item__topic__forum"))
    titles = section_titles(rows, reader)
    return [
        Quotable(
            one.pk,
            one.number,
            f"{titles[one.pk]} · {one.by.name}" if one.by else "",
            one.changed_at or meeting.starts_at,
            texts_of(one.html),
        )
        for one in rows
    ]


def _take(request: MemberRequest, form: HarvestNotesForm) -> HttpResponse | None:
    if form.cleaned_data.get("into"):
        return add_to_draft(request, form, source_kind(NOTES))
    return _begin(request, form)


def _begin(request: MemberRequest, form: HarvestNotesForm) -> HttpResponse:
    given = form.cleaned_data
    content = Content(
        kind=given["kind"],
        title=given["title"],
        authors=(request.member.pk,),
        evidence=proposed_evidence(sites=0),
        review_by=in_a_year(),
    )
    made = harvest(
        content,
        form.chosen,
        source_kind(NOTES),
        by=request.member,
        audience=audience_chosen(request.community, given["audience"]),
        form_key=form.key,
    )
    messages.success(request, _("The draft is begun. Now say in your words what was learnt."))
    return redirect("knowledge:resource", request.community.slug, made.number)


patterns = [path(f"{L}harvest/notes/<int:number>/", harvest_notes, name="harvest_notes")]
