"""The page on who reads a resource beyond the community: for whom it is, and what it shows."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from communities.access import MemberRequest
from forums.audience_choices import EVERYONE, value_of
from knowledge.commons.copied_from import count_of_copiers, differences_between
from knowledge.commons.made_after import After, made_after, source_of
from knowledge.commons.quoted import Quoted, speakers_of, words_beside
from knowledge.commons.release_checks import entry_of, may_be_released
from knowledge.commons.release_form import WithdrawForm
from knowledge.commons.released import Released
from knowledge.commons.shown import shown
from knowledge.commons.snapshot_files import drawn, rows_at_home
from knowledge.commons.standing import with_credits
from knowledge.forms.words import WordsForm
from knowledge.kinds import Licence, Reach, State
from knowledge.loading import resource_or_404
from knowledge.models import CommonsEntry, CreditChoice, Release, Resource
from knowledge.permissions import may_edit, release_hats


def released_or_403(request: MemberRequest, number: int) -> Resource:
    """Return it for its authors, for admins, and for who is credited; others are told why not."""
    try:
        found = resource_or_404(request.member, number)
    except Http404:
        found = _out_or_404(request, number)
    if not any(release_hats(request.member, found)) and not is_credited(request, found):
        raise PermissionDenied(
            _(
                "Only its authors and admins of this community decide who reads it elsewhere. If it "
                "names you otherwise than your profile does, ask an author to name you as there: "
                "then you say here whether your name goes out."
            )
        )
    return found


def _out_or_404(request: MemberRequest, number: int) -> Resource:
    """Return what is read elsewhere, though the member does not see what it says by now.

    An admin may withdraw it all the same, and who is named take his name back. It has the title
    that others read.
    """
    rows = Resource.objects.with_labels().filter(community=request.community, number=number)
    found: Resource = get_object_or_404(rows.select_related("site", "owner__user", "audience"))
    entry = entry_of(found)
    if entry is None or entry.current is None:
        raise Http404
    if not (request.member.is_admin or is_credited(request, found)):
        raise Http404
    found.title = entry.current.title
    found.community = found.owner.community = request.community
    return found


def render_release(
    request: MemberRequest, found: Resource, status: int = 200, **more: Any
) -> HttpResponse:
    """Return the page as it stands for the reader; `more` is what was just asked, or refused."""
    entry = entry_of(found)
    asked = Release.objects.filter(resource=found).select_related(
        "asked_by__user", "ended_by__user"
    )
    last = asked.order_by("-pk").first()
    waiting = last if last and last.is_waiting else None
    if waiting:
        waiting.resource = found
    if waiting and waiting.author_id and waiting.admin_id and "reasons" not in more:
        # Both agreed, and something came in between.
        more["reasons"] = may_be_released(found, waiting.reach)
    is_author, is_admin = release_hats(request.member, found)
    may_agree = (
        waiting
        and request.member.pk not in {waiting.author_id, waiting.admin_id}
        and ((is_author and waiting.author_id is None) or (is_admin and waiting.admin_id is None))
    )
    choice = CreditChoice.objects.filter(resource=found, member=request.member).first()
    is_out = entry is not None and entry.withdrawn_at is None
    asked_to = more.pop("made", None)
    if asked_to is None and waiting:
        asked_to = with_credits(waiting, also_asked=True)
    now_out = entry.current if entry else None
    context = {
        "resource": found,
        "entry": entry,
        "is_out": is_out,
        "copied_by": count_of_copiers(entry) if entry else 0,
        "is_public": is_out and entry is not None and entry.reach == Reach.PUBLIC,
        "last": last,
        "waiting": waiting,
        "waiting_shown": preview(found, asked_to) if asked_to else None,
        "now_out": now_out,
        "differences": differences_between(now_out, asked_to) if now_out and asked_to else [],
        "quoted": _quoted_of(waiting) if waiting else None,
        "may_agree": may_agree,
        "may_take_back": waiting
        and request.member.pk in {waiting.asked_by_id, waiting.author_id, waiting.admin_id},
        "may_decide": is_author or is_admin,
        "made_after": _made_after(found, waiting, more),
        "lacks_licence": found.licence == Licence.OURS and may_edit(request.member, found),
        "is_author": is_author,
        "is_admin": is_admin,
        "is_credited": is_credited(request, found),
        "is_named": choice.is_named if choice else None,
        "is_older": is_out and entry is not None and _version_out(entry) < found.version,
        "refusing": more.pop("refusing", None) or WordsForm(label=_("Why not?")),
        "withdrawing": more.pop("withdrawing", None)
        or WithdrawForm(is_public=entry is not None and entry.reach == Reach.PUBLIC),
        "is_narrower_at_home": is_out
        and (found.state != State.PUBLISHED or value_of(found.audience) != EVERYONE),
        "place": "library",
        **more,
    }
    return render(request, "knowledge/release.html", context, status=status)


def _made_after(found: Resource, waiting: Release | None, more: dict[str, Any]) -> list[After]:
    """Return its sources as those read of them to whom it is to go."""
    reach = more.get("reach") or (waiting.reach if waiting else Reach.PLATFORM)
    if reach == Reach.PUBLIC:
        return made_after(source_of(found), CommonsEntry.objects.public())
    readable = CommonsEntry.objects.readable()
    return made_after(source_of(found), readable, slug=found.community.slug)


def _quoted_of(waiting: Release) -> Quoted:
    """Return how those stand to it who are quoted."""
    beside = words_beside(waiting.resource, waiting.reach, by=speakers_of(waiting))
    return Quoted.of([one for one in beside if str(one.quotation.pk) in waiting.quotations])


def _version_out(entry: Any) -> int:
    return int(entry.current.version) if entry.current else 0


def preview(found: Resource, made: Released) -> dict[str, Any]:
    """Return what others would read; its files open where they are now."""
    return drawn(shown(made), rows_at_home(found, made.files))


def is_credited(request: MemberRequest, found: Resource) -> bool:
    """Return whether he is named, or was and may be still in what is released."""
    chosen = CreditChoice.objects.filter(resource=found, member=request.member)
    return found.credits.filter(member=request.member.pk).exists() or chosen.exists()


def back_to_release(request: MemberRequest, number: int) -> HttpResponse:
    return redirect("knowledge:release", request.community.slug, number)
