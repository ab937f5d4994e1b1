"""Files whose text could not be read: facilitators are told, and see where they stand."""

from django.db.models import Exists, OuterRef

from communities.models import Community
from core.file_texts.readings import UNREADABLE
from knowledge.models import Resource, ResourceFile
from knowledge.querysets import ResourceQuerySet


def with_unreadable_files(found: ResourceQuerySet[Resource]) -> ResourceQuerySet[Resource]:
    """Keep resources beside which such a file stands."""
    files = ResourceFile.objects.filter(
        community=OuterRef("community"), resource=OuterRef("pk"), last_in=None
    )
    return found.filter(Exists(files.filter(reading__in=UNREADABLE)))


def count_unreadable(community: Community) -> int:
    """Return how many such files stand beside something that is not a draft any more: one query."""
    files = ResourceFile.objects.filter(
        community=community, last_in=None, reading__in=UNREADABLE, resource__isnull=False
    )
    return files.exclude(resource__state="draft").count()
