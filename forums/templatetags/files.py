"""Files beside posts, on pages that show a single one, and what may be added."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from communities.models import Community
from core.file_types import ENDINGS
from forums.drawn_files import file_list
from forums.file_rows import files_of
from forums.models import HeldPost, Post

register = template.Library()


@register.simple_tag
def files_beside(target: Post | HeldPost, community: Community) -> SafeString:
    """Return the files of one post, or of one that waits."""
    return mark_safe(file_list(files_of(target, community)))  # noqa: S308  (escaped there)


@register.simple_tag
def file_limits() -> dict[str, str | int]:
    """Return what a file may be, for the dialog in which one chooses and the line below it."""
    return {
        "accept": ",".join(ENDINGS),
        "mb": settings.ATTACHMENT_MAX_MB,
        "count": settings.ATTACHMENTS_PER_POST,
    }
