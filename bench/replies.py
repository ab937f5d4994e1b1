"""How long posting a reply takes, one after the other, as a person's browser does it."""

import http.client
import random
import re
import statistics
import time
import uuid
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from bench.errors import BenchError
from bench.plan import REPLY_TOPIC
from bench.seed import Seeded
from bench.texts import bodies
from communities.scope import scope
from forums.models import Topic

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def reply_p50(port: int, seeded: Seeded, cookie: str, *, count: int) -> float:
    """Return the median time in milliseconds from sending a reply to the redirect's last byte.

    The page after each is opened too, untimed: it takes the "Your reply is posted" away.
    """
    path = reverse("forums:topic", args=[seeded.community.slug, REPLY_TOPIC])
    target = reverse("forums:posts", args=[seeded.community.slug, REPLY_TOPIC])
    before = _last_number(seeded)
    _status, headers, page = _request(port, "GET", path, cookie)
    cookies = SimpleCookie(headers.get("Set-Cookie", ""))
    token = _TOKEN.search(page)
    if token is None or settings.CSRF_COOKIE_NAME not in cookies:
        raise BenchError(f"{path} has no form to reply with.")
    cookie += f"; {settings.CSRF_COOKIE_NAME}={cookies[settings.CSRF_COOKIE_NAME].value}"
    times = []
    for body in bodies(random.Random(7), count):
        form = {"csrfmiddlewaretoken": token[1], "form_key": str(uuid.uuid4()), "body": body}
        began = time.perf_counter()
        status, headers, _page = _request(port, "POST", target, cookie, urlencode(form))
        times.append((time.perf_counter() - began) * 1000)
        if status != 302:
            raise BenchError(f"A reply was answered with {status} instead of a redirect.")
        _request(port, "GET", headers["Location"].partition("#")[0], cookie)
    if _last_number(seeded) != before + count:
        raise BenchError("Replies were answered but are not in the topic.")
    return statistics.median(times)


def _last_number(seeded: Seeded) -> int:
    with scope(seeded.community):
        return Topic.objects.get(number=REPLY_TOPIC).last_number


def _request(
    port: int, method: str, path: str, cookie: str, body: str | None = None
) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()
    finally:
        connection.close()
