"""What is left of somebody in the library once he is erased.

What he alone wrote goes. What others wrote too stays as it is now, without his name; the versions
that were his go, but for the one that stands there.
"""

from django.db.models import Exists, F, OuterRef

from communities.models import Membership
from forums.actions.drafts import forget_drafts
from knowledge.adaptations.erasing import erase_adaptations
from knowledge.commons.erasing import erase_released, erase_released_versions
from knowledge.files.attaching import forget_files_of_nothing
from knowledge.files.search_documents import forget_files
from knowledge.harvest.changed_sources import note_lost_words
from knowledge.models import (
    Adaptation,
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


def erase_resources(member: Membership) -> None:
    """Take away what the member wrote in the library."""
    alone = list(_his_alone(member))
    forget_words(member.community, [f"{one.title} {words_of(one)}" for one in alone])
    ids = [one.pk for one in alone]
    texts = ResourceFile.objects.filter(resource__in=ids).values_list("text", flat=True)
    forget_words(member.community, texts)
    forget_files(member.community, ids)
    forget(member.community, RESOURCE, ids)
    erase_released(member.community_id, ids)
    forget_drafts(Resource._meta.label_lower, ids)
    Resource.objects.filter(pk__in=ids).delete()
    ResourceCredit.objects.filter(member=member).delete()
    ResourceComment.objects.filter(by=member).delete()
    SavedResource.objects.filter(member=member).delete()
    erase_adaptations(member)
    note_lost_words(member)
    mine = ResourceRevision.objects.filter(by=member)
    earlier = mine.exclude(number=F("resource__version"))
    erase_released_versions(member.community_id, earlier.values_list("resource_id", "number"))
    touched = list(earlier.values_list("resource", flat=True).distinct())
    earlier.delete()
    mine.update(note="")
    ResourceFile.objects.filter(added_by=member, resource=None).delete()
    forget_files_of_nothing(touched)


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
