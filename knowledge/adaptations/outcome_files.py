"""Files beside what came of an adaptation: kept with its form, shown with it, taken out again."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from communities.access import MemberRequest
from communities.models import Community, Membership
from core.addresses import address
from core.checked_files import CheckedFile
from core.file_names import is_key
from core.files import check_upload
from core.stored_files import store
from forums.attached_files import refusal
from forums.file_rows import FileRow
from forums.stray_files import remove_unnamed
from knowledge.adaptations.permissions import may_edit_adaptation
from knowledge.models import Adaptation, OutcomeFile, Resource
from knowledge.models.outcome_file import FOLDER

MOST_FILES = 6
_FIELDS = ("key", "name", "size", "width", "height")


@dataclass
class OutcomeFiles:
    """`rows` stand beside the outcome; `errors` are sentences on what came with the form and does not."""

    rows: list[tuple[str, FileRow]]
    errors: list[str] = field(default_factory=list)
    most: int = MOST_FILES


def files_of_form(request: MemberRequest, adaptation: Adaptation) -> OutcomeFiles:
    """Return the files of a form, without those that it takes out and with those that it brings.

    They are kept at once, also when something else of the form is refused: nothing has to be
    chosen again. Ask before whether the member may write here.
    """
    found = OutcomeFiles([])
    if request.method == "POST":
        gone = [key for key in request.POST.getlist("drop")[:MOST_FILES] if is_key(key)]
        OutcomeFile.objects.filter(adaptation=adaptation, key__in=gone).delete()
        uploads = request.FILES.getlist("upload")[: MOST_FILES + 1]
        _kept, found.errors = keep_uploads(adaptation, uploads, by=request.member)
    rows = OutcomeFile.objects.filter(adaptation=adaptation).order_by("pk").values_list(*_FIELDS)
    found.rows = [(row[0], _row(row, adaptation, request.community)) for row in rows]
    return found


def keep_uploads(
    adaptation: Adaptation, uploads: Iterable["UploadedFile[Any]"], *, by: Membership
) -> tuple[list[str], list[str]]:
    """Keep what may stand beside it; return the names of what is kept, and a sentence on all else."""
    kept: list[str] = []
    errors: list[str] = []
    for upload in uploads:
        try:
            kept.append(keep_outcome_file(adaptation, check_upload(upload), by=by).name)
        except ValidationError as refused:
            errors.append(refusal(upload.name, refused))
    return kept, errors


def keep_outcome_file(
    adaptation: Adaptation, checked: CheckedFile, *, by: Membership
) -> OutcomeFile:
    """Store a file beside what came of it. Raises ValidationError with a sentence."""
    with transaction.atomic():
        # Its row is the queue: two who add one at once are not one too many.
        Adaptation.objects.select_for_update().get(pk=adaptation.pk)
        if OutcomeFile.objects.filter(adaptation=adaptation).count() >= MOST_FILES:
            raise ValidationError(
                _("At most %(limit)s files fit here."), params={"limit": MOST_FILES}
            )
        file = OutcomeFile.objects.create(
            community=by.community,
            adaptation=adaptation,
            added_by=by,
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            width=checked.width,
            height=checked.height,
        )
        store(file.path, checked.content)
        if checked.small is not None:
            store(file.small_path, checked.small)
    return file


def files_beside(
    adaptations: Iterable[Adaptation], resource: Resource, community: Community
) -> dict[int, list[FileRow]]:
    """Return the files of those whose outcome is told, by their ids: at most one query."""
    told = {one.pk: one for one in adaptations if one.outcome}
    found: dict[int, list[FileRow]] = defaultdict(list)
    if told:
        files = OutcomeFile.objects.filter(adaptation__in=told).order_by("pk")
        for pk, *row in files.values_list("adaptation", *_FIELDS):
            told[pk].resource = resource
            found[pk].append(_row(row, told[pk], community))
    return found


def outcome_file_or_404(member: Membership, resource: Resource, pk: int, key: str) -> OutcomeFile:
    """Return a file beside a resource that the member sees, as far as he sees what came of it there."""
    seen = Adaptation.objects.beside(resource.pk, member)
    one: Adaptation = get_object_or_404(seen, pk=pk)
    files = OutcomeFile.objects.filter(adaptation=one)
    # What is not told yet is the business of its people.
    if not one.outcome and not may_edit_adaptation(member, one):
        files = files.none()
    found: OutcomeFile = get_object_or_404(files, key=key)
    return found


def remove_stray_outcome_files() -> int:
    """Delete files older than a day that no row names, and return how many."""
    return remove_unnamed(FOLDER, _known)


def _known(community: Community, keys: Collection[str]) -> set[str]:
    found = OutcomeFile.objects.filter(community=community, key__in=keys)
    return set(found.values_list("key", flat=True))


def _row(values: Iterable[object], adaptation: Adaptation, community: Community) -> FileRow:
    key, name, size, width, height = values
    number = adaptation.resource.number
    url = address("knowledge:outcome_file", community.slug, number, adaptation.pk, key)
    return FileRow(url, str(name), size, width, height, "")  # type: ignore[arg-type]
