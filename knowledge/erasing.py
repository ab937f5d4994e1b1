"""What is left of somebody in the library once he is erased.

What he alone wrote goes, and its row with it unless others said something beside it. What others
wrote too stays as it is now, without his name; the versions that were his go, but for the one that
stands there.
"""

from collections.abc import Collection, Sequence

from django.db.models import Exists, F, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.actions.drafts import forget_drafts
from knowledge.actions.writing import change_resource
from knowledge.adaptations.erasing import erase_adaptations, is_his_alone
from knowledge.commons.erasing import erase_released, erase_released_versions
from knowledge.content import Content
from knowledge.exchange.stale_exports import drop_exports_with_words_of
from knowledge.files.attaching import forget_files_of_nothing
from knowledge.files.search_documents import forget_files
from knowledge.harvest.changed_sources import note_lost_words
from knowledge.kinds import State
from knowledge.models import (
    Adaptation,
    QuotedPerson,
    Release,
    Resource,
    ResourceComment,
    ResourceCredit,
    ResourceFile,
    ResourceRevision,
    SavedResource,
)
from knowledge.search_documents import RESOURCE
from knowledge.texts import words_of
from search.actions import forget, forget_words


def erase_private(member: Membership) -> None:
    """Take away what nobody else has read, of somebody who leaves without his name."""
    SavedResource.objects.filter(member=member).delete()
    ResourceFile.objects.filter(added_by=member, resource=None).delete()
    drafts = [one for one in _his_alone(member) if one.state == State.DRAFT and not one.shown_from]
    _take_away(drafts, member)
    drop_exports_with_words_of(member)


def erase_resources(member: Membership) -> None:
    """Take away what the member wrote in the library."""
    _take_away(_his_alone(member), member)
    ResourceCredit.objects.filter(member=member).delete()
    ResourceComment.objects.filter(by=member).delete()
    Resource.objects.filter(note_by=member).update(note="", note_by=None)
    Release.objects.filter(ended_by=member).update(note="")
    Release.objects.filter(asked_by=member).update(permission="")
    erase_adaptations(member)
    note_lost_words(member)
    mine = ResourceRevision.objects.filter(by=member)
    earlier = mine.exclude(number=F("resource__version"))
    erase_released_versions(member.community_id, earlier.values_list("resource_id", "number"))
    touched = list(earlier.values_list("resource", flat=True).distinct())
    earlier.delete()
    mine.update(note="")
    forget_files_of_nothing(touched)
    drop_exports_with_words_of(member)


def _take_away(alone: Sequence[Resource], member: Membership) -> None:
    """Delete these, which are his alone; of those beside which others spoke only the words."""
    forget_words(member.community, [f"{one.title} {words_of(one)}" for one in alone])
    ids = [one.pk for one in alone]
    texts = ResourceFile.objects.filter(resource__in=ids).values_list("text", flat=True)
    forget_words(member.community, texts)
    forget_files(member.community, ids)
    forget(member.community, RESOURCE, ids)
    erase_released(member.community_id, ids)
    forget_drafts(Resource._meta.label_lower, ids)
    used = _others_beside(member, ids)
    for one in alone:
        if one.pk in used:
            _empty(one, by=member)
    Resource.objects.filter(pk__in=set(ids) - used).delete()


def _his_alone(member: Membership) -> list[Resource]:
    """Return what he owns and nobody else wrote in, or is named as an author of."""
    owned = Resource.objects.filter(owner=member)
    others = ResourceRevision.objects.filter(resource__owner=member).exclude(by=member)
    # Who told what came of it made a version, and wrote nothing in it.
    moved = Adaptation.objects.filter(resource=OuterRef("resource"), moved_in=OuterRef("number"))
    others = others.exclude(Exists(moved))
    credited = ResourceCredit.objects.filter(resource__owner=member, is_author=True)
    return list(
        owned.exclude(pk__in=others.values("resource")).exclude(
            pk__in=credited.exclude(member=member).values("resource")
        )
    )


def _others_beside(member: Membership, ids: Collection[int]) -> set[int]:
    """Return those of these beside which others said something that readers know: two queries."""
    used = Adaptation.objects.filter(resource__in=ids)
    # What reviewers said of a draft goes with it.
    said = ResourceComment.objects.filter(resource__in=ids, resource__shown_from__isnull=False)
    return {
        *(one.resource_id for one in used if not is_his_alone(one, member)),
        *said.exclude(by=member).values_list("resource", flat=True),
    }


def _empty(resource: Resource, *, by: Membership) -> None:
    """Leave nothing of its text and its versions, but what others said beside it."""
    resource.community = by.community
    resource.quotations.all().delete()
    QuotedPerson.objects.filter(resource=resource).delete()
    Release.objects.filter(resource=resource).delete()
    # They hold its words; without them they are about the whole.
    resource.comments.update(anchor="", quote="")
    with translation.override(by.community.language):
        nothing = Content(
            kind=resource.kind, title=_("Erased by its author"), evidence=resource.evidence
        )
    ResourceFile.objects.filter(resource=resource).delete()
    Resource.objects.filter(pk=resource.pk).update(
        state=State.ARCHIVED, note="", note_by=None, files=[]
    )
    change_resource(resource, nothing, by=by, began_from=resource.version)
    newest = resource.revisions.order_by("-number").values_list("number", flat=True)[0]
    resource.revisions.exclude(number=newest).delete()
