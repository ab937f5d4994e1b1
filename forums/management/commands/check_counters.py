"""Check what is kept beside the posts to be had quickly, and mend it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communities.chosen_communities import chosen_communities
from communities.models import Community
from communities.scope import scope
from forums.counters import COUNTERS

# In one transaction: a topic's replies wait while it is mended.
BATCH = 500
NAMED = 10


class Command(BaseCommand):
    help = (
        "Check that counts, last posts, marks of what was read, polls and the search index follow "
        "from the posts. Changes nothing without --repair. Ends with 1 if anything is wrong and not "
        "mended. People may go on writing meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", help="communities by their address; none: all")
        parser.add_argument("--repair", action="store_true", help="mend what is wrong")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raise CommandError if anything is wrong and not mended, or an address is nobody's."""
        wrong = sum(
            self._check(community, repair=options["repair"])
            for community in chosen_communities(options["slugs"])
        )
        if wrong:
            hint = "" if options["repair"] else " Run it with --repair to mend them."
            raise CommandError(f"{wrong} rows are wrong.{hint}")

    def _check(self, community: Community, *, repair: bool) -> int:
        """Return how many rows of the community are wrong and were not mended."""
        before = left = 0
        for counter in COUNTERS:
            with scope(community):
                found = counter.find(community)
            if not found:
                continue
            before += len(found)
            left += len(found)
            named = ", ".join(map(str, found[:NAMED])) + (", …" if len(found) > NAMED else "")
            self.stdout.write(f"{community.slug}: {len(found)} {counter.what} (id {named})")
            if repair:
                for start in range(0, len(found), BATCH):
                    with scope(community):
                        counter.mend(community, found[start : start + BATCH])
                with scope(community):
                    still = len(counter.find(community))
                left += still - len(found)
                self.stdout.write(f"{community.slug}: mended {len(found) - still} of them")
        if not before:
            self.stdout.write(f"{community.slug}: all is as it should be")
        return left
