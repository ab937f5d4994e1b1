"""What a resource said before: the list, two versions side by side, a day, and bringing one back."""

from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from core import markdown
from core.numbers import number_in
from knowledge.actions.writing import restore_version
from knowledge.content import Content
from knowledge.files.rows import beside, files_of
from knowledge.kinds import State
from knowledge.labels import details_of, differences
from knowledge.loading import content_at, resource_or_404, revision_or_404
from knowledge.models import Resource, ResourceRevision
from knowledge.permissions import check_edit, may_edit
from knowledge.texts import rendered_details

# Of a resource that was changed more often, the newest ones.
SHOWN = 100


@require_safe
@member_required
def versions(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    if day := parse_day(request.GET.get("on", "")):
        return redirect("knowledge:as_it_was", request.community.slug, number, day.isoformat())
    return _versions_page(request, found)


@require_safe
@member_required
def version(request: MemberRequest, number: int, version: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    first = first_for(request, found)
    revision = revision_or_404(found, version, first=first)
    return _version_page(request, found, revision, first)


@require_safe
@member_required
def as_it_was(request: MemberRequest, number: int, day: str) -> HttpResponse:
    """Show the version that stood there when this day ended."""
    found = resource_or_404(request.member, number)
    that_day = parse_day(day)
    # Somewhere it may be tomorrow already.
    if that_day is None or that_day > timezone.localdate() + timedelta(days=1):
        raise Http404
    first = first_for(request, found)
    ended = datetime.combine(that_day + timedelta(days=1), time(), timezone.get_current_timezone())
    then = found.revisions.filter(number__gte=first, written_at__lt=ended)
    revision = then.select_related("by__user").order_by("-number").first()
    if revision is None:
        return _versions_page(request, found, too_early=that_day)
    words = _("As it was on %(day)s") % {"day": date_format(that_day, "DATE_FORMAT")}
    return _version_page(request, found, revision, first, words=words)


@require_POST
@member_required
def restoration(request: MemberRequest, number: int, version: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_edit(request.member, found)
    revision = revision_or_404(found, version, first=1)
    note = _("Version %(number)s brought back") % {"number": revision.number}
    restore_version(found, revision.number, by=request.member, note=note)
    messages.success(
        request, _("It says again what it said in version %(number)s.") % {"number": version}
    )
    return redirect("knowledge:resource", request.community.slug, number)


def first_for(request: MemberRequest, found: Resource) -> int:
    """Return the first version that he may read: before it was published it is its authors' business."""
    if found.shown_from is None or may_edit(request.member, found):
        return 1
    return found.shown_from


def parse_day(text: str) -> date | None:
    """Return the day that an address names, if it is one."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _versions_page(
    request: MemberRequest, found: Resource, *, too_early: date | None = None
) -> HttpResponse:
    """List what the reader may see; `too_early` is a day on which there was none of it yet."""
    first = first_for(request, found)
    rows = found.revisions.filter(number__gte=first).select_related("by__user").defer("content")
    context = {
        "resource": found,
        "versions": rows.order_by("-number")[:SHOWN],
        "today": timezone.localdate(),
        "too_early": too_early,
        "place": "library",
    }
    status = 404 if too_early else 200
    return render(request, "knowledge/versions.html", context, status=status)


def _version_page(
    request: MemberRequest,
    found: Resource,
    revision: ResourceRevision,
    first: int,
    *,
    words: str = "",
) -> HttpResponse:
    content = Content.from_json(revision.content)
    # Those of somebody who was erased are gone: there may be gaps.
    there = found.revisions.filter(number__gte=first).exclude(number=revision.number)
    others = list(there.order_by("-number").values_list("number", flat=True))
    nearest = next((number for number in others if number < revision.number), 0)
    against = number_in(request.GET.get("against", nearest))
    compared = against if against in others else 0
    before = content_at(found, compared) if compared else None
    text = beside(
        markdown.render(content.body),
        details_of(content.kind, content.details, rendered_details(content.kind, content.details)),
        files_of(found, content.files, may_edit=may_edit(request.member, found)),
    )
    context = {
        "resource": found,
        "revision": revision,
        "content": content,
        "text": text,
        "words": words,
        "compared": compared,
        "differences": differences(before, content, request.community) if before else [],
        "others": others[:SHOWN],
        "may_restore": revision.number != found.version
        and found.state != State.ARCHIVED
        and may_edit(request.member, found),
        "place": "library",
    }
    return render(request, "knowledge/version.html", context)
