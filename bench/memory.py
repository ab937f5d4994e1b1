"""How much memory the processes take, children included."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.process_tree import PROC, descendants

_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_RSS = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Memory:
    """Of one program and all its children, in megabytes of 1,000,000 bytes.

    `rss` counts a page that two processes share twice. `pss` shares it out between them, so that
    the figures of several programs can be added (Linux, proc_pid_smaps(5)).
    """

    processes: int
    rss: float
    pss: float


def memory_of(root: int) -> Memory:
    """Return the memory of a process and its descendants."""
    pids = [root, *descendants(root)]
    rss = [_kilobytes(PROC / str(pid) / "status", _RSS) for pid in pids]
    pss = [
        # Without the right to look, the larger figure stands in.
        _kilobytes(PROC / str(pid) / "smaps_rollup", _PSS) or whole
        for pid, whole in zip(pids, rss, strict=True)
    ]
    return Memory(len(pids), _megabytes(rss), _megabytes(pss))


def _kilobytes(file: Path, line: re.Pattern[str]) -> int:
    try:
        found = line.search(file.read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _megabytes(kilobytes: Iterable[int]) -> float:
    return round(sum(kilobytes) * 1024 / 1_000_000, 1)
