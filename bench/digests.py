"""How many digests a second are composed and handed to a mail server, for the whole data set."""

import smtplib
import subprocess
import sys
import time

from django.core.management import get_commands

from bench.errors import BenchError
from bench.plan import Plan
from bench.servers import Servers
from config.embedded.data_folder import PROJECT


def digests_per_s(servers: Servers, plan: Plan) -> float | None:
    """Return mails taken by the sink over the seconds of both commands; None without digests."""
    if "send_digests" not in get_commands():
        return None
    port = servers.sink()
    environment = {**servers.environment, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    began = time.perf_counter()
    for command in (["send_digests"], ["send_mail"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=PROJECT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    seconds = time.perf_counter() - began
    mails = _taken(port)
    if mails < plan.members * 0.9:
        raise BenchError(f"Only {mails} digests for {plan.members} people reached the mail server.")
    return mails / seconds


def _taken(port: int) -> int:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        _code, words = client.noop()
    mails, _mails, _to, addresses, _addresses = words.decode().split()
    if mails != addresses:
        raise BenchError(f"{mails} mails went to {addresses} people: somebody got two.")
    return int(mails)
