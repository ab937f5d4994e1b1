"""`make bench`: fill, serve, load, and print one table. `--quick` for short rounds."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence

import django

from bench.errors import BenchError
from bench.servers import production_environment
from config.embedded.endings import ignore_signals, signals_interrupt
from config.embedded.errors import EmbeddedError

os.environ.update(production_environment())
django.setup()
# Requests of ours are not news.
logging.disable(logging.INFO)

# After the lines above: models can be imported only then.
from bench.run import run, run_digests, run_invitations, run_library  # noqa: E402


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return 1 with a sentence when the figures would mean nothing."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short rounds, under three minutes")
    parser.add_argument(
        "--digests", type=int, metavar="PEOPLE", help="only the digests of so many people"
    )
    parser.add_argument(
        "--library",
        dest="only_resources",
        action="store_true",
        help="only taking the library out, and bringing texts in",
    )
    parser.add_argument(
        "--invitations", action="store_true", help="only inviting everybody to a meeting"
    )
    chosen = parser.parse_args(arguments)
    with signals_interrupt():
        try:
            if chosen.digests:
                run_digests(people=chosen.digests, tell=say)
            elif chosen.invitations:
                run_invitations(tell=say)
            elif chosen.only_resources:
                run_library(tell=say)
            else:
                run(quick=chosen.quick, tell=say)
        except (BenchError, EmbeddedError) as error:
            say(str(error))
            return 1
        except KeyboardInterrupt:
            return 130
        finally:
            ignore_signals()
    return 0


if __name__ == "__main__":
    sys.exit(main())
