import smtplib
import subprocess
import sys
from collections.abc import Iterator

import pytest

from config.embedded.programs import listen


@pytest.fixture
def port() -> Iterator[int]:
    with listen(0) as listening:
        number = listening.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.smtp_sink", str(number)], pass_fds=[number]
        )
        yield listening.getsockname()[1]
    process.terminate()
    assert process.wait(60) == 0


def test_it_counts_mails_and_the_people_they_went_to(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        for to in ("ana@example.org", "ben@example.org", "ana@example.org"):
            client.sendmail("from@example.org", [to], f"To: {to}\r\n\r\n.hidden dot\r\n")
        code, words = client.noop()
    assert (code, words) == (250, b"3 mails to 2 addresses")
