"""Bring texts into the library of a community; docs/reference/library-export.md says which."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communities.scope import scope
from knowledge.exchange.bundles import BundleError, bundle_at
from knowledge.exchange.importing import make_all
from knowledge.exchange.looking import rows_of
from knowledge.exchange.members import community_at, keeper_at
from knowledge.exchange.planned import called
from knowledge.exchange.portable import Names
from knowledge.exchange.states_wanted import DRAFTS, WANTED


class Command(BaseCommand):
    help = (
        "Bring a folder or ZIP of Markdown, a CSV of links, an export or any other file into the "
        "library of a community. Run it again, or go on after it was killed: only what is not there "
        "yet is made."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("community", help="its web address: /c/<this>/")
        parser.add_argument("path", type=Path, help="a folder, a ZIP or a file")
        parser.add_argument(
            "--as", dest="email", required=True, help="the facilitator who brings it"
        )
        parser.add_argument(
            "--state",
            choices=WANTED,
            default=DRAFTS,
            help="all as drafts; as the files say; or published, as far as nothing is missing",
        )
        parser.add_argument("--dry-run", action="store_true", help="make nothing, only report")
        parser.add_argument("--skip-errors", action="store_true", help="leave out what is wrong")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raise CommandError when it cannot be read, or something in it is wrong."""
        community = community_at(options["community"])
        with scope(community):
            names = Names(community, keeper_at(community, options["email"]))
        try:
            bundle = bundle_at(options["path"])
            with scope(community):
                rows = rows_of(bundle, names, seconds=float("inf"))
        except FileNotFoundError as error:
            raise CommandError(f"There is no file or folder at {options['path']}.") from error
        except (BundleError, OSError) as error:
            raise CommandError(str(error)) from error
        for row in rows:
            there = ["Its title is in the library already; left out."] if row["is_there"] else []
            for words in filter(None, [row["wrong"], *there, *row["remarks"]]):
                self.stdout.write(f"{called(row['source'], row['line'])}: {words}")
        wrong = sum(bool(row["wrong"]) for row in rows)
        left = {row["source"] for row in rows if row["wrong"] or row["is_there"]}
        if options["dry_run"]:
            self.stdout.write(f"{len(rows) - len(left)} would be made, {len(left)} not.")
            return
        if wrong and not options["skip_errors"]:
            raise CommandError(
                f"{wrong} cannot be made, so nothing was. --skip-errors leaves them out."
            )
        made = make_all(bundle, names, wanted=options["state"], left=left)
        for source, why in made.faults:
            self.stdout.write(f"{source}: {why}")
        self.stdout.write(f"{made.count} texts and {made.collections} collections are there now.")
