"""Bringing things into the library: looked at while somebody waits, made by the worker."""

from datetime import timedelta
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation

from communities.due_work import due, register_due_work
from communities.models import DueWork, Membership
from communities.scope import scope
from core.stored_files import store
from knowledge.exchange.states_wanted import DRAFTS
from knowledge.models import LibraryImport
from knowledge.permissions import may_exchange

MAKE, FORGET = "make_library_import", "forget_library_import"
# Then it is forgotten, with its file, whether something was made of it or not.
KEPT = timedelta(days=3)


def look_at(file: IO[bytes], name: str, *, by: Membership) -> LibraryImport:
    """Keep a file with what would be made of it. Raises BundleError, ValidationError."""
    # What it takes to read all that is loaded where somebody brings something.
    from knowledge.exchange.bundles import bundle_of  # noqa: PLC0415
    from knowledge.exchange.looking import rows_of  # noqa: PLC0415
    from knowledge.exchange.portable import Names  # noqa: PLC0415

    rows = rows_of(bundle_of(file, name), Names(by.community, by))
    with transaction.atomic():
        made = LibraryImport.objects.create(
            community=by.community, by=by, name=name[:120], plan=rows, total=len(rows)
        )
        due(FORGET, made.pk, community=by.community, at=timezone.now() + KEPT)
        file.seek(0)
        store(made.path, File(file))
    return made


def agree_to_import(found: LibraryImport, wanted: str) -> None:
    """Have it made; pressed again it goes on where it ended, should it have failed."""
    with transaction.atomic():
        LibraryImport.objects.filter(pk=found.pk, wanted="").update(wanted=wanted)
        if found.finished_at is None:
            due(MAKE, found.pk, community=found.community)


def make_import(import_id: int) -> None:
    """Make it, each thing in a transaction of its own; done again it goes on where it ended."""
    from knowledge.exchange.bundles import bundle_of  # noqa: PLC0415
    from knowledge.exchange.importing import Made, make_all  # noqa: PLC0415
    from knowledge.exchange.portable import Names  # noqa: PLC0415

    work = DueWork.objects.filter(kind=MAKE, object_id=import_id).select_related("community")
    community = next((one.community for one in work), None)
    if community is None:
        return
    mine = LibraryImport.objects.filter(pk=import_id, finished_at=None).exclude(wanted="")
    with scope(community):
        found = mine.select_related("by__user").first()
        if found is None or not found.by.is_active or found.by.is_paused:
            return
        member = found.by
        member.community = community
        if not may_exchange(member):
            return
        wanted = found.wanted if member.is_facilitator else DRAFTS

    def tell(done: int, made: Made) -> None:
        # Each tenth is soon enough for who looks.
        if done % 10 == 0:
            with scope(community):
                mine.update(done=done, made=made.count)

    left = {row["source"] for row in found.plan if row["wrong"] or row["is_there"]}
    with (
        translation.override(member.user.language or community.language),
        default_storage.open(found.path) as file,
    ):
        bundle = bundle_of(file, found.name)
        names = Names(community, member)
        made = make_all(bundle, names, wanted=wanted, left=left, tell=tell)
    now = timezone.now()
    with scope(community):
        mine.update(done=found.total, made=made.count, faults=made.faults, finished_at=now)


def forget_import(import_id: int) -> None:
    """Forget it; its file goes after it."""
    LibraryImport.objects.filter(pk=import_id).delete()


def forget_imports_of(member: Membership) -> None:
    """Forget all that a member brought, who is here no more; what was made of it stays."""
    LibraryImport.objects.filter(by=member).delete()


def register() -> None:
    """Say who does this work; called from AppConfig.ready()."""
    register_due_work(MAKE, make_import, scoped=False)
    register_due_work(FORGET, forget_import)
