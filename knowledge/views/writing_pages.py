"""Beginning a resource and changing it, also when two people do so at once."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from communities.facets import facets_of
from communities.models import Site
from core.addresses import address
from core.numbers import number_in
from forums.actions.drafts import drop_draft, save_draft
from forums.audience_choices import audience_chosen
from forums.drafts import key_in
from forums.models import Draft
from knowledge.actions.life import send_to_review
from knowledge.actions.writing import (
    NewerVersionError,
    begin_resource,
    change_resource,
    delete_draft,
)
from knowledge.commons.licences import licences_of, why_these
from knowledge.content import Content, content_of
from knowledge.drafts import NEW, RESOURCE, begun, fields_in, place_of
from knowledge.files.form_files import FormFiles, form_files, shown_again
from knowledge.forms.resource import ChangeForm, NewResourceForm, ResourceForm, unsent
from knowledge.kinds import GUIDES, Kind, State
from knowledge.labels import differences
from knowledge.loading import content_at, content_begun_from, resource_or_404, revision_or_404
from knowledge.merging import Merged, merge
from knowledge.models import Resource
from knowledge.permissions import check_begin, check_delete, check_edit, is_author
from knowledge.settling import settled_rows

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@member_required
def new(request: MemberRequest) -> HttpResponse:
    check_begin(request.member)
    draft = begun(request.member, NEW)
    kind = _kind(request, _kept_kind(draft, Kind.CASE))
    files = form_files(request, None)
    if "become" in request.POST:
        form = NewResourceForm(member=request.member, kind=kind)
        _carry_over(form, request.POST)
        draft = _keep(request, NEW)
    else:
        form = NewResourceForm(
            _given(request), member=request.member, kind=kind, **_of_gap(request)
        )
    if form.is_bound and form.is_valid() and not files.errors:
        made = begin_resource(
            replace(form.content, files=files.entries),
            by=request.member,
            audience=audience_chosen(request.community, form.cleaned_data["audience"]),
            form_key=form.key,
        )
        drop_draft(request.member, thing=(RESOURCE, NEW))
        return _done(request, made)
    kept_at = address("knowledge:new_draft", request.community.slug)
    context = {
        "draft_key": f"resource-new-{request.community.pk}",
        "draft": place_of(request.member, kept_at, draft, form),
        "files": files,
    }
    return _form_page(request, form, "knowledge/new.html", context)


@pages
@member_required
def edit(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_edit(request.member, found)
    now = content_of(found)
    draft = begun(request.member, found.pk)
    kind = _kind(request, _kept_kind(draft, Kind(found.kind)))
    files = form_files(request, found, now.files)
    if "become" in request.POST:
        form = _change_form(found, now, kind=kind)
        _carry_over(form, request.POST)
        draft = _keep(request, found.pk)
    else:
        form = _change_form(found, now, _given(request), kind=kind)
    if form.is_bound and form.is_valid() and not files.errors:
        return _save(request, found, form, files)
    return _edit_page(request, found, form, files, draft)


@require_POST
@member_required
def delete(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_delete(request.member, found)
    delete_draft(found)
    messages.success(request, _("The draft is deleted."))
    return redirect("knowledge:library", request.community.slug)


def _save(
    request: MemberRequest, found: Resource, form: ChangeForm, files: FormFiles
) -> HttpResponse:
    """Keep the change; if somebody else was quicker, show what both did."""
    mine = replace(form.content, files=files.entries)
    began_from = form.cleaned_data["began_from"]
    if met := form.cleaned_data["merged_with"]:
        if not found.revisions.filter(number=met).exists():
            # It is erased since: what stands there now is shown instead.
            return _merge_page(request, found, mine, began_from, found.version, HTTPStatus.CONFLICT)
        before, theirs = content_begun_from(found, began_from), content_at(found, met)
        merged = merge(before, theirs, mine, _choices(request))
        if merged.open:
            return _merge_page(
                request, found, mine, began_from, met, HTTPStatus.UNPROCESSABLE_ENTITY
            )
        mine, began_from = merged.content, met
        if "look" in request.POST:
            # What was kept is another state than the one that is shown now.
            drop_draft(request.member, thing=(RESOURCE, found.pk))
            again = _change_form(found, mine, began_from=met, kind=Kind(mine.kind))
            again.initial["note"] = form.cleaned_data["note"]
            return _edit_page(request, found, again, shown_again(request, found, mine.files))
    try:
        note = form.cleaned_data["note"]
        change_resource(found, mine, by=request.member, began_from=began_from, note=note)
    except NewerVersionError:
        found.refresh_from_db(fields=["version"])
        return _merge_page(request, found, mine, began_from, found.version, HTTPStatus.CONFLICT)
    except ValidationError as refused:
        # Both one after the other may be more than fits: it is cut in the form.
        messages.error(request, refused.messages[0])
        drop_draft(request.member, thing=(RESOURCE, found.pk))
        again = _change_form(found, mine, began_from=began_from, kind=Kind(mine.kind))
        return _edit_page(request, found, again, shown_again(request, found, mine.files))
    drop_draft(request.member, thing=(RESOURCE, found.pk))
    return _done(request, found)


def _merge_page(
    request: MemberRequest,
    found: Resource,
    mine: Content,
    began_from: int,
    met: int,
    status: HTTPStatus,
) -> HttpResponse:
    """Show what both changed; what was typed goes along in hidden fields, and nothing is lost."""
    other = revision_or_404(found, met, first=1)
    before, theirs = content_begun_from(found, began_from), Content.from_json(other.content)
    merged: Merged = merge(before, theirs, mine, _choices(request))
    form = _change_form(found, mine, began_from=began_from, kind=Kind(mine.kind))
    form.initial.update(merged_with=met, note=request.POST.get("note", ""))
    context = {
        "resource": found,
        "form": form,
        "files": mine.files,
        "other": other,
        "theirs": differences(before, theirs, request.community),
        "mine": differences(before, mine, request.community),
        "conflicts": settled_rows(merged, request.community, _choices(request)),
        "is_incomplete": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "sends": "send" in request.POST,
        "place": "library",
    }
    return render(request, "knowledge/merge.html", context, status=status)


def _done(request: MemberRequest, found: Resource) -> HttpResponse:
    messages.success(request, _("It is saved."))
    if "send" in request.POST and found.state == State.DRAFT and is_author(request.member, found):
        send_to_review(found)
        messages.success(request, _("It is sent to the facilitators, who look at it first."))
    return redirect("knowledge:resource", request.community.slug, found.number)


def _edit_page(
    request: MemberRequest,
    found: Resource,
    form: ChangeForm,
    files: FormFiles,
    draft: Draft | None = None,
) -> HttpResponse:
    kept_at = address("knowledge:edit_draft", request.community.slug, found.number)
    context = {
        "resource": found,
        "draft_key": f"resource-{found.pk}-{found.version}",
        "files": files,
        "draft": place_of(request.member, kept_at, draft, form),
    }
    return _form_page(request, form, "knowledge/edit.html", context)


def _form_page(
    request: MemberRequest, form: ResourceForm, template: str, context: dict[str, Any]
) -> HttpResponse:
    kinds = [(kind.value, kind.label, kind == form.kind) for kind in Kind]
    wanted = request.GET.get("open")
    context |= {"form": form, "kinds": kinds, "guide": GUIDES[form.kind], "place": "library"}
    context |= {
        "opens_whose": wanted == "whose" or form.errs_in(form.whose),
        "opens_about": wanted == "about" or "about" in request.GET or form.errs_in(form.about),
    }
    is_refused = form.errors or context["files"].errors
    return render(request, template, context, status=422 if is_refused else 200)


def _change_form(
    found: Resource,
    begins: Content,
    data: QueryDict | None = None,
    *,
    kind: Kind,
    began_from: int | None = None,
) -> ChangeForm:
    form = ChangeForm(
        data,
        content=begins,
        kind=kind,
        community=found.community,
        asks=found.state != State.DRAFT,
    )
    form.initial["began_from"] = began_from or found.version
    allowed = licences_of(found)
    form.limit_licence(allowed, why_these(allowed))
    return form


def _carry_over(form: ResourceForm, data: QueryDict) -> None:
    """Show what was typed in a form of another kind, with the fields that this kind has."""
    form.initial.update(unsent(form, data))
    form.typed = data


def _keep(request: MemberRequest, number: int) -> Draft | None:
    """Keep what was typed in a form of another kind, as it stands in this one."""
    fields = fields_in(request.POST)
    if not fields:
        return None
    if request.POST["become"] in Kind.values:
        fields["kind"] = request.POST["become"]
    thing, key = (RESOURCE, number), key_in(request.POST)
    return save_draft(request.member, fields=fields, form_key=key, thing=thing)


def _kept_kind(draft: Draft | None, default: Kind) -> Kind:
    """Return the kind of what was begun."""
    kind = draft.fields.get("kind", "") if draft else ""
    return Kind(kind) if kind in Kind.values else default


def _choices(request: MemberRequest) -> dict[str, str]:
    """Return what stays where two changes met, by the place's key."""
    keys = [key for key in request.POST if key.startswith("choice-")]
    return {key.removeprefix("choice-"): request.POST.get(key, "") for key in keys}


def _of_gap(request: MemberRequest) -> dict[str, Any]:
    """Return the subject and the site that an address names: those of a gap that is to be filled."""
    if request.method == "POST":
        return {}
    about = request.GET.get("about", "")
    site = number_in(request.GET.get("site"))
    return {
        "facets": (about,) if about in facets_of(request.community) else (),
        "site": site
        if site and Site.objects.filter(community=request.community, pk=site).exists()
        else None,
    }


def _given(request: MemberRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _kind(request: MemberRequest, default: Kind) -> Kind:
    """Return the kind that a button names, else that of the form, else that of the address."""
    for named in (request.POST.get("become"), request.POST.get("kind"), request.GET.get("kind")):
        if named in Kind.values:
            return Kind(named)
    return default
