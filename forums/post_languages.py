"""Which language a post is in."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from forums.models import Post
from search.words import language_of, text_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def language_told(post: Post, *, default: str) -> str:
    """Return what somebody said, or what its words tell, or the default where they do not."""
    if post.said_language:
        return post.said_language
    title = post.topic.title if post.number == 1 else ""
    return language_of(text_of(f"{title} {post.html}"), default=default)


def language_name(code: str) -> str:
    """Return what a language is called in the reader's."""
    return str(get_language_info(code)["name_translated"])


def language_choices() -> "list[tuple[str, _StrOrPromise]]":
    """Return what one may say of a post."""
    return [
        ("", _("As its words tell")),
        *((code, language_name(code)) for code, _name in settings.LANGUAGES),
    ]
