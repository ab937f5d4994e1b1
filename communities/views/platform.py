"""Pages of a platform admin: the communities there are, and the steps to a new one."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from communities.access import platform_admin_required
from communities.community_templates import (
    CommunityTemplate,
    all_templates,
    community_template,
    template_keys,
)
from communities.forms.provisioning import (
    DraftDetailsForm,
    PeopleForm,
    RosterDecisionsForm,
    read_source,
)
from communities.models import Community, Invitation, Membership, ProvisioningDraft
from communities.models.membership import Standing
from communities.provisioning import CommunityDetails, ProvisioningError, plan_roster, provision
from communities.roster import Roster
from communities.roster_preview import preview_page
from communities.scope import scope
from communities.switcher import my_communities

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def steps() -> list[str]:
    return [_("Template"), _("Name and rules"), _("People"), _("Check"), _("Done")]


@require_safe
@platform_admin_required
def communities(request: HttpRequest) -> HttpResponse:
    context = {
        "communities": Community.objects.order_by("name", "pk"),
        "mine": {entry.community_id for entry in my_communities(request.user)},
        "drafts": _drafts(request),
    }
    return render(request, "communities/platform/list.html", context)


@get_or_post
@platform_admin_required
def new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and request.POST.get("template") in template_keys():
        template = community_template(request.POST["template"])
        ProvisioningDraft.forget_old_ones()
        draft = ProvisioningDraft.objects.create(
            owner=_person(request), template=template.key, joining=template.joining
        )
        return redirect("platform:details", draft.pk)
    context = {"templates": all_templates(), "steps": steps()}
    return render(request, "communities/platform/new.html", context)


@get_or_post
@platform_admin_required
def details(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = _draft(request, draft_id)
    form = DraftDetailsForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("platform:people", draft.pk)
    context = {"draft": draft, "form": form, "steps": steps(), "template": _template(draft)}
    return render(request, "communities/platform/details.html", context)


@get_or_post
@platform_admin_required
def people(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = _draft(request, draft_id)
    form = PeopleForm(request.POST or None, request.FILES or None, initial={"text": draft.text})
    if request.method == "POST" and form.is_valid():
        data, file_name = form.cleaned_data["data"], form.cleaned_data["file_name"]
        # A file that was sent before stays when nothing else is given.
        if data or not draft.is_file or "without" in request.POST:
            draft.people, draft.file_name, draft.decisions = data, file_name, {}
        if "without" in request.POST:
            draft.people, draft.file_name = b"", ""
        draft.save()
        return redirect("platform:preview", draft.pk)
    context = {"draft": draft, "form": form, "steps": steps(), "template": _template(draft)}
    return render(request, "communities/platform/people.html", context)


@get_or_post
@platform_admin_required
def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    draft = _draft(request, draft_id)
    if not draft.slug:
        return redirect("platform:details", draft.pk)
    roster = _roster(draft)
    form = RosterDecisionsForm(request.POST or None, roster=roster, decisions=draft.decisions)
    if request.method == "POST" and form.is_valid():
        draft.decisions = form.decisions
        draft.save(update_fields=["decisions", "changed_at"])
        if "check" in request.POST:
            return redirect("platform:preview", draft.pk)
        roster = _roster(draft)
        if not roster.errors or form.cleaned_data.get("skip_errors"):
            return _make(request, draft, roster)
        messages.error(request, _("Some lines cannot be used. Correct them, or leave them out."))
    context = {
        "draft": draft,
        "form": form,
        "steps": steps(),
        "template": _template(draft),
        "roster": roster,
        "page": preview_page(
            roster, show=request.GET.get("show", ""), page=request.GET.get("page", "")
        ),
        "has_admin": draft.owner_is_admin
        or any(person.standing == Standing.ADMIN for person in roster.people),
    }
    return render(request, "communities/platform/preview.html", context)


@require_POST
@platform_admin_required
def delete_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    _draft(request, draft_id).delete()
    messages.success(request, _("What you had begun is thrown away."))
    return redirect("platform:list")


@require_safe
@platform_admin_required
def ready(request: HttpRequest, community_slug: str) -> HttpResponse:
    community = get_object_or_404(Community, slug=community_slug)
    with scope(community):
        invitations = Invitation.objects.filter(community=community)
        context = {
            "made": community,
            "steps": steps(),
            "invited": invitations.filter(status=Invitation.Status.WAITING).count(),
            "first_names": list(invitations.order_by("pk").values_list("name", flat=True)[:3]),
            "members": Membership.objects.active().filter(community=community).count(),
            "is_member": any(
                entry.community_id == community.pk for entry in my_communities(request.user)
            ),
        }
    return render(request, "communities/platform/ready.html", context)


def _make(request: HttpRequest, draft: ProvisioningDraft, roster: Roster) -> HttpResponse:
    details_ = CommunityDetails(
        draft.name, draft.slug, draft.joining, draft.language, draft.time_zone
    )
    admin = _person(request) if draft.owner_is_admin else None
    with_former = bool(request.POST.get("with_former"))
    try:
        with transaction.atomic():
            done = provision(
                _template(draft), details_, roster, admin=admin, with_former=with_former
            )
            draft.delete()
    except ProvisioningError as error:
        messages.error(request, str(error))
        return redirect("platform:details", draft.pk)
    return redirect("platform:ready", done.community.slug)


def _roster(draft: ProvisioningDraft) -> Roster:
    return plan_roster(
        _template(draft),
        draft.slug,
        read_source(bytes(draft.people), is_file=draft.is_file),
        decisions=draft.decisions,
        language=draft.language,
    )


def _template(draft: ProvisioningDraft) -> CommunityTemplate:
    return community_template(draft.template)


def _drafts(request: HttpRequest) -> "list[ProvisioningDraft]":
    drafts = ProvisioningDraft.objects.filter(owner=_person(request), target=None)
    return list(drafts.defer("people"))


def _draft(request: HttpRequest, draft_id: int) -> ProvisioningDraft:
    return get_object_or_404(ProvisioningDraft, pk=draft_id, owner=_person(request), target=None)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (platform_admin_required)
    return request.user
