"""Markdown as people write it here: from source to safe HTML, and from HTML to plain text."""

from core.markdown.dialect import MAX_LENGTH, check_source
from core.markdown.rendering import RENDERER_VERSION, find_mentions, render
from core.markdown.text import excerpt, plain_text

__all__ = [
    "MAX_LENGTH",
    "RENDERER_VERSION",
    "check_source",
    "excerpt",
    "find_mentions",
    "plain_text",
    "render",
]
