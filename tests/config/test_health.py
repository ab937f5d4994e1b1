"""`/healthz` and `/readyz`, as balancers and supervisors ask them."""

import json

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client
from pytest_django.fixtures import Settings

from tests.own_valkey import OwnValkey


def ready(client: Client) -> tuple[int, dict[str, object]]:
    answer = client.get("/readyz", headers={"host": "10.0.0.7:8000"})
    return answer.status_code, json.loads(answer.content)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_answers_any_host_over_plain_http_without_cookies(
    db: None, client: Client, settings: Settings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(path, headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert client.post(path).status_code == 405


def test_the_process_answers_without_touching_the_database(client: Client) -> None:
    # Without the fixture `db`, pytest-django refuses every connection.
    assert client.get("/healthz").status_code == 200


def test_ready_says_that_every_part_is_well(db: None, client: Client) -> None:
    everything = {"ready": True, "database": "ok", "migrations": "ok", "broker": "ok"}
    assert ready(client) == (200, everything)


def test_a_migration_that_is_not_applied_is_not_ready(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = {("forums", "0001_initial"), ("forums", "9999_of_tomorrow")}
    monkeypatch.setattr("config.health._expected_migrations", lambda: ahead)
    status, said = ready(client)
    assert (status, said["ready"], said["migrations"]) == (503, False, "1 not applied")


def test_the_app_role_reads_but_does_not_write_the_record_of_migrations(db: None) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")


def test_a_broker_that_is_away_is_not_ready_and_nothing_secret_is_said(
    db: None, client: Client, settings: Settings
) -> None:
    settings.CELERY_BROKER_URL = "redis+socket://:hidden@/nowhere/valkey.sock?virtual_host=0"
    status, said = ready(client)
    assert (status, said["broker"], said["database"]) == (503, "does not answer", "ok")
    assert "hidden" not in json.dumps(said)
    assert "nowhere" not in json.dumps(said)


def test_a_broker_that_hangs_is_not_waited_for(
    db: None, client: Client, settings: Settings, own_valkey: OwnValkey
) -> None:
    settings.CELERY_BROKER_URL = f"redis+socket://{own_valkey.folder}/s?virtual_host=0"
    assert ready(client)[0] == 200
    own_valkey.freeze()
    assert ready(client)[1]["broker"] == "does not answer"
    own_valkey.thaw()
    assert ready(client)[0] == 200


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_a_database_that_is_away_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", "/nowhere")
    status, said = ready(client)
    assert status == 503
    assert said == {
        "ready": False,
        "database": "does not answer",
        "migrations": "unknown",
        "broker": "ok",
    }
    assert client.get("/healthz").status_code == 200
