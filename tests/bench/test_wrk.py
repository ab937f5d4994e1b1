import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.errors import BenchError
from bench.wrk import load, parse

URL = "http://127.0.0.1:8000/"
# As wrk 4.1.0 printed it, with our script's last line.
OUTPUT = """Running 2s test @ http://127.0.0.1:57463/
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.21ms  780.65us  15.98ms   93.77%
    Req/Sec     6.63k     1.40k    8.60k    57.14%
  Latency Distribution
     50%    1.03ms
     99%    3.89ms
  13842 requests in 2.10s, 1.89MB read
Requests/sec:   6592.73
Transfer/sec:      0.90MB

BENCH {"requests": 13842, "duration_us": 2100000, "p50_us": 1030, "p99_us": 3890, "wrong": 0, \
"first_wrong_status": 0, "socket_errors": 0}
"""


def test_figures_are_read_in_requests_a_second_and_milliseconds() -> None:
    found = parse(OUTPUT, URL)
    assert found.requests == 13842
    assert found.rps == pytest.approx(6591.4, abs=0.1)
    assert (found.p50_ms, found.p99_ms) == (1.03, 3.89)


def test_one_answer_that_was_not_the_page_spoils_the_figures() -> None:
    output = OUTPUT.replace(
        '"wrong": 0, "first_wrong_status": 0', '"wrong": 1, "first_wrong_status": 302'
    )
    with pytest.raises(BenchError, match=r"1 of 13842 answers .* \(status 302\)"):
        parse(output, URL)


def test_requests_that_were_cut_off_spoil_the_figures() -> None:
    with pytest.raises(BenchError, match="3 requests"):
        parse(OUTPUT.replace('"socket_errors": 0', '"socket_errors": 3'), URL)


def test_a_round_without_an_answer_is_no_figure() -> None:
    with pytest.raises(BenchError, match="Nothing was answered"):
        parse(OUTPUT.replace('"requests": 13842', '"requests": 0'), URL)


def test_output_without_our_line_is_refused_and_shown() -> None:
    with pytest.raises(BenchError, match="unable to connect"):
        parse("unable to connect to 127.0.0.1:8000 Connection refused\n", URL)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path != "/missing/"
        words = f"cookie {self.headers.get('Cookie')} of a page".encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


needs_wrk = pytest.mark.skipif(shutil.which("wrk") is None, reason="wrk is not installed")


@needs_wrk
def test_wrk_loads_a_page_with_the_cookie_and_checks_it(server: str) -> None:
    found = load(f"{server}/", clients=2, seconds=1, marker="cookie a=b", cookie="a=b")
    assert found.requests > 0
    assert found.p50_ms <= found.p99_ms


@needs_wrk
def test_a_page_without_its_marker_stops_the_benchmark(server: str) -> None:
    with pytest.raises(BenchError, match="were not the page"):
        load(f"{server}/", clients=2, seconds=1, marker="something else")


@needs_wrk
def test_another_status_stops_the_benchmark(server: str) -> None:
    with pytest.raises(BenchError, match="status 404"):
        load(f"{server}/missing/", clients=2, seconds=1, marker="page")
