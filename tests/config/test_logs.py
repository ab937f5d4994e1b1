"""What is written down of a request, and what never is."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from structlog.contextvars import bound_contextvars

from accounts.models import User
from communities.due_work import due
from communities.models import Membership
from communities.scope import scope
from config.logging import logging_config, masked
from core.signed_links import make_short_token, make_token
from tests.cast import Cast
from tests.celery_worker import StartWorker
from tests.communities import kinds_of_the_tests
from tests.config.running import eventually

AsMember = Callable[[Membership], Client]
Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Return a function that gives the JSON lines written since the test began."""
    config = logging_config(form="json", level="INFO")
    described = config["formatters"]["lines"]
    formatter = described.pop("()")(**described)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_a_request_is_one_line_with_who_where_and_how_long(
    cast: Cast, as_member: AsMember, lines: Lines
) -> None:
    answer = as_member(cast.tess).get(
        "/c/four-rivers/?before=secret-of-the-query", headers={"x-request-id": "proxy-0123456789"}
    )
    (line,) = [line for line in lines() if line["event"] == "request"]
    assert answer.headers["X-Request-ID"] == line["request_id"] == "proxy-0123456789"
    assert line["path"] == "/c/four-rivers/"
    assert line["community"] == "four-rivers"
    assert line["user"] == cast.tess.user_id
    assert (line["method"], line["status"]) == ("GET", answer.status_code)
    assert isinstance(line["ms"], float)
    assert "secret" not in json.dumps(lines())
    assert "example.org" not in json.dumps(lines())


@pytest.mark.parametrize("offered", ["short", "x" * 65, "with spaces in it", "a\"b'c<script>", ""])
def test_a_request_id_that_is_not_well_formed_is_replaced(
    db: None, client: Client, offered: str
) -> None:
    given = client.get("/robots.txt", headers={"x-request-id": offered}).headers["X-Request-ID"]
    assert given != offered
    assert re.fullmatch(r"[0-9a-f]{32}", given)


@pytest.mark.parametrize(
    "token",
    [
        make_token("unsubscribe", membership=3),
        make_token("join", invitation=12345),
        make_short_token("unsubscribe", 3, 12),
        "k3f9a0b2c4d6e8f0a1b3c5d7e9",
        "0d9a7c1e-1111-4222-8333-444455556666",
        "abcdefghijklmnopqrstuvwxyzab",
    ],
    ids=["unsubscribe", "join", "short", "reply key", "uuid", "letters"],
)
def test_a_token_in_a_path_is_masked(db: None, client: Client, lines: Lines, token: str) -> None:
    client.get(f"/join/{token}/")
    assert any(line.get("path") == "/join/[masked]/" for line in lines())
    assert token not in json.dumps(lines())


@pytest.mark.parametrize(
    "path",
    [
        "/c/four-rivers/forums/family-engagement-in-the-early-years/",
        "/c/four-rivers/topics/123456/posts/17/edit/",
        "/accounts/password/change/",
        "/accounts/2fa/recovery-codes/generate/",
    ],
)
def test_ordinary_addresses_stay_readable(path: str) -> None:
    assert masked(path) == path


def test_an_address_and_a_quoted_row_are_masked_in_a_traceback(cast: Cast, lines: Lines) -> None:
    name = "Tess\nand what she wrote"
    try:
        with transaction.atomic():
            User.objects.create_user("new@example.org", display_name=name, language=None)
    except IntegrityError:
        logging.getLogger("test").exception("could not save for new@example.org")
    (line,) = lines()
    assert "IntegrityError" in str(line["exception"])
    assert "example.org" not in json.dumps(line)
    assert "and what she wrote" not in json.dumps(line)


def test_a_fault_is_written_down_with_its_traceback_and_no_query(
    cast: Cast, as_member: AsMember, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communities.views.home.home_sections", lambda _request: 1 / 0)
    browser = as_member(cast.tess)
    browser.raise_request_exception = False
    answer = browser.get("/c/four-rivers/?token=verysecret")
    assert answer.status_code == 500
    faults = [line for line in lines() if line["level"] == "error"]
    assert "ZeroDivisionError" in str(faults[0]["exception"])
    assert faults[0]["request_id"] == answer.headers["X-Request-ID"]
    assert faults[0]["community"] == "four-rivers"
    assert "verysecret" not in json.dumps(lines())


@pytest.mark.worker
@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_a_task_s_lines_carry_the_number_of_the_request_that_asked_for_it(
    cast: Cast, celery_worker: StartWorker
) -> None:
    worker = celery_worker(kinds_of_the_tests.MODULE, LOG_FORMAT="json")

    with bound_contextvars(request_id="asked-for-by-this"), scope(cast.community):
        due("tests.rename", cast.sites["Northbank"].pk, community=cast.community)

    def tasks() -> list[dict[str, object]]:
        found = [json.loads(line) for line in worker.log().splitlines() if line.startswith("{")]
        return [line for line in found if line["event"] == "task"]

    eventually(lambda: len(tasks()) == 2, f"both tasks are logged; {worker.log()}")
    assert {line["request_id"] for line in tasks()} == {"asked-for-by-this"}
    done = next(line for line in tasks() if line["task"] == "communities.tasks.do_one")
    assert done["community_id"] == cast.community.pk
    assert done["kind"] == "tests.rename"
    assert done["state"] == "SUCCESS"
    assert len(str(done["task_id"])) == 36
