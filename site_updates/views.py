"""How a community asks its sites, and the page behind the link of a prompt."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, facilitator_required
from communities.models import Community
from communities.scope import scope
from site_updates.actions import ask_again, ask_no_more, decline_prompt, save_plan
from site_updates.forms import PlanForm
from site_updates.links import prompt_ids
from site_updates.models import AskedRole, Every, NotAsked, UpdatePlan, UpdatePrompt
from site_updates.people import count_asked, names_not_asked
from site_updates.standing import newest_rounds

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@facilitator_required
def plan(request: MemberRequest) -> HttpResponse:
    """Show which sites wrote, and how they are asked; a POST changes that."""
    form = PlanForm(request.POST or None, member=request.member, initial=_initial())
    if request.method == "POST" and form.is_valid():
        save_plan(form.wish, by=request.member)
        messages.success(request, _("Saved."))
        return redirect("site_updates:plan", request.community.slug)
    row = UpdatePlan.objects.select_related("forum").first()
    context = {
        "form": form,
        "rounds": newest_rounds(request.member),
        "unwilling": names_not_asked(),
        "place": "forums",
        **(_coming(row, request.community) if row else {}),
    }
    status = 422 if form.errors else 200
    return render(request, "site_updates/plan.html", context, status=status)


def _initial() -> dict[str, Any]:
    row = UpdatePlan.objects.first()
    return {
        "is_on": row.is_on if row else False,
        "every": row.every if row else Every.MONTH,
        "day": row.day if row else 25,
        "forum": row.forum_id if row else None,
        "roles": list(AskedRole.objects.values_list("role", flat=True)),
    }


def _coming(row: UpdatePlan, community: Community) -> dict[str, Any]:
    """Return when sites are asked next, and how many people that would be now."""
    if not row.is_on or row.forum is None:
        return {}
    people, sites = count_asked(community, row.forum)
    return {"next_day": row.next_day, "people": people, "sites": sites}


@csrf_exempt  # RFC 8058: a mail program posts without a cookie; the token is the permission.
@never_cache
@pages
def prompt(request: HttpRequest, token: str) -> HttpResponse:
    """Show two buttons; a POST says "not this time", or not to be asked any more."""
    ids = prompt_ids(token)
    if ids is None:
        raise Http404
    with scope(ids[0]):
        asked = _asked_or_404(ids[1])
        done = _do(request, asked) if request.method == "POST" else ""
        with translation.override(asked.member.user.language):
            context = {
                "asked": asked,
                "community": asked.member.community,
                "done": done,
                "is_asked": not NotAsked.objects.filter(member=asked.member).exists(),
                "question": asked.round.period.question(asked.site.name),
            }
            return render(request, "site_updates/prompt.html", context)


def _asked_or_404(prompt_id: int) -> UpdatePrompt:
    prompts = UpdatePrompt.objects.select_related(
        "site", "round", "member__user", "member__community"
    )
    found = prompts.filter(pk=prompt_id).first()
    if found is None or not found.member.is_active or not found.member.user.is_active:
        raise Http404
    return found


def _do(request: HttpRequest, asked: UpdatePrompt) -> str:
    """Do what a button, or the button of a mail program, says; return its name."""
    if "again" in request.POST:
        ask_again(asked)
        return "again"
    if "never" in request.POST or "List-Unsubscribe" in request.POST:
        ask_no_more(asked)
        return "never"
    decline_prompt(asked)
    return "declined"
