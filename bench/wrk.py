"""Load from wrk, and what it found."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.errors import BenchError

SCRIPT = Path(__file__).with_name("check.lua")
MARK = "BENCH "


@dataclass(frozen=True)
class Load:
    """What one run of wrk measured; latencies in milliseconds."""

    requests: int
    rps: float
    p50_ms: float
    p99_ms: float


def find_wrk() -> str:
    """Return wrk's path; raise BenchError with how to get it when it is not there."""
    path = shutil.which("wrk")
    if path is None:
        raise BenchError(
            "wrk is not installed. On Debian and Ubuntu: apt-get install wrk. "
            "Elsewhere: https://github.com/wg/wrk"
        )
    return path


def load(url: str, *, clients: int, seconds: int, marker: str, cookie: str = "") -> Load:
    """Ask for the page as often as it is answered, and return the figures.

    Raise BenchError if any response was not the page: status 200 and `marker` in its body.
    """
    command = [
        *(find_wrk(), "--threads", "1", "--connections", str(clients)),
        *("--duration", f"{seconds}s", "--timeout", "30s", "--latency", "--script", str(SCRIPT)),
        *(("--header", f"Cookie: {cookie}") if cookie else ()),
        *(url, "--", marker),
    ]
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=seconds + 60
    )
    if answer.returncode != 0:
        raise BenchError(f"wrk failed on {url}:\n{answer.stdout}{answer.stderr}")
    return parse(answer.stdout, url)


def parse(output: str, url: str) -> Load:
    """Return the figures in what wrk and our script printed.

    Raise BenchError when there are none, or when they are of something else than the page.
    """
    lines = [line for line in output.splitlines() if line.startswith(MARK)]
    if not lines:
        raise BenchError(f"wrk printed no figures for {url}:\n{output}")
    found: dict[str, int] = json.loads(lines[-1].removeprefix(MARK))
    if found["wrong"]:
        raise BenchError(
            f"{found['wrong']} of {found['requests']} answers of {url} were not the page "
            f"(status {found['first_wrong_status']}): the figures would mean nothing."
        )
    if found["socket_errors"]:
        raise BenchError(f"{found['socket_errors']} requests to {url} were cut off.")
    if not found["requests"]:
        raise BenchError(f"Nothing was answered by {url} within the round.")
    return Load(
        requests=found["requests"],
        rps=found["requests"] / (found["duration_us"] / 1e6),
        p50_ms=found["p50_us"] / 1000,
        p99_ms=found["p99_us"] / 1000,
    )
