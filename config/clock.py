"""The clock, `python -m config.clock`: puts each tick into its queue when it is time.

It needs neither Django nor the database, and not Celery's command line, which would take half as
much memory again.
"""

import argparse
import logging.config
from typing import Any

from celery import Celery, signals

from config import environment
from config.logging import logging_config
from config.schedule import BROKER, TICKS


def clock() -> Celery:
    """Return an app that knows the names of the tasks and the way to the broker, no more."""
    broker = environment.broker(environment.valkey_url())
    # Without fixups: Celery's would set up Django as soon as a settings module is named.
    app = Celery("clock", broker=broker, set_as_current=False, fixups=[])
    app.conf.update(BROKER, beat_schedule=TICKS)
    return app


@signals.setup_logging.connect
def _write_lines_like_the_others(**_signal: Any) -> None:
    """Connected, it keeps Celery from setting up logging of its own."""
    form, level = environment.text("LOG_FORMAT", "json"), environment.text("LOG_LEVEL", "INFO")
    logging.config.dictConfig(logging_config(form=form, level=level))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m config.clock")
    parser.add_argument("--schedule", required=True, help="file that says what ran when")
    # No pid file: after a kill it would keep the clock from starting.
    clock().Beat(schedule=parser.parse_args().schedule, loglevel="INFO", quiet=True).run()


if __name__ == "__main__":
    main()
