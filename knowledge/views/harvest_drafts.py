"""What is chosen of a topic or of notes goes into a draft that is there already."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from communities.access import MemberRequest
from communities.models import Membership
from knowledge.harvest.actions import DeclinedError, NoDraftError, harvest_into
from knowledge.harvest.forms import HarvestForm
from knowledge.harvest.source_kinds import SourceKind
from knowledge.kinds import State
from knowledge.models import Resource
from knowledge.permissions import check_edit

# So many of the drafts that he changed last are offered.
OFFERED = 20


def drafts_of(member: Membership) -> list[tuple[int, str]]:
    """Return number and title of the drafts that he writes, the last one first: one query."""
    drafts = Resource.objects.written_by(member).filter(state=State.DRAFT).order_by("-number")
    return list(drafts.values_list("number", "title")[:OFFERED])


def add_to_draft(
    request: MemberRequest, form: HarvestForm, kind: SourceKind
) -> HttpResponse | None:
    """Quote what a valid form chose in the draft that it names; None if it says why it did not.

    Raises NotSaidError.
    """
    drafts = Resource.objects.written_by(request.member)
    draft = drafts.filter(number=form.cleaned_data["into"]).first()
    if draft is None:
        form.add_error("into", _("This is no draft any more. Choose another one."))
        return None
    check_edit(request.member, draft)
    try:
        harvest_into(draft, form.chosen, kind, by=request.member)
    except NoDraftError:
        form.add_error("into", _("This is no draft any more. Choose another one."))
    except DeclinedError:
        form.add_error(
            "into", _("Somebody whom you chose does not want to be quoted in that text.")
        )
    else:
        messages.success(request, _("It is quoted in the draft now."))
        return redirect("knowledge:resource", request.community.slug, draft.number)
    return None
