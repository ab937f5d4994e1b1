"""The files beside a text that somebody is writing, as its form names and brings them."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.access import MemberRequest
from core.file_names import is_key, on_one_line, safe_name
from core.files import check_upload
from forums.actions import keep_file
from forums.file_rows import files_beside
from forums.models import Attachment, HeldPost, Post


@dataclass
class AttachedFiles:
    """`entries` go with the text when it is sent; `errors` are sentences on those that do not."""

    entries: list[Attachment] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def attached_files(
    request: MemberRequest, post: Post | None = None, waiting: HeldPost | None = None
) -> AttachedFiles:
    """Return the files of a form, and keep those that came with it; `post` is what it changes.

    A form that was not sent yet has the files of its post, as they would be after a change of it
    that is `waiting`. What was kept stays kept when the form is
    refused: it comes back with the files named in it.
    """
    if request.method != "POST":
        target = waiting or post
        return AttachedFiles(list(files_beside(target).order_by("pk")) if target else [])
    sent = {key for key in request.POST.getlist("file") if is_key(key)}
    wanted = sent - set(request.POST.getlist("drop"))
    found = AttachedFiles(unsent_files(request, wanted, post, waiting))
    _describe(found.entries, request.POST)
    if wanted - {file.key for file in found.entries} and not _were_sent(request, wanted):
        found.errors.append(_("A file that you added is not there any more. Please add it again."))
    # Who is paused keeps nothing here; what came with it is refused with the sentence that says why.
    uploads = [] if request.member.is_paused else request.FILES.getlist("upload")
    for upload in uploads:
        if len(found.entries) >= settings.ATTACHMENTS_PER_POST:
            found.errors.append(too_many())
            break
        try:
            found.entries.append(keep_file(check_upload(upload), by=request.member))
        except ValidationError as refused:
            found.errors.append(refusal(upload.name, refused))
    return found


def unsent_files(
    request: MemberRequest,
    keys: set[str],
    post: Post | None = None,
    waiting: HeldPost | None = None,
) -> list[Attachment]:
    """Return the files with these keys that the member may still send, or that are in his post.

    Or in the change of it that waits.
    """
    if not keys:
        return []
    unsent = Q(post=None, held=None, uploaded_by=request.member.pk)
    mine = unsent | Q(post=post.pk) if post else unsent
    if waiting:
        mine |= Q(held=waiting.pk)
    files = Attachment.objects.filter(mine, community_id=request.member.community_id, key__in=keys)
    found = list(files.order_by("pk")[: settings.ATTACHMENTS_PER_POST])
    for file in found:
        file.community = request.community
    return found


def refusal(name: str | None, refused: ValidationError) -> str:
    """Return the sentence that says why a file was not taken."""
    values = {"name": safe_name(name or ""), "why": refused.messages[0]}
    return _("“%(name)s” was not added. %(why)s") % values


def too_many() -> str:
    """Return the sentence for one file more than a post may have."""
    limit = settings.ATTACHMENTS_PER_POST
    return ngettext(
        "A post can have %(limit)s file. Send the others in a reply.",
        "A post can have %(limit)s files. Send the others in a reply.",
        limit,
    ) % {"limit": limit}


def _describe(files: list[Attachment], given: QueryDict) -> None:
    for file in files:
        words = on_one_line(given.get(f"describe-{file.key}", file.description))[:300]
        if file.is_picture and words != file.description:
            file.description = words
            file.save(update_fields=["description"])


def _were_sent(request: MemberRequest, keys: set[str]) -> bool:
    """Return whether all of these are the member's: then he pressed twice, and they were sent."""
    mine = Attachment.objects.filter(uploaded_by=request.member.pk, key__in=keys)
    return mine.count() == len(keys)
