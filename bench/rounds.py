"""Short rounds, the floor between all of them, so that a noisy machine is noisy for both."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.pages import Page
from bench.wrk import Load, load

# Stands in templates/bench/floor.html.
FLOOR_MARKER = "the end of the floor"


@dataclass(frozen=True)
class Pace:
    """How many rounds, of how many seconds each."""

    rounds: int
    seconds: int
    replies: int


WHOLE = Pace(rounds=5, seconds=3, replies=100)
QUICK = Pace(rounds=2, seconds=2, replies=30)


@dataclass
class Rounds:
    """What the rounds of one page found."""

    one: list[Load] = field(default_factory=list)
    eight: list[Load] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


def measure(
    pages: list[Page],
    *,
    port: int,
    floor_port: int,
    cookie: str,
    pace: Pace,
    tell: Callable[[str], None],
) -> tuple[dict[str, Rounds], list[float]]:
    """Return each page's rounds by name, and the floor's requests a second of all its rounds.

    The ratio of a round is the page's requests a second over the mean of the floor's just before
    and just after it.
    """

    def floor() -> float:
        url = f"http://127.0.0.1:{floor_port}/"
        return load(url, clients=8, seconds=pace.seconds, marker=FLOOR_MARKER).rps

    def ask(page: Page, clients: int, seconds: int) -> Load:
        url = f"http://127.0.0.1:{port}{page.path}"
        return load(url, clients=clients, seconds=seconds, marker=page.marker, cookie=cookie)

    found = {page.name: Rounds() for page in pages}
    for page in pages:
        ask(page, 8, pace.seconds)
    floor()
    floors = [floor()]
    for number in range(pace.rounds):
        tell(f"Round {number + 1} of {pace.rounds}.")
        for page in pages:
            eight = ask(page, 8, pace.seconds)
            floors.append(floor())
            found[page.name].eight.append(eight)
            found[page.name].ratios.append(eight.rps / statistics.mean(floors[-2:]))
            found[page.name].one.append(ask(page, 1, pace.seconds))
    return found, floors
