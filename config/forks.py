"""What is loaded before a server forks its children is in memory once, not once a child."""

import gc
from importlib import import_module

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext, override


def load_for_all() -> None:
    """Load what every page needs and Django would load at the first.

    That is addresses, languages, the tags of templates, and the ways to the cache and the broker.
    """
    get_template("base.html")  # reads all tags there are
    import_module(settings.CACHES["default"]["BACKEND"].rpartition(".")[0])
    import_module("kombu.transport.redis")
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
