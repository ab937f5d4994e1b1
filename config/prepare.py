"""Bring the database up to date for `make run`, and give a new one its demo community.

python -m config.prepare .data/run/demo-wanted
"""

import argparse
import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

from config.catalogues import compile_catalogues


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def prepare(demo_wanted: Path) -> None:
    """Migrate; seed if `demo_wanted` exists or the database has never been migrated.

    The mark stays until seeding has succeeded, so a start that was killed half-way is made good
    by the next.
    """
    compile_catalogues()
    django.setup()
    connection = connections["owner"]
    if "django_migrations" not in connection.introspection.table_names():
        demo_wanted.touch()
        say("Making the tables.")
    call_command("migrate", verbosity=0, interactive=False)
    if demo_wanted.exists():
        seed(demo_wanted)


def seed(demo_wanted: Path) -> None:
    """Fill a new database with the demo community, and write down whom to sign in as."""
    say("Making the demo community.")
    said = StringIO()
    call_command("seed_demo", stdout=said)
    # It names one person to an indented line: the address, then who that is.
    people = [line.split(maxsplit=1) for line in said.getvalue().splitlines() if line[:1] == " "]
    width = max((len(email) for email, _ in people), default=0)
    lines = [f"{email:{width}}  {who}" for email, who in people]
    demo_wanted.with_name("people.txt").write_text("\n".join(lines) + "\n")
    demo_wanted.unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo_wanted", type=Path)
    prepare(parser.parse_args().demo_wanted)
