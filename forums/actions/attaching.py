"""Files beside posts: keeping what was uploaded, giving it to a post when that is sent, forgetting it."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from communities.due_work import due, due_many
from communities.models import Membership
from core.checked_files import CheckedFile
from core.file_texts.readings import Reading
from core.stored_files import store
from forums.models import Attachment, DroppedFile, HeldPost, Post
from forums.search_documents import put_post

READ = "read_attachment"
# What was uploaded and never sent is forgotten after this.
KEPT_UNSENT = timedelta(days=3)
# Of one member; the oldest go before, so that nobody fills the disk.
MAX_UNSENT = 30


def keep_file(checked: CheckedFile, *, by: Membership) -> Attachment:
    """Store a file for a post that its member is writing.

    Raises ValidationError with a sentence if there is no room for it.
    """
    with transaction.atomic():
        for forgotten in Attachment.objects.unsent_by(by).reverse()[MAX_UNSENT - 1 :]:
            forgotten.delete()
        attachment = Attachment.objects.create(
            community=by.community,
            uploaded_by=by,
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            width=checked.width,
            height=checked.height,
        )
        # Kept a little longer than said, so that nothing goes while it is being sent.
        due(
            "forget_upload",
            attachment.pk,
            community=by.community,
            at=timezone.now() + KEPT_UNSENT,
        )
        store(attachment.path, checked.content)
        if checked.small is not None:
            store(attachment.small_path, checked.small)
    return attachment


def attach_files(target: Post | HeldPost, files: Sequence[Attachment]) -> None:
    """Give a post that was sent just now its files.

    One that has files already is one that was sent twice: then the second ones are forgotten.
    """
    if files and not target.attachments.exists():
        _claim(target, files)


def replace_files(post: Post, files: Sequence[Attachment]) -> None:
    """Let a post have these files and no others; what it had besides is deleted."""
    wanted = {file.pk for file in files}
    with transaction.atomic():
        if wanted == set(post.attachments.values_list("pk", flat=True)):
            return
        post.attachments.exclude(pk__in=wanted).delete()
        _claim(post, files)


def hold_files(held: HeldPost, files: Sequence[Attachment]) -> None:
    """Let a post have these files and no others once its change, which waits, is approved."""
    assert held.edits is not None  # noqa: S101  (for mypy)
    wanted = [file.pk for file in files]
    go = held.edits.attachments.exclude(pk__in=wanted).order_by("pk")
    held.dropped_files = list(go.values_list("key", flat=True))
    held.save(update_fields=["dropped_files"])
    held.attachments.exclude(pk__in=wanted).delete()
    _claim(held, files)


def hand_over_files(held: HeldPost, post: Post) -> None:
    """Give a post the files that waited with it, and delete those that a change takes out."""
    gone, _rows = post.attachments.filter(key__in=held.dropped_files).delete()
    if held.attachments.update(post=post) or gone:
        _note_files(post)


def drop_held_files(held: HeldPost, *, but: Sequence[Attachment] = ()) -> None:
    """Delete the files that a change would have brought; those in `but` may be sent anew."""
    brought = held.attachments.filter(post=None)
    brought.filter(pk__in=[file.pk for file in but]).update(held=None)
    brought.delete()


def forget_upload(attachment_id: int) -> None:
    """Delete a file that was never sent."""
    # Locked, so that a post that is sent at this moment gets it or knows that it is gone.
    unsent = Attachment.objects.filter(pk=attachment_id, post=None, held=None)
    for attachment in unsent.select_for_update():
        attachment.delete()


def drop_file(dropped_id: int) -> None:
    """Delete a file whose row is gone, and what was made of it. Done twice it does no harm."""
    for dropped in DroppedFile.objects.filter(pk=dropped_id):
        default_storage.delete(dropped.name)
        default_storage.delete(f"{dropped.name}-small")
        dropped.delete()


def _claim(target: Post | HeldPost, files: Sequence[Attachment]) -> None:
    unsent = Attachment.objects.filter(pk__in=[file.pk for file in files], post=None, held=None)
    if isinstance(target, HeldPost):
        unsent.update(held=target)
    else:
        unsent.update(post=target)
        _note_files(target)


def _note_files(post: Post) -> None:
    """Let the post know how many files it has, and the index what they are called."""
    count_files(post)
    put_post(post)
    new = post.attachments.filter(reading=Reading.WAITING, width=None)
    if to_read := list(new.values_list("pk", flat=True)):
        due_many(READ, to_read, community=post.topic.community)


def count_files(post: Post) -> None:
    """Note on a post how many files stand beside it."""
    post.file_count = post.attachments.count()
    Post.objects.filter(pk=post.pk).update(file_count=post.file_count)
