"""Whether work that somebody waits for goes on by itself: three failures end that, and a pause."""

from typing import Any

from django.db.models import QuerySet

from communities.models import DueWork, Membership
from knowledge.models import LibraryExport, LibraryImport


def unfinished_imports(member: Membership) -> QuerySet[LibraryImport]:
    """Return what the member brought and agreed to, and is not made yet."""
    return LibraryImport.objects.filter(by=member, finished_at=None).exclude(wanted="")


def unfinished_exports(member: Membership) -> QuerySet[LibraryExport]:
    return LibraryExport.objects.filter(by=member, finished_at=None)


def stopped(kind: str, unfinished: QuerySet[Any]) -> set[int]:
    """Return the ids of these of which nobody is at work, or will be: at most three queries."""
    ids = set(unfinished.values_list("pk", flat=True))
    going = DueWork.objects.filter(kind=kind, object_id__in=ids, held=False)
    still = ids and ids - set(going.values_list("object_id", flat=True))
    # What was finished a moment ago is not due any more, either.
    return still and set(unfinished.filter(pk__in=still).values_list("pk", flat=True))
