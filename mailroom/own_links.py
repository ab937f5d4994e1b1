"""Links that only our mails have: each opens a page in one person's name, so none is posted."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from mailroom.arrivals import Arrival

_ONLY_IN_MAILS = re.compile(r"/(?:n|u|s|mail)/|[?]reply=")


def why_unclear(arrival: Arrival) -> str:
    """Return what its sender is told of a mail in which such links are left."""
    if arrival.trimmed.forwarded:
        return _(
            "You passed on a mail that we sent to you. Its links are only yours, so nothing was"
            " posted. Please copy the words that others should read into a new mail."
        )
    return _(
        "We could not tell what you wrote from the mail that you answered, so nothing was posted."
        " Please answer again, and delete what is below your words."
    )


def quotes_links_of_ours(written: str) -> bool:
    """Return whether a link is left in it that only our mails have; some open one person's pages."""
    links = re.findall(re.escape(settings.SITE_URL) + r"/\S{1,200}", written)
    return any(_ONLY_IN_MAILS.search(link, len(settings.SITE_URL)) for link in links)
