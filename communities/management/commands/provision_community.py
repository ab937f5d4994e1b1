"""Make a community from a template and a spreadsheet of people; again: add what is new."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import transaction

from communities.community_templates import community_template, template_keys
from communities.models.community import Joining
from communities.provisioning import (
    CommunityDetails,
    Provisioned,
    ProvisioningError,
    plan_roster,
    provision,
)
from communities.roster import Level, Roster, Source
from communities.roster_reading import address_in
from communities.roster_source import source_of_file
from core.spreadsheets import SpreadsheetError

WORDS = {Level.OK: "ok", Level.NOTE: "note", Level.ERROR: "error"}


class Command(BaseCommand):
    help = (
        "Make a community from a template and a list of people, and invite them. Run it again with a "
        "longer list: only what is new is added, and nothing that is there changes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--template", required=True, choices=template_keys())
        parser.add_argument("--name", required=True, help="what people call the community")
        parser.add_argument("--slug", required=True, help="its web address: /c/<slug>/")
        parser.add_argument("--people", type=Path, help="a CSV file; only e-mail is required")
        parser.add_argument("--admin", default="", help="address of its first admin")
        parser.add_argument("--joining", choices=Joining.values, help="else as the template says")
        parser.add_argument("--language", choices=["en", "es"], default="en")
        parser.add_argument("--time-zone", default="America/New_York")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")
        parser.add_argument("--skip-errors", action="store_true", help="leave faulty lines out")
        parser.add_argument(
            "--add-roles", action="store_true", help="add roles that the list has and we do not"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        template = community_template(options["template"])
        details = CommunityDetails(
            name=options["name"],
            slug=_slug(options["slug"]),
            joining=options["joining"] or template.joining,
            language=options["language"],
            time_zone=options["time_zone"],
        )
        admin = _admin(options["admin"])
        source = _source(options["people"])
        roster = plan_roster(
            template,
            details.slug,
            source,
            add_all_roles=options["add_roles"],
            language=details.language,
        )
        self.report(roster)
        if roster.errors and not options["skip_errors"]:
            raise CommandError(
                "Nothing was written. Mend the lines with errors, or leave them out with "
                "--skip-errors."
            )
        try:
            with transaction.atomic():
                done = provision(template, details, roster, admin_email=admin)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except ProvisioningError as error:
            raise CommandError(str(error)) from error
        self.summary(done, dry_run=options["dry_run"])

    def report(self, roster: Roster) -> None:
        """Print each line of the list with what it comes to, and the sums."""
        for line in roster.lines:
            text = " ".join(line.sentences)
            self.stdout.write(
                f"line {line.number}: {WORDS[line.level]}: {line.who}. {text}".strip()
            )
        if roster.unused_columns:
            self.stdout.write(f"Columns that are not used: {', '.join(roster.unused_columns)}.")
        sums = Counter(line.level for line in roster.lines)
        if roster.lines:
            self.stdout.write(", ".join(f"{sums[level]} {word}" for level, word in WORDS.items()))

    def summary(self, done: Provisioned, *, dry_run: bool) -> None:
        added = ", ".join(f"{count} {what}" for what, count in done.added.items() if count)
        head = "Would add" if dry_run else "Added"
        self.stdout.write(f"{head}: {added or 'nothing; all of it is there'}.")
        if not dry_run:
            self.stdout.write(f"{done.community.name} is at /c/{done.community.slug}/")


def _slug(slug: str) -> str:
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise CommandError("--slug takes letters, digits and hyphens.") from error
    if len(slug) > 60:
        raise CommandError("--slug takes at most 60 characters.")
    return slug.lower()


def _admin(text: str) -> str:
    address = address_in(text) if text else ""
    if address is None:
        raise CommandError("--admin takes an e-mail address.")
    return address


def _source(path: Path | None) -> Source:
    if path is None:
        return Source([])
    try:
        return source_of_file(path.read_bytes())
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
    except SpreadsheetError as error:
        raise CommandError(str(error)) from error
