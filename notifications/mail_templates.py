"""Fill a mail's two templates: `mail/<name>.html` and `mail/<name>.txt`."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

BLANK_LINES = re.compile(r"\n{3,}")


def fill(name: str, *, subject: str, **context: Any) -> tuple[str, str]:
    """Return text and HTML in the language that is active.

    Both templates extend `mail/base.*`, and are given `subject` and `site_url` beside the context.
    """
    values: Mapping[str, Any] = {"subject": subject, "site_url": settings.SITE_URL, **context}
    html = render_to_string(f"mail/{name}.html", dict(values))
    return tidy(render_to_string(f"mail/{name}.txt", dict(values))), html


def tidy(text: str) -> str:
    """Return text without the blank lines and trailing spaces that templates leave."""
    # "-- " with its space is what mail programs know a signature by (RFC 3676, section 4.3).
    lines = [line if line == "-- " else line.rstrip() for line in text.splitlines()]
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"
