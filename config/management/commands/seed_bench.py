"""Fill the database with the benchmark's data set."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from bench.plan import Plan
from bench.seed import find, seed


class Command(BaseCommand):
    help = (
        "Make the benchmark's data set: a community of made-up people and their discussions, "
        "always the same for the same numbers. An earlier one is replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        plan = Plan()
        for name in ("members", "forums", "topics", "posts", "resources", "meetings", "seed"):
            parser.add_argument(f"--{name}", type=int, default=getattr(plan, name))
        parser.add_argument(
            "--keep", action="store_true", help="do nothing if this very data set is there already"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raise CommandError when the numbers do not make a data set."""
        names = ("members", "forums", "topics", "posts", "resources", "meetings", "seed")
        try:
            plan = Plan(**{name: options[name] for name in names})
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["keep"] and find(plan):
            self.stdout.write("The data set is there already.")
            return
        began = time.monotonic()
        seeded = seed(plan, analyze=_analyze)
        _analyze()
        self.stdout.write(
            f"{seeded.community} at /c/{seeded.community.slug}/ made in "
            f"{time.monotonic() - began:.0f} s; {seeded.user.email} is one of its members."
        )


def _analyze() -> None:
    with connections["owner"].cursor() as cursor:
        # Only the owner may; without it the planner would not know the new rows for a while.
        cursor.execute("VACUUM ANALYZE")
