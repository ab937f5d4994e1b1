"""What people see when something is refused, missing or broken."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import User
from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic
from forums.models import Post
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
HOME = "/c/four-rivers/"


def patient(client: Client) -> Client:
    """Return the browser: a fault of the page is an answer to it, not an exception."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Return a function that makes the community's first page raise."""

    def install(error: Exception) -> None:
        def broken(_request: HttpRequest) -> HttpResponse:
            raise error

        monkeypatch.setattr("communities.views.home.home_sections", broken)

    return install


def test_what_is_not_there_is_404_in_the_person_s_language(cast: Cast, as_member: AsMember) -> None:
    for member, language in ((cast.tess, "en"), (cast.rosa, "es")):
        page = as_member(member).get("/c/four-rivers/nothing/")
        assert page.status_code == 404
        assert f'<html lang="{language}"' in page.content.decode()


def test_a_visitor_gets_his_browser_s_language(db: None, client: Client) -> None:
    page = client.get("/nothing/", headers={"accept-language": "es-MX,es;q=0.9"})
    assert (page.status_code, '<html lang="es"' in page.content.decode()) == (404, True)


def test_403_says_why(cast: Cast, as_member: AsMember, fault: Callable[[Exception], None]) -> None:
    fault(PermissionDenied("Only facilitators of this community may do this."))
    page = as_member(cast.tess).get(HOME)
    assert page.status_code == 403
    assert "Only facilitators of this community may do this." in page.content.decode()


def test_500_gives_the_number_of_the_log_line_and_asks_the_database_for_nothing(
    cast: Cast, as_member: AsMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries_at_the_fault = []

    def broken(_request: HttpRequest) -> HttpResponse:
        queries_at_the_fault.append(len(connection.queries))
        raise ZeroDivisionError

    monkeypatch.setattr("communities.views.home.home_sections", broken)
    with CaptureQueriesContext(connection) as queries:
        page = patient(as_member(cast.rosa)).get(HOME)
    assert page.status_code == 500
    html = page.content.decode()
    assert page.headers["X-Request-ID"] in html
    assert '<html lang="es"' in html
    later = [q["sql"] for q in queries.captured_queries[queries_at_the_fault[0] :]]
    assert all("ROLLBACK" in statement or "SAVEPOINT" in statement for statement in later), later


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_with_the_database_away_there_is_still_a_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", "/nowhere")
    page = patient(client).get(HOME, headers={"accept-language": "es"})
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "120"
    assert '<html lang="es"' in page.content.decode()
    assert "Content-Security-Policy" in page.headers


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_a_signed_in_person_gets_that_page_too(
    cast: Cast, as_member: AsMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = patient(as_member(cast.tess))
    assert browser.get(HOME).status_code == 200  # her session is in the cache from now on
    connection.close()
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", "/nowhere")
    assert browser.get(HOME).status_code == 503


def test_too_much_at_once_is_413(cast: Cast, as_member: AsMember, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    page = as_member(cast.tess).post(
        "/c/four-rivers/forums/superintendents/topics/new/", {"title": "Long", "body": "x" * 5000}
    )
    assert page.status_code == 413
    assert "too much to send" in page.content.decode()


def test_a_host_that_is_not_ours_is_400(db: None, client: Client) -> None:
    page = client.get("/", headers={"host": "elsewhere.example"})
    assert page.status_code == 400
    assert "could not be read" in page.content.decode()


def test_a_form_that_was_open_too_long_says_what_to_do_and_saves_nothing(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(
        User.objects.get(pk=cast.tess.user_id),
        backend="accounts.backend.SessionBackend",
    )
    page = browser.post(f"/c/four-rivers/topics/{topic.number}/posts/", {"body": "We do."})
    assert page.status_code == 403
    html = page.content.decode()
    assert "reload the page and send it again" in html
    assert "draft-unsent" in html  # what keeps the typed text in the browser
    with scope(cast.community):
        assert Post.objects.count() == 1
