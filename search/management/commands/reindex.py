"""Make the search index anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from communities.chosen_communities import chosen_communities
from search.rebuilding import rebuild


class Command(BaseCommand):
    help = (
        "Make the search index anew, in batches, while people go on writing. Needed once for what "
        "was written before there was a search, and after a restore from other sources."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", help="communities by their address; none: all")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raise CommandError when there is no community at one of the addresses."""
        for community in chosen_communities(options["slugs"]):
            entries = sum(rebuild(community))
            self.stdout.write(f"{community.slug}: {entries} entries")
