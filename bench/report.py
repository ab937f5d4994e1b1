"""The table that is printed, and the file of figures."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.delays import Delays
from bench.memory import Memory

OUT = Path(__file__).parent / "out" / "latest.json"

RATIO_GOALS = {
    "home": 0.3,
    "forum_list": 0.3,
    "topic_list": 0.3,
    "topic": 0.24,
    "long_topic_last": 0.24,
    # 65 requests/s where lists have 125.
    "search": 0.16,
    "library": 0.15,
    "resource": 0.15,
    "coverage": 0.15,
    "month": 0.15,
    "feed": 0.15,
}
MOST_QUERIES = dict.fromkeys(RATIO_GOALS, 14)
MOST_MEGABYTES = 400
DIGESTS_GOAL = 200
INVITATIONS_GOAL = 100
INBOUND_GOAL = 50
SHOWN_GOAL = 60  # seconds, as the next
TOLD_GOAL = 120
# Whose memory counts: all that has to run for a community to be served.
SUMMED = ("web", "worker", "beat", "postgres", "valkey")


@dataclass
class PageFigures:
    """Requests a second at 1 and 8 clients; times at 8 clients; sizes of the body in bytes.

    `cpu_ms` is the processor time of the server and the databases for one request.
    """

    rps_1: float
    rps_8: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    queries: int
    bytes: int
    bytes_compressed: int
    ratio_to_floor: float
    ratio_range: tuple[float, float]
    cpu_ratio: float


@dataclass
class FloorFigures:
    """Of the floor at 8 clients; `range` holds its slowest and fastest round."""

    rps_8: float = 0
    range: tuple[float, float] = (0, 0)
    cpu_ms: float = 0


@dataclass
class Figures:
    """Everything one run found. What could not be measured is None."""

    pages: dict[str, PageFigures] = field(default_factory=dict)
    floor: FloorFigures = field(default_factory=FloorFigures)
    digests_per_s: float | None = None
    inbound_per_s: float | None = None
    notices_per_s: float | None = None
    invitations_per_s: float | None = None
    reply_p50_ms: float | None = None
    delays: Delays | None = None
    memory: dict[str, Memory] = field(default_factory=dict)
    about: dict[str, object] = field(default_factory=dict)

    @property
    def rss_mb(self) -> float:
        """Return the sum of proportional set sizes of SUMMED, in megabytes of 1,000,000 bytes."""
        return round(sum(m.pss for name, m in self.memory.items() if name in SUMMED), 1)


def as_json(figures: Figures) -> str:
    found = {
        "pages": {name: asdict(page) for name, page in figures.pages.items()},
        "floor": asdict(figures.floor),
        "digests_per_s": figures.digests_per_s,
        "inbound_per_s": figures.inbound_per_s,
        "notices_per_s": figures.notices_per_s,
        "invitations_per_s": figures.invitations_per_s,
        "reply_p50_ms": figures.reply_p50_ms,
        "delays": asdict(figures.delays) if figures.delays else None,
        "rss_mb": figures.rss_mb,
        "memory": {name: asdict(memory) for name, memory in figures.memory.items()},
        "about": figures.about,
    }
    return json.dumps(found, indent=2) + "\n"


def write(figures: Figures) -> None:
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(as_json(figures))


def table(figures: Figures) -> str:
    """Return the table: figures of a page a line, then those of the whole."""
    lines = [
        f"{'page':<16} {'rps 1':>7} {'rps 8':>7} {'p50 ms':>7} {'p99 ms':>7} {'cpu ms':>7} {'queries':>8} "
        f"{'bytes':>8} {'gzipped':>8}  {'ratio to the floor (rounds)':<28} {'by cpu':>6}  goal",
    ]
    for name, page in figures.pages.items():
        low, high = page.ratio_range
        ratio = f"{page.ratio_to_floor:.3f} ({low:.3f}–{high:.3f})"
        met = page.ratio_to_floor >= RATIO_GOALS[name] and page.queries <= MOST_QUERIES[name]
        lines.append(
            f"{name:<16} {page.rps_1:>7.1f} {page.rps_8:>7.1f} {page.p50_ms:>7.1f} "
            f"{page.p99_ms:>7.1f} {page.cpu_ms:>7.1f} {page.queries:>8} {page.bytes:>8} {page.bytes_compressed:>8}  "
            f"{ratio:<28} {page.cpu_ratio:>6.3f}  {RATIO_GOALS[name]:.2f}, {MOST_QUERIES[name]} queries: {_met(met)}"
        )
    low, high = figures.floor.range
    lines += [
        "",
        f"floor: {figures.floor.rps_8:.0f} requests/s at 8 clients ({low:.0f}–{high:.0f}), "
        f"{figures.floor.cpu_ms:.2f} ms of processor time each",
    ]
    if figures.reply_p50_ms is None:
        lines.append("posting a reply: not measured")
    else:
        lines.append(f"posting a reply: {figures.reply_p50_ms:.1f} ms (median)")
    if figures.digests_per_s is None:
        lines.append("digests: not measured")
    else:
        met = figures.digests_per_s >= DIGESTS_GOAL
        lines.append(
            f"digests: {figures.digests_per_s:.0f} a second, composed and handed over "
            f"(goal {DIGESTS_GOAL}: {_met(met)})"
        )
    if figures.inbound_per_s is None:
        lines.append("mails that come in: not measured")
    else:
        met = figures.inbound_per_s >= INBOUND_GOAL
        lines.append(
            f"mails that come in: {figures.inbound_per_s:.0f} a second, stored, read and posted "
            f"(goal {INBOUND_GOAL}: {_met(met)})"
        )
    if figures.notices_per_s is not None:
        lines.append(
            f"mails that tell of a post at once: {figures.notices_per_s:.0f} a second, written and "
            "handed over"
        )
    if figures.invitations_per_s is not None:
        met = figures.invitations_per_s >= INVITATIONS_GOAL
        lines.append(
            f"invitations to a meeting: {figures.invitations_per_s:.0f} a second, written and handed "
            f"over (goal {INVITATIONS_GOAL}: {_met(met)})"
        )
    if figures.delays is not None:
        lines += _delay_lines(figures.delays)
    lines += _memory_lines(figures)
    return "\n".join(lines)


def _delay_lines(delays: Delays) -> list[str]:
    shown, told = delays.shown_s <= SHOWN_GOAL, delays.told_s <= TOLD_GOAL
    return [
        f"a reply by mail is on its page after {delays.shown_s:.1f} s "
        f"(goal {SHOWN_GOAL}: {_met(shown)})",
        f"the mail that tells of it is handed over after {delays.told_s:.1f} s "
        f"(goal {TOLD_GOAL}: {_met(told)})",
    ]


def _memory_lines(figures: Figures) -> list[str]:
    lines = ["", f"{'memory in MB':<16} {'processes':>9} {'RSS':>7} {'PSS':>7}"]
    for name, memory in figures.memory.items():
        lines.append(f"{name:<16} {memory.processes:>9} {memory.rss:>7.1f} {memory.pss:>7.1f}")
    summed = [name for name in SUMMED if name in figures.memory]
    met = figures.rss_mb < MOST_MEGABYTES and len(summed) == len(SUMMED)
    lines.append(
        f"PSS of {', '.join(summed)} together: {figures.rss_mb:.0f} MB "
        f"(goal under {MOST_MEGABYTES}: {_met(met)})"
    )
    return lines


def _met(met: bool) -> str:  # noqa: FBT001
    return "met" if met else "not met"
