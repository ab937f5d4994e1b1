"""A database role that could pass the walls is refused when it serves people."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import sql

from config.embedded.data_folder import PROJECT
from tests.celery_worker import database_url, worker_environment

MakeRole = Callable[..., str]
SIDE = os.environ.get("PYTEST_XDIST_WORKER", "main")
PASSWORD = secrets.token_hex(16)


@pytest.fixture
def superuser(db: None) -> Iterator["psycopg.Connection"]:
    """Return a superuser's connection to the test's database."""
    url = os.environ.get("TEST_SUPERUSER_URL")
    if not url:
        pytest.skip("TEST_SUPERUSER_URL is not set: no roles can be made on this server")
    found = psycopg.connect(url, dbname=test_database(), autocommit=True)
    yield found
    found.close()


@pytest.fixture
def make_role(superuser: "psycopg.Connection") -> Iterator[MakeRole]:
    """Return a function that makes a role; `{role}` in `statements` is its name."""
    made: list[sql.Identifier] = []

    def make(*statements: str) -> str:
        name = f"test_{SIDE}_{len(made)}_{secrets.token_hex(4)}"
        role = sql.Identifier(name)
        made.append(role)
        superuser.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(PASSWORD))
        )
        for statement in statements:
            superuser.execute(sql.SQL(cast("Any", statement)).format(role=role))
        return name

    yield make
    for role in made:
        superuser.execute(sql.SQL("DROP OWNED BY {}").format(role))
        superuser.execute(sql.SQL("DROP ROLE {}").format(role))


def test_database() -> str:
    return str(connections["default"].settings_dict["NAME"])


test_database.__test__ = False  # type: ignore[attr-defined]


def connect_as(role: str, *, alias: str = "default") -> None:
    described = {**connections["default"].settings_dict, "USER": role, "PASSWORD": PASSWORD}
    wrapper = DatabaseWrapper(cast("Any", described), alias=alias)
    try:
        wrapper.connect()
    finally:
        wrapper.close()


OWNER = str(urlsplit(os.environ["DATABASE_OWNER_URL"]).username)


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        (["ALTER ROLE {role} SUPERUSER"], "is a superuser"),
        (["ALTER ROLE {role} BYPASSRLS"], "has BYPASSRLS"),
        (["CREATE TABLE of_{role_name} (id bigint)"], "owns tables"),
        ([f'GRANT "{OWNER}" TO {{role}}'], "is a member of a role that does"),
        ([f'GRANT "{OWNER}" TO {{role}} WITH INHERIT FALSE'], "is a member of a role that does"),
        (["GRANT TRUNCATE ON forums_post TO {role}"], "may TRUNCATE"),
    ],
    ids=["superuser", "bypassrls", "owner", "member", "member without inheritance", "truncate"],
)
def test_a_role_that_could_pass_the_walls_is_refused(
    make_role: MakeRole, superuser: "psycopg.Connection", statements: list[str], reason: str
) -> None:
    if "of_{role_name}" in statements[0]:
        role = make_role()
        superuser.execute(sql.SQL("CREATE TABLE {} ()").format(sql.Identifier(f"of_{role}")))
        superuser.execute(
            sql.SQL("ALTER TABLE {} OWNER TO {}").format(
                sql.Identifier(f"of_{role}"), sql.Identifier(role)
            )
        )
    else:
        role = make_role(*statements)
    with pytest.raises(ImproperlyConfigured, match=reason):
        connect_as(role)


def test_one_step_removed_is_refused_too(make_role: MakeRole) -> None:
    """SET ROLE would do it."""
    mighty = make_role("ALTER ROLE {role} BYPASSRLS")
    role = make_role(f'GRANT "{mighty}" TO {{role}} WITH INHERIT FALSE')
    with pytest.raises(ImproperlyConfigured, match="may become a role that has"):
        connect_as(role)


def test_a_role_with_rows_only_is_taken(make_role: MakeRole) -> None:
    connect_as(make_role("GRANT SELECT ON forums_post TO {role}"))


def test_the_owner_s_alias_is_the_owner(make_role: MakeRole) -> None:
    connect_as(make_role("ALTER ROLE {role} SUPERUSER"), alias="owner")


def start(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *command],
        cwd=PROJECT,
        env=worker_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "gunicorn", "config.wsgi", "--bind=127.0.0.1:0", "--preload", "--no-control-socket"),
        ("-m", "config.worker"),
    ],
    ids=["web", "worker"],
)
def test_web_and_worker_do_not_start_as_the_owner(db: None, command: tuple[str, ...]) -> None:
    ended = start(*command, DATABASE_URL=database_url("owner"))
    assert ended.returncode != 0
    assert "DATABASE_URL names a role that owns tables" in ended.stdout + ended.stderr


def test_files_are_collected_without_a_database(db: None) -> None:
    away = "postgresql://nobody@/nothing?host=/nowhere"
    ended = start(
        *("manage.py", "collectstatic", "--no-input", "--dry-run"),
        DATABASE_URL=away,
        DATABASE_OWNER_URL=away,
    )
    assert ended.returncode == 0, ended.stderr


def test_the_web_server_starts_before_its_database_does(db: None) -> None:
    away = "postgresql://nobody@/nothing?host=/nowhere"
    ended = start("-c", "import config.wsgi", DATABASE_URL=away)
    assert ended.returncode == 0, ended.stderr
    assert "its role is checked when it does" in ended.stderr
