"""The files of a resource as its form shows them, brings new ones, and takes some out."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from communities.access import MemberRequest
from core.file_names import is_key, kind_words, on_one_line
from core.files import check_upload
from forums.attached_files import refusal
from knowledge.content import FileEntry
from knowledge.files.attaching import MOST_FILES, keep_file
from knowledge.models import Resource, ResourceFile

LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class FormFile:
    """One row of the form. `url` is empty for one that was not saved yet."""

    file: ResourceFile
    label: str
    url: str

    @property
    def kind(self) -> str:
        return kind_words(self.file.name, self.file.size)


@dataclass
class FormFiles:
    """`rows` go with the text when it is saved; `errors` are sentences on what does not."""

    rows: list[FormFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def entries(self) -> tuple[FileEntry, ...]:
        return tuple(FileEntry(row.file.key, row.label) for row in self.rows)


def form_files(
    request: MemberRequest, resource: Resource | None, entries: tuple[FileEntry, ...] = ()
) -> FormFiles:
    """Return the files of a form, and keep those that came with it.

    One that was not sent yet has `entries`. What was kept stays kept when the form is refused: it
    comes back with its files named in it.
    """
    if request.method != "POST":
        return FormFiles(_rows(request, resource, entries))
    dropped = set(request.POST.getlist("drop"))
    wanted = tuple(
        FileEntry(key, on_one_line(request.POST.get(f"label-{key}", ""))[:LONGEST_LABEL])
        for key in dict.fromkeys(request.POST.getlist("file")[: MOST_FILES * 2])
        if key not in dropped and is_key(key)
    )
    found = FormFiles(_rows(request, resource, wanted))
    if len(found.rows) < len(wanted) and not _were_sent(request, wanted):
        found.errors.append(_("A file that you added is not there any more. Please add it again."))
    # Who is paused keeps nothing here; the page refuses what came with it.
    if not request.member.is_paused:
        found.rows = [_replaced(request, row, found.errors) for row in found.rows]
        _add_uploads(request, found)
    return found


def shown_again(
    request: MemberRequest, resource: Resource, entries: tuple[FileEntry, ...]
) -> FormFiles:
    """Return the rows of a form for files that are kept already."""
    return FormFiles(_rows(request, resource, entries))


def _rows(
    request: MemberRequest, resource: Resource | None, entries: tuple[FileEntry, ...]
) -> list[FormFile]:
    """Return those of these that the member may save: his unsent ones, and those of the resource."""
    if not entries:
        return []
    mine = Q(resource=None, added_by=request.member.pk)
    if resource is not None:
        mine |= Q(resource=resource.pk)
    files = ResourceFile.objects.filter(
        mine, community_id=request.member.community_id, key__in=[entry.key for entry in entries]
    ).defer("text")
    by_key = {file.key: file for file in files}
    rows = []
    for entry in entries:
        if file := by_key.get(entry.key):
            file.community = request.community
            url = file.url_beside(resource) if resource and file.resource_id else ""
            rows.append(FormFile(file, entry.label, url))
    return rows


def _replaced(request: MemberRequest, row: FormFile, errors: list[str]) -> FormFile:
    upload = request.FILES.get(f"replace-{row.file.key}")
    if upload is None:
        return row
    try:
        newer = keep_file(check_upload(upload), by=request.member, instead_of=row.file)
    except ValidationError as refused:
        errors.append(refusal(upload.name, refused))
        return row
    return FormFile(newer, row.label, "")


def _add_uploads(request: MemberRequest, found: FormFiles) -> None:
    for upload in request.FILES.getlist("upload"):
        if len(found.rows) >= MOST_FILES:
            found.errors.append(
                _("At most %(limit)s files fit beside one text.") % {"limit": MOST_FILES}
            )
            break
        try:
            kept = keep_file(check_upload(upload), by=request.member)
        except ValidationError as refused:
            found.errors.append(refusal(upload.name, refused))
        else:
            found.rows.append(FormFile(kept, "", ""))


def _were_sent(request: MemberRequest, entries: tuple[FileEntry, ...]) -> bool:
    """Return whether all of these are the member's: then he pressed twice, and they were sent."""
    keys = [entry.key for entry in entries]
    mine = ResourceFile.objects.filter(added_by=request.member.pk, key__in=keys)
    return mine.count() == len(keys)
