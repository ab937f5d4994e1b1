"""Where a page's time goes: `python -m bench.costs PAGE` on the data set of `make bench`."""

import argparse
import cProfile
import logging
import os
import pstats
import statistics
import sys
import time
from collections.abc import Sequence

import django
from django.test import Client

from bench.servers import production_environment

os.environ.update(production_environment())
django.setup()
# Requests of ours are not news.
logging.disable(logging.INFO)

# After the lines above: models can be imported only then.
from django.db import connection  # noqa: E402

from bench.pages import Page, pages, session_cookie, statements  # noqa: E402
from bench.plan import Plan  # noqa: E402
from bench.seed import find  # noqa: E402
from communities.scope import scope  # noqa: E402

REPEATS = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a page's statements with their times and plans, then the costliest functions."""
    parser = argparse.ArgumentParser(prog="python -m bench.costs", description=__doc__)
    parser.add_argument("page")
    parser.add_argument("--plans", action="store_true", help="EXPLAIN each SELECT as well")
    parser.add_argument("--by", default="tottime", help="sort functions by this (cProfile)")
    chosen = parser.parse_args(arguments)
    plan = Plan()
    seeded = find(plan)
    if seeded is None:
        print("There is no data set yet: run make bench, or manage.py seed_bench.")
        return 1
    known = {page.name: page for page in pages(seeded, plan)}
    if chosen.page not in known:
        print(f"The pages are {', '.join(known)}.")
        return 1
    page, cookie = known[chosen.page], session_cookie(seeded)
    found = statements(page, cookie)
    for number, statement in enumerate(found, start=1):
        print(f"\n{number}. {statement.milliseconds:.2f} ms  {statement.sql}")
        if chosen.plans and statement.sql.lstrip().upper().startswith("SELECT"):
            with scope(seeded.community), connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement.sql}", statement.parameters)
                print("\n".join(f"      {row[0]}" for row in cursor.fetchall()))
    print(f"\n{len(found)} statements, {sum(s.milliseconds for s in found):.1f} ms in all")
    _profile(page, cookie, chosen.by)
    return 0


def _profile(page: Page, cookie: str, by: str) -> None:
    client = Client(SERVER_NAME="127.0.0.1", headers={"cookie": cookie})
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        client.get(page.path)
        times.append((time.process_time() - began) * 1000)
    print(
        f"median of {REPEATS} requests, without a profiler: "
        f"{statistics.median(times):.1f} ms of this process's time"
    )
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    for _ in range(REPEATS):
        client.get(page.path)
    profiler.disable()
    pstats.Stats(profiler, stream=sys.stdout).sort_stats(by).print_stats(35)


if __name__ == "__main__":
    sys.exit(main())
