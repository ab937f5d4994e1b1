"""Write the library of a community into a ZIP; docs/reference/library-export.md says what is in it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communities.scope import scope
from knowledge.exchange.exporting import write_library
from knowledge.exchange.members import community_at, keeper_at
from knowledge.models import Collection


class Command(BaseCommand):
    help = (
        "Write the library of a community into a ZIP of Markdown, with files and as JSON: what one "
        "of its facilitators sees, or one collection of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("community", help="its web address: /c/<this>/")
        parser.add_argument("out", type=Path, help="the ZIP to be written")
        parser.add_argument("--as", dest="email", required=True, help="what this facilitator sees")
        parser.add_argument("--collection", type=int, metavar="NUMBER", help="only this one")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raise CommandError when there is no such community, facilitator, collection or folder."""
        community = community_at(options["community"])
        with scope(community):
            member = keeper_at(community, options["email"])
            shelves = Collection.objects.visible_to(member)
            shelf = shelves.filter(number=options["collection"]).first()
        if options["collection"] is not None and shelf is None:
            raise CommandError(f"There is no collection {options['collection']} to be seen.")
        try:
            with options["out"].open("wb") as out:
                count = write_library(out, member, collection=shelf)
        except OSError as error:
            raise CommandError(f"Cannot write {options['out']}: {error.strerror}.") from error
        self.stdout.write(f"{count} written to {options['out']}.")
