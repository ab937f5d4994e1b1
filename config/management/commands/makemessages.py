"""Django's collecting of sentences, with a catalogue that changes only when a sentence does."""

from pathlib import Path
from typing import Any

import polib
from django.core.management.commands import makemessages

# What is not for the people of a community: pages of the development server, tests, tools.
NOT_COLLECTED = [".*", "tests/*", "templates/dev/*", "bench/*", "docs/*", "demo/*"]


class Command(makemessages.Command):
    """Collect by Django's own command; keep no guesses, places, dates or names in the catalogue."""

    # A guess at the translation of a new sentence is worse than none: nobody sees that it is wrong.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect, then tidy each catalogue that was written."""
        options["ignore_patterns"] = [*options["ignore_patterns"], *NOT_COLLECTED]
        options["no_location"] = True
        options["no_wrap"] = True
        options["no_obsolete"] = True
        super().handle(*args, **options)

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Write the catalogue of one language, and take out what changes without a sentence."""
        super().write_po_file(potfile, locale)
        folder = Path(potfile).parent / locale / "LC_MESSAGES"
        tidy(folder / f"{self.domain}.po", language=locale)


def tidy(path: Path, *, language: str) -> None:
    """Give a catalogue a header without names and dates."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    plural = catalogue.metadata["Plural-Forms"]
    catalogue.header = "The sentences of Porchlight. `make messages` collects them."
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {
        "Project-Id-Version": "Porchlight",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural,
    }
    catalogue.save()
