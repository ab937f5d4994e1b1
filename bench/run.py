"""One run, from an empty database to the table."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from django.core.management import call_command
from django.db import connections

from bench.delays import Delays, reply_by_mail
from bench.digests import forget_digests, send_digests, take_for_sent
from bench.errors import BenchError
from bench.exchange import IN_GOAL, OUT_GOAL, bring_in, take_out
from bench.inbound import receive_mails
from bench.invitations import send_invitations
from bench.memory import memory_of
from bench.notices import send_notices
from bench.pages import pages, session_cookie, size, statements
from bench.plan import Plan
from bench.process_tree import descendants
from bench.replies import reply_p50
from bench.report import OUT, Figures, FloorFigures, PageFigures, table, write
from bench.rounds import QUICK, WHOLE, Rounds, Served, measure
from bench.seed import Seeded, find, restore
from bench.servers import Servers, running
from bench.wrk import find_wrk
from communities.scope import scope
from config.embedded.data_folder import DataFolder
from config.embedded.processes import wait_until
from config.embedded.servers import Servers as EmbeddedServers
from forums.models import Forum

WORKER_SECONDS = 60  # in which the worker has forked the child that does the tasks


def run(*, quick: bool, tell: Callable[[str], None]) -> None:
    """Measure everything, print the table and write the file.

    Raise BenchError when a page is not the page, or anything else spoils the figures.
    """
    began = time.monotonic()
    find_wrk()
    plan, pace = Plan(), QUICK if quick else WHOLE
    seeded = _prepare(plan, tell)
    # Or how much memory the worker takes would depend on the hour.
    take_for_sent()
    cookie = session_cookie(seeded)
    figures = Figures()
    figures.about = {"quick": quick, "cpus": os.cpu_count(), "load_before": os.getloadavg()}
    folder = DataFolder.named("bench")
    embedded = _embedded(folder)
    with running(folder, os.environ) as servers:
        tell("Starting the web server and the floor.")
        port = servers.web()
        floor_port = servers.floor(_forum_id(seeded))
        chosen = pages(seeded, plan)
        costs = {page.name: len(statements(page, cookie)) for page in chosen}
        found, floors = measure(
            chosen,
            web=Served(port, (servers.pids()["web"], *embedded.values())),
            floor=Served(floor_port, (servers.pids()["floor"], *embedded.values())),
            cookie=cookie,
            pace=pace,
            tell=tell,
        )
        figures.floor = _floor(floors)
        for page in chosen:
            figures.pages[page.name] = _figures(
                found[page.name],
                figures.floor,
                queries=costs[page.name],
                raw=size(port, page, cookie, compressed=False),
                compressed=size(port, page, cookie, compressed=True),
            )
        servers.crew.stop("floor")
        # Not before: what they do on their own would be measured with the pages.
        servers.worker()
        _wait_for_the_worker(servers.pids()["worker"])
        tell("Posting replies.")
        posted = reply_p50(port, seeded, cookie, count=pace.replies)
        figures.reply_p50_ms = round(posted, 2)
        # Our own would be counted with PostgreSQL's.
        connections.close_all()
        pids = servers.pids() | embedded
        figures.memory = {name: memory_of(pid) for name, pid in pids.items()}
        tell("Answering by mail, and waiting until it is seen and told.")
        figures.delays = _delays(servers, port, seeded, cookie)
        tell("Sending digests.")
        sent = send_digests(servers.sink(), seeded, plan)
        figures.digests_per_s = sent.per_second
        figures.about["digests"] = asdict(sent)
        _tell_at_once(figures, servers, seeded, tell)
    tell("Receiving mails.")
    received = receive_mails(seeded, count=pace.mails)
    figures.inbound_per_s = round(received.mails / (received.store_s + received.read_s), 1)
    figures.about["inbound"] = asdict(received)
    forget_digests(seeded)
    restore(seeded, plan)
    figures.about["seconds"] = round(time.monotonic() - began)
    write(figures)
    sys.stdout.write(
        f"{table(figures)}\n\nThe whole took {figures.about['seconds']} s; see {OUT}\n"
    )


def _tell_at_once(
    figures: Figures, servers: Servers, seeded: Seeded, tell: Callable[[str], None]
) -> None:
    servers.crew.stop("sink")
    tell("Telling of a post at once.")
    told = send_notices(servers.sink(), seeded)
    figures.notices_per_s = round(told.mails / told.seconds, 1)
    figures.about["notices"] = asdict(told)
    servers.crew.stop("sink")
    tell("Inviting everybody to a meeting.")
    invited = send_invitations(servers.sink(), seeded)
    figures.invitations_per_s = round(invited.mails / invited.seconds, 1)
    figures.about["invitations"] = asdict(invited)


def _delays(servers: Servers, port: int, seeded: Seeded, cookie: str) -> Delays:
    """Measure with a worker whose mails arrive somewhere; stop all that was started but the floor."""
    servers.crew.stop("beat", "worker")
    servers.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{servers.sink()}"
    servers.worker()
    _wait_for_the_worker(servers.pids()["worker"])
    found = reply_by_mail(port, servers.door(), seeded, cookie)
    servers.crew.stop("beat", "worker", "web", "lmtpd", "sink")
    return found


def run_digests(*, people: int, tell: Callable[[str], None]) -> None:
    """Make and send the digests of a community of so many people, and print one line.

    Its data set takes the place of any other: give it a DATA_DIR of its own.
    """
    plan = Plan(members=people)
    seeded = _prepare(plan, tell)
    with running(DataFolder.named("bench"), os.environ) as servers:
        tell("Sending digests.")
        sent = send_digests(servers.sink(), seeded, plan)
    forget_digests(seeded)
    sys.stdout.write(
        f"{sent.mails} digests, {sent.per_second:.0f} a second, {sent.statements} statements, "
        f"at most {sent.peak_mb:.0f} MB\n"
    )


def run_invitations(*, tell: Callable[[str], None]) -> None:
    """Invite everybody of the data set to a meeting, and print one line."""
    plan = Plan()
    seeded = _prepare(plan, tell)
    with running(DataFolder.named("bench"), os.environ) as servers:
        tell("Inviting everybody to a meeting.")
        invited = send_invitations(servers.sink(), seeded)
    sys.stdout.write(
        f"{invited.mails} invitations in {invited.seconds} s, "
        f"{invited.mails / invited.seconds:.0f} a second\n"
    )


def run_library(*, tell: Callable[[str], None]) -> None:
    """Take the library out and bring texts in, by the command line, and print a line for each."""
    seeded = _prepare(Plan(), tell)
    tell("Taking the library out.")
    out = take_out(seeded)
    tell("Bringing texts in.")
    brought = bring_in()
    for told, goal in ((out, OUT_GOAL), (brought, IN_GOAL)):
        work = f"{told.seconds:.1f} s ({told.cpu_s:.1f} of its own work)"
        sys.stdout.write(f"{told.what}: {work}, at most {told.peak_mb:.0f} MB ({goal})\n")


def _prepare(plan: Plan, tell: Callable[[str], None]) -> Seeded:
    tell("Bringing the database up to date.")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed_bench", "--keep", "--members", str(plan.members), stdout=sys.stderr)
    call_command("collectstatic", verbosity=0, interactive=False)
    seeded = find(plan)
    assert seeded is not None
    forget_digests(seeded)
    restore(seeded, plan)
    return seeded


def _forum_id(seeded: Seeded) -> int:
    with scope(seeded.community):
        return Forum.objects.get(slug=seeded.forum_slug).pk


def _figures(
    rounds: Rounds, floor: FloorFigures, *, queries: int, raw: int, compressed: int
) -> PageFigures:
    return PageFigures(
        rps_1=round(statistics.median(load.rps for load in rounds.one), 1),
        rps_8=round(statistics.median(load.rps for load in rounds.eight), 1),
        p50_ms=round(statistics.median(load.p50_ms for load in rounds.eight), 2),
        p99_ms=round(statistics.median(load.p99_ms for load in rounds.eight), 2),
        cpu_ms=round(statistics.median(rounds.cpu_ms), 2),
        queries=queries,
        bytes=raw,
        bytes_compressed=compressed,
        ratio_to_floor=round(statistics.median(rounds.ratios), 3),
        ratio_range=(round(min(rounds.ratios), 3), round(max(rounds.ratios), 3)),
        cpu_ratio=round(floor.cpu_ms / statistics.median(rounds.cpu_ms), 3),
    )


def _floor(rounds: Rounds) -> FloorFigures:
    found = [load.rps for load in rounds.eight]
    return FloorFigures(
        rps_8=round(statistics.median(found), 1),
        range=(round(min(found), 1), round(max(found), 1)),
        cpu_ms=round(statistics.median(rounds.cpu_ms), 2),
    )


def _wait_for_the_worker(pid: int) -> None:
    if not wait_until(lambda: bool(descendants(pid)), seconds=WORKER_SECONDS, step=0.2):
        raise BenchError(f"The worker was not ready in {WORKER_SECONDS} s.")


def _embedded(folder: DataFolder) -> dict[str, int]:
    """Return the numbers of the embedded servers by name; one's own servers are not seen."""
    running = EmbeddedServers(folder).running()
    return {name: pid for name, pid in running.items() if name in {"postgres", "valkey"}}
