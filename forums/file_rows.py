"""The files beside the posts of a page as flat rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from communities.models import Community
from core.addresses import address
from core.file_names import kind_words
from core.prepared import prepared
from forums.models import Attachment, HeldPost, Post, Topic
from forums.querysets import AttachmentQuerySet

FIELDS = ("key", "name", "size", "width", "height", "description")


@dataclass(frozen=True, slots=True)
class FileRow:
    """What a page shows of a file."""

    url: str
    name: str
    size: int
    width: int | None
    height: int | None
    description: str

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def kind(self) -> str:
        return kind_words(self.name, self.size)


def files_by_number(
    topic: Topic, community: Community, *, first: int, last: int
) -> dict[int, tuple[FileRow, ...]]:
    """Return the files of the posts with these numbers, in the order they were added: one query."""
    found: dict[int, tuple[FileRow, ...]] = defaultdict(tuple)
    for number, *values in _numbered(topic, first, last):
        found[number] += (_row(values, community),)
    return found


def files_of(target: Post | HeldPost, community: Community) -> list[FileRow]:
    """Return the files of one post, or of one that waits: at most one query."""
    if isinstance(target, Post) and not target.file_count:
        return []
    rows = files_beside(target).order_by("pk").values_list(*FIELDS)
    return [_row(values, community) for values in rows]


def files_beside(target: Post | HeldPost) -> AttachmentQuerySet[Attachment]:
    """Return the files of a post, or of one that waits: of a change, as they would be after it."""
    if isinstance(target, Post) or target.edits_id is None:
        return target.attachments.all()
    mine = Q(post=target.edits_id) | Q(held=target.pk)
    return Attachment.objects.filter(mine).exclude(key__in=target.dropped_files)


def in_plain_words(files: Iterable[FileRow]) -> str:
    """Return a line for each file: what it is, and where it is found."""
    return "\n".join(
        f"- {file.name}{f' ({file.description})' if file.description else ''}:"
        f" {settings.SITE_URL}{file.url}"
        for file in files
    )


@prepared
def _numbered(topic: Topic, first: int, last: int) -> QuerySet[Attachment, tuple[Any, ...]]:
    found = Attachment.objects.filter(post__topic_id=topic.pk, post__number__range=(first, last))
    return found.order_by("pk").values_list("post__number", *FIELDS)


def _row(values: Iterable[Any], community: Community) -> FileRow:
    key, *others = values
    return FileRow(address("forums:file", community.slug, key), *others)
