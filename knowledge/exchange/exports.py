"""Taking the library out: asked for on a page, written by the worker, fetched for a while."""

import tempfile
from datetime import timedelta

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from communities.due_work import due, register_due_work
from communities.models import DueWork, Membership
from communities.scope import scope
from core.stored_files import store
from knowledge.models import Collection, LibraryExport

WRITE, FORGET = "write_library_export", "forget_library_export"
# Then it is deleted, whether it was fetched or not.
KEPT = timedelta(days=3)


def ask_export(*, by: Membership, collection: Collection | None = None) -> LibraryExport:
    """Have it written, in place of one that he had before; one that waits is not asked for twice."""
    with transaction.atomic():
        Membership.objects.select_for_update(no_key=True).get(pk=by.pk)
        mine = LibraryExport.objects.filter(by=by, collection=collection)
        if waiting := mine.filter(finished_at=None).first():
            # It may have failed, and be held.
            due(WRITE, waiting.pk, community=by.community)
            return waiting
        for earlier in mine:
            earlier.delete()
        made = LibraryExport.objects.create(community=by.community, by=by, collection=collection)
        due(WRITE, made.pk, community=by.community)
        due(FORGET, made.pk, community=by.community, at=timezone.now() + KEPT)
    return made


def write_export(export_id: int) -> None:
    """Write it into the storage, in short transactions; done twice it is the same again."""
    # It wants YAML, which the web never does.
    from knowledge.exchange.exporting import exported, write_library  # noqa: PLC0415

    work = DueWork.objects.filter(kind=WRITE, object_id=export_id).select_related("community")
    community = next((one.community for one in work), None)
    if community is None:
        return
    mine = LibraryExport.objects.filter(pk=export_id, finished_at=None)
    with scope(community):
        found = mine.select_related("by__user", "collection").first()
        if found is None or not found.by.is_active:
            return
        member, collection = found.by, found.collection
        member.community = community
        mine.update(total=exported(member, collection).count(), done=0)

    def tell(done: int) -> None:
        with scope(community):
            mine.update(done=done)

    quoted: dict[str, list[str]] = {}
    with tempfile.TemporaryFile() as out:
        count = write_library(out, member, collection=collection, tell=tell, quoted=quoted)
        size = out.tell()
        out.seek(0)
        # Of a worker that was killed after it had stored it.
        default_storage.delete(found.path)
        store(found.path, File(out))
    values = {"total": count, "done": count, "size": size, "quoted": quoted}
    with scope(community):
        is_wanted = mine.update(**values, finished_at=timezone.now())
    if not is_wanted:
        # It went while it was written: so does what was stored for it just now.
        default_storage.delete(found.path)


def forget_export(export_id: int) -> None:
    """Delete it; its file goes after it."""
    LibraryExport.objects.filter(pk=export_id).delete()


def forget_exports_of(member: Membership) -> None:
    """Delete all that a member took out, who is here no more."""
    LibraryExport.objects.filter(by=member).delete()


def register() -> None:
    """Say who does this work; called from AppConfig.ready()."""
    register_due_work(WRITE, write_export, scoped=False)
    register_due_work(FORGET, forget_export)
