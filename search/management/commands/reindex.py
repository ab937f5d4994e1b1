"""Make the search index anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communities.models import Community
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
        wanted = options["slugs"]
        found = Community.objects.order_by("slug")
        if wanted:
            found = found.filter(slug__in=wanted)
            if missing := sorted(set(wanted) - {community.slug for community in found}):
                raise CommandError(f"There is no community at: {', '.join(missing)}")
        for community in found:
            entries = sum(rebuild(community))
            self.stdout.write(f"{community.slug}: {entries} entries")
