import asyncio
import smtplib
import socket
import threading
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from mailroom import lmtp
from tests.mailroom.letters import HOST


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


@pytest.fixture
def door() -> Iterator[smtplib.LMTP]:
    """Return a client that is connected to the door."""
    listening = socket.create_server(("127.0.0.1", 0))
    loop = asyncio.new_event_loop()
    serving = loop.create_task(lmtp.serve(listening))
    thread = threading.Thread(target=_run, args=(loop, serving), daemon=True)
    thread.start()
    try:
        with smtplib.LMTP("127.0.0.1", listening.getsockname()[1]) as client:
            yield client
    finally:
        loop.call_soon_threadsafe(serving.cancel)
        thread.join(60)


def _run(loop: asyncio.AbstractEventLoop, serving: "asyncio.Task[None]") -> None:
    try:
        loop.run_until_complete(serving)
    except asyncio.CancelledError:
        loop.close()
