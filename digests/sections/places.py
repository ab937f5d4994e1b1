"""In which forum a thing of a digest is: the words for it, and who sees it."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forums.models.forum import Kind


def forum_name(forum: dict[str, Any]) -> str:
    """Return a forum's name in the language that is active."""
    return str((get_language() == "es" and forum["name_es"]) or forum["name"])


def forum_place(forum: dict[str, Any]) -> str:
    """Return the forum's name with its kind, where that says who reads it."""
    values = {"forum": forum_name(forum)}
    if forum["kind"] == Kind.ROLE_ALIKE:
        return _("Role-alike: %(forum)s") % values
    if forum["kind"] == Kind.MIXED_ROLE:
        return _("Mixed roles: %(forum)s") % values
    return values["forum"]
