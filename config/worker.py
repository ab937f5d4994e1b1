"""The worker, `python -m config.worker`: does the tasks that are in the queues.

Without Celery's command line, whose shell for people takes 10 MB that no task needs.
"""

import argparse
import logging
import sys

from config.celery import app
from config.forks import keep_for_good

QUEUES = ("mail", "default")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m config.worker")
    parser.add_argument("--hostname", help="name of this worker among others, as name@machine")
    parser.add_argument("--include", default=[], nargs="*", help="more modules with tasks")
    chosen = parser.parse_args()
    # At a HUP Celery starts `python` with these again.
    sys.argv = ["-m", "config.worker", *sys.argv[1:]]
    worker = app.Worker(
        hostname=chosen.hostname,
        include=chosen.include,
        queues=QUEUES,
        pool="prefork",
        concurrency=1,
        loglevel=logging.INFO,
        # There is nobody whom other workers' news would help.
        without_gossip=True,
        without_mingle=True,
    )
    keep_for_good()
    worker.start()
    sys.exit(worker.exitcode)


if __name__ == "__main__":
    main()
