"""Who may open a file: whoever may read a version of the resource that it was in."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from communities.models import Membership
from core.file_names import name_called
from knowledge.content import file_entries
from knowledge.models import Resource, ResourceFile
from knowledge.permissions import may_edit


def file_or_404(member: Membership, number: int, key: str) -> tuple[ResourceFile, str]:
    """Return a file that the member may open now, and what it is called. Raises Http404 otherwise.

    What was taken out before the resource was published is for who may change it.
    """
    resource = get_object_or_404(Resource.objects.visible_to(member), number=number)
    found = get_object_or_404(ResourceFile.objects.defer("text"), resource=resource, key=key)
    if found.last_in is not None and not may_edit(member, resource):
        first = resource.shown_from
        if first is None or found.last_in < first:
            raise Http404
    labels = {entry.key: entry.label for entry in file_entries(resource.files)}
    is_named = not found.is_picture
    return found, name_called(labels.get(key, "") if is_named else "", found.name)
