"""Short rounds, the floor between all of them, so that a noisy machine is noisy for both."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bench.pages import Page, size
from bench.process_tree import cpu_seconds
from bench.wrk import Load, load

# Stands in templates/bench/floor.html.
FLOOR_MARKER = "the end of the floor"


@dataclass(frozen=True)
class Pace:
    """How many rounds, of how many seconds each."""

    rounds: int
    seconds: int
    replies: int
    mails: int


WHOLE = Pace(rounds=5, seconds=3, replies=100, mails=500)
QUICK = Pace(rounds=2, seconds=2, replies=30, mails=100)


@dataclass
class Rounds:
    """What the rounds of one page (or of the floor) found."""

    one: list[Load] = field(default_factory=list)
    eight: list[Load] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    # Processor time of the server and the databases for one request, in milliseconds.
    cpu_ms: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Served:
    """A server on the loopback, and the processes whose processor time it costs."""

    port: int
    pids: tuple[int, ...]


def measure(
    pages: list[Page],
    *,
    web: Served,
    floor: Served,
    cookie: str,
    pace: Pace,
    tell: Callable[[str], None],
) -> tuple[dict[str, Rounds], Rounds]:
    """Return each page's rounds by name, and the floor's.

    The ratio of a round is the page's requests a second over the mean of the floor's just before
    and just after it.
    """
    ground = Page("floor", "/", FLOOR_MARKER)

    def ask(page: Page, clients: int) -> Load:
        url = f"http://127.0.0.1:{web.port}{page.path}"
        return load(url, clients=clients, seconds=pace.seconds, marker=page.marker, cookie=cookie)

    def ask_floor() -> Load:
        url = f"http://127.0.0.1:{floor.port}{ground.path}"
        return load(url, clients=8, seconds=pace.seconds, marker=ground.marker)

    found, floors = {page.name: Rounds() for page in pages}, Rounds()
    for page in pages:
        _warm(web, page, cookie)
        ask(page, 8)
    _warm(floor, ground, cookie)
    ask_floor()
    _note(floors, floor, ask_floor)
    for number in range(pace.rounds):
        tell(f"Round {number + 1} of {pace.rounds}.")
        for page in pages:
            rounds = found[page.name]
            _note(rounds, web, partial(ask, page, 8))
            _note(floors, floor, ask_floor)
            around = statistics.mean(load.rps for load in floors.eight[-2:])
            rounds.ratios.append(rounds.eight[-1].rps / around)
            rounds.one.append(ask(page, 1))
    return found, floors


def _warm(served: Served, page: Page, cookie: str) -> None:
    """Ask as often as it takes for both workers to have compiled their templates, most likely."""
    for _ in range(8):
        size(served.port, page, cookie)


def _note(rounds: Rounds, served: Served, ask: Callable[[], Load]) -> None:
    before = cpu_seconds(served.pids)
    found = ask()
    rounds.eight.append(found)
    rounds.cpu_ms.append((cpu_seconds(served.pids) - before) * 1000 / found.requests)
