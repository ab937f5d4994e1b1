"""The links of a mail that do what a word would: each for one person and one act."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from communities.models import Community
from core.signed_links import SALT
from notifications.commands import Button, Said, commands

LASTS = timedelta(days=90)


def button_url(button: Button, user: User, community: Community | None) -> str:
    """Return the address of the page with this one button; or the page that the button names."""
    if button.url:
        return button.url
    values = [user.pk, community.pk if community else 0]
    token = signing.dumps(
        [*values, button.command, button.argument, button.words], salt=SALT + "command"
    )
    return settings.SITE_URL + reverse("mailroom:command", args=[token])


def read_button(token: str) -> tuple[int, int, Said, str] | None:
    """Return user id, community id (0: none), what is to be done, and the words of the button."""
    try:
        values: Any = signing.loads(token, salt=SALT + "command", max_age=LASTS)
    except signing.BadSignature:
        return None
    user_id, community_id, name, argument, words = values
    return (user_id, community_id, Said(name, argument), words) if name in commands() else None
