"""A module that uses `site` leaves an empty database behind, whatever was still being asked for."""

import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.request import urlopen

from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler

from tests.browsing import let_requests_end


def test_a_request_that_is_still_at_work_is_waited_for() -> None:
    begun = threading.Event()
    may_end = threading.Event()
    done: list[str] = []

    def slow_page(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        begun.set()
        may_end.wait(60)
        done.append(environ["PATH_INFO"])
        start("200 OK", [("Content-Length", "0")])
        return [b""]

    server = ThreadedWSGIServer(("localhost", 0), QuietWSGIRequestHandler)
    server.set_app(slow_page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://localhost:{server.server_address[1]}/slow"
    threading.Thread(target=lambda: urlopen(url).close(), daemon=True).start()
    assert begun.wait(60)
    server.shutdown()
    server.server_close()
    assert done == []
    threading.Timer(0.2, may_end.set).start()
    let_requests_end()
    assert done == ["/slow"]
