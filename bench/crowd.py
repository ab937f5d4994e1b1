"""People who read and write at once: each a thread that asks, waits as a person does, asks again."""

import http.client
import random
import re
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

# Of how long a person looks at a page, and writes a reply, in seconds.
READS = (2.0, 6.0)
WRITES = (4.0, 8.0)
# One reply in so many is sent twice at the same moment, as a double click does.
TWICE = 3
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    page: str


@dataclass
class Tally:
    """What everybody saw: times in milliseconds by kind of request, and what was not as it should be."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """The words of every reply that was answered as posted."""
    unanswered: list[str] = field(default_factory=list)
    """Those of replies that got another answer or none: they may be there or not."""

    def note(self, kind: str, began: float) -> None:
        # Lists of CPython take an item from many threads at once.
        self.times.setdefault(kind, []).append((time.perf_counter() - began) * 1000)


class Person:
    """Somebody who is signed in: cookies as a browser keeps them, a new connection each time."""

    def __init__(self, port: int, cookie: str, tally: Tally, seed: int) -> None:
        self.port, self.tally, self.choice = port, tally, random.Random(seed)
        self.cookies = SimpleCookie(cookie)

    def ask(self, kind: str, path: str, form: dict[str, str] | None = None) -> Answer | None:
        """Return the answer, or None where there was none; either way it is noted."""
        began = time.perf_counter()
        try:
            answer = self._ask(path, form)
        except (OSError, http.client.HTTPException) as error:
            self.tally.errors.append(f"{kind} {path}: {error!r}")
            return None
        finally:
            self.tally.note(kind, began)
        if answer.status != (302 if form else 200):
            self.tally.errors.append(f"{kind} {path}: {answer.status}")
            return None
        return answer

    def _ask(self, path: str, form: dict[str, str] | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        headers = {"Cookie": sent, "Accept-Encoding": "identity"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form) if form is not None else None
        try:
            connection.request("POST" if form else "GET", path, body=body, headers=headers)
            response = connection.getresponse()
            for name, value in response.getheaders():
                if name.lower() == "set-cookie":
                    self.cookies.load(value)
            page = response.read().decode()
            return Answer(response.status, response.getheader("Location", ""), page)
        finally:
            connection.close()

    def wait(self, seconds: tuple[float, float], ends: float) -> None:
        time.sleep(max(0.0, min(self.choice.uniform(*seconds), ends - time.monotonic())))


def read(person: Person, pages: Sequence[tuple[str, str]], ends: float) -> None:
    """Open one of these pages after the other, each a kind and a path."""
    person.wait((0, READS[1]), ends)
    while time.monotonic() < ends:
        kind, path = person.choice.choice(pages)
        answer = person.ask(kind, path)
        if answer is not None and "</html>" not in answer.page:
            person.tally.errors.append(f"{kind} {path}: not the whole page")
        person.wait(READS, ends)


def write(person: Person, path: str, target: str, mark: str, ends: float) -> None:
    """Reply in the topic at `path` by posting to `target`, and look whether it is there.

    `mark` begins the words of each reply and stands in no other.
    """
    person.wait((0, WRITES[1]), ends)
    number = 0
    while time.monotonic() < ends:
        number += 1
        words = f"{mark} {number}"
        if opened := person.ask("topic", path):
            token = _TOKEN.search(opened.page)
            form = {
                "csrfmiddlewaretoken": token[1] if token else "",
                "form_key": str(uuid.uuid4()),
                "body": f"{words} says it **plainly**. " + "What did you try? " * 20,
            }
            _post(person, target, form, words, twice=number % TWICE == 0)
        person.wait(WRITES, ends)


def _post(person: Person, target: str, form: dict[str, str], words: str, *, twice: bool) -> None:
    times = 2 if twice else 1
    with ThreadPoolExecutor(times) as pool:
        answers = list(pool.map(lambda _n: person.ask("reply", target, form), range(times)))
    posted = [answer for answer in answers if answer is not None]
    if not posted:
        person.tally.unanswered.append(words)
        return
    person.tally.written.append(words)
    shown = person.ask("after_reply", posted[0].location.partition("#")[0])
    if shown is not None and f"{words} says it" not in shown.page:
        person.tally.errors.append(f"{words}: posted, and not on the page that follows")


def run_all(acts: Sequence[Callable[[], None]]) -> None:
    """Let everybody act at once, and wait until all have ended."""
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
