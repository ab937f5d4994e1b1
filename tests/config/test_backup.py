"""A dump by the owner is whole, and what is restored from it serves people."""

import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from communities.scope import scope
from config.embedded.accounts import account_for
from config.embedded.binaries import binaries_for
from config.embedded.data_folder import PROJECT
from forums.actions import open_topic
from tests.cast import make_cast
from tests.celery_worker import database_url, worker_environment
from tests.walks import database

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


def tool(name: str) -> str:
    """Return a program of PostgreSQL's: the embedded one's, else the machine's."""
    beside = binaries_for(account_for(PROJECT)).postgres / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not on this machine")
    return found


@pytest.fixture
def empty_database() -> Iterator[str]:
    """Return the name of a new database of the owner's."""
    name = f"test_restored_{secrets.token_hex(4)}"
    with psycopg.connect(database_url("owner"), autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield name
        owner.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def run(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=PROJECT,
        env=worker_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )


def in_database(url: str, name: str) -> str:
    return url.replace(str(connections["owner"].settings_dict["NAME"]), name)


def sums(url: str) -> dict[str, str]:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        names = sorted(database.tables(cursor))  # type: ignore[arg-type]
        return database.checksums(cursor, names)  # type: ignore[arg-type]


def test_a_dump_by_the_owner_is_restored_whole(empty_database: str, tmp_path: Path) -> None:
    cast = make_cast()
    with scope(cast.community):
        open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
    owner = database_url("owner")
    restored = in_database(owner, empty_database)
    dump, wanted = str(tmp_path / "porchlight.dump"), tmp_path / "wanted"

    done = run(tool("pg_dump"), "--format=custom", f"--file={dump}", owner)
    assert done.returncode == 0, done.stderr
    listed = run(tool("pg_restore"), "--list", dump).stdout.splitlines()
    wanted.write_text("\n".join(line for line in listed if "EXTENSION" not in line))
    done = run(
        *(tool("pg_restore"), f"--use-list={wanted}", "--no-owner", "--no-privileges"),
        *("--exit-on-error", f"--dbname={restored}", dump),
    )
    assert done.returncode == 0, done.stderr

    before = sums(owner)
    assert before == sums(restored)
    assert len(before) > 30

    done = run(
        *(sys.executable, "manage.py", "migrate", "--no-input"),
        DATABASE_URL=in_database(database_url("default"), empty_database),
        DATABASE_OWNER_URL=restored,
    )
    assert done.returncode == 0, done.stderr
    with psycopg.connect(in_database(database_url("default"), empty_database)) as app:
        with pytest.raises(psycopg.errors.RaiseException, match="no community scope is active"):
            app.execute("SELECT * FROM forums_topic")
        app.rollback()
        app.execute(
            "SELECT set_config('porchlight.communities', %s, true)", [f"{{{cast.community.pk}}}"]
        )
        assert app.execute("SELECT title FROM forums_topic").fetchall() == [("Buses",)]


def test_a_dump_by_the_app_role_fails_rather_than_be_half(tmp_path: Path) -> None:
    cast = make_cast()
    assert cast.sam.pk
    done = run(tool("pg_dump"), f"--file={tmp_path / 'half'}", database_url("default"))
    assert done.returncode != 0
    assert "row-level security" in done.stderr or "permission denied" in done.stderr
