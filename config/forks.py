"""What is loaded before a server forks its children is in memory once, not once a child."""

import gc

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override


def load_for_all() -> None:
    """Load what every page needs and Django would load at the first: addresses and languages."""
    reverse("account_login")  # reads all addresses to find one
    for code, _name in settings.LANGUAGES:
        with override(code):
            gettext("Forums")  # reads the whole catalogue of the language


def keep_for_good() -> None:
    """Take what is loaded out of the collector's sight.

    It would look at all of it again and again, and write to it while looking, which gives each
    child a copy of its own.
    """
    gc.collect()
    gc.freeze()
