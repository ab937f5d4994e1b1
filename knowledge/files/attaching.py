"""Keeping files that come with a form, giving them to their resource, and forgetting them."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from communities.due_work import due, due_many
from communities.models import Membership
from core.checked_files import CheckedFile
from core.file_names import ending_of, with_ending
from core.file_texts.readings import Reading
from core.stored_files import store
from knowledge.content import Content, FileEntry
from knowledge.models import Resource, ResourceFile, ResourceRevision
from search.actions import forget_words

READ, FORGET = "read_library_file", "forget_library_file"
# What was uploaded and never sent is forgotten after this.
KEPT_UNSENT = timedelta(days=3)
# Of one member; the oldest go before, so that nobody fills the disk.
MAX_UNSENT = 60
# Beside one resource.
MOST_FILES = 20


def keep_file(
    checked: CheckedFile, *, by: Membership, instead_of: ResourceFile | None = None
) -> ResourceFile:
    """Store a file for a resource that its member is writing, perhaps as a newer version of another.

    A newer picture has the name of the older one, by which it stands in the text. Raises
    ValidationError with a sentence if there is no room for it.
    """
    with transaction.atomic():
        unsent = ResourceFile.objects.filter(added_by=by, resource=None).order_by("-pk")
        for forgotten in unsent[MAX_UNSENT - 1 :]:
            forgotten.delete()
        file = ResourceFile(
            community=by.community,
            added_by=by,
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            width=checked.width,
            height=checked.height,
        )
        file.line = file.key
        if file.is_picture:
            file.reading = Reading.NONE
        if instead_of is not None:
            file.line, file.version = instead_of.line, _next_version(instead_of)
            if file.is_picture and instead_of.is_picture:
                file.name = with_ending(instead_of.name, ending_of(checked.name))
        file.save()
        due(FORGET, file.pk, community=by.community, at=timezone.now() + KEPT_UNSENT)
        store(file.path, checked.content)
        if checked.small is not None:
            store(file.small_path, checked.small)
    return file


def settle_files(resource: Resource, content: Content, *, by: Membership) -> tuple[FileEntry, ...]:
    """Let a resource have the files of its content; return those that are there.

    What it had besides stays with its earlier versions. Call before `resource.files` is changed.
    """
    keys = {entry.key for entry in content.files}
    if not keys and not resource.files:
        return ()
    mine = ResourceFile.objects.filter(community=resource.community_id, resource=resource)
    gone = mine.filter(last_in=None).exclude(key__in=keys)
    forget_words(resource.community, gone.values_list("text", flat=True))
    gone.update(last_in=resource.version - 1)
    mine.filter(key__in=keys).update(last_in=None)
    new = ResourceFile.objects.filter(
        community=resource.community_id, resource=None, added_by=by, key__in=keys
    )
    to_read = list(new.filter(reading=Reading.WAITING).values_list("pk", flat=True))
    new.update(resource=resource)
    if to_read:
        due_many(READ, to_read, community=resource.community)
    there = set(mine.filter(key__in=keys).values_list("key", flat=True))
    return tuple(entry for entry in content.files if entry.key in there)


def forget_file(file_id: int) -> None:
    """Delete a file that was never sent."""
    # Locked, so that a resource that is saved at this moment gets it or knows that it is gone.
    for file in ResourceFile.objects.filter(pk=file_id, resource=None).select_for_update():
        file.delete()


def forget_files_of_nothing(resources: Iterable[int]) -> None:
    """Delete the files of these that no version names any more: those versions were erased."""
    for pk in resources:
        named: set[str] = set()
        contents = ResourceRevision.objects.filter(resource=pk).values_list("content", flat=True)
        for content in contents:
            named |= {key for key, *_label in content.get("files", ())}
        ResourceFile.objects.filter(resource=pk).exclude(key__in=named).delete()


def _next_version(file: ResourceFile) -> int:
    versions = ResourceFile.objects.filter(community=file.community_id, line=file.line)
    newest = versions.order_by("-version").values_list("version", flat=True)[0]
    return int(newest) + 1
