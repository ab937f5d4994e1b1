"""`python -m config.embedded with`: servers for one command."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config.embedded.data_folder import PROJECT, DataFolder
from tests.config.running import COMMAND, clean_environment, data_folder, eventually, processes_of

pytestmark = pytest.mark.slow

ASK = """
import os, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as app:
    row = app.execute(
        "SELECT current_user, rolsuper, rolcreatedb, rolbypassrls, lower('É'),"
        " similarity('lamp', 'lamps') > 0.5, unaccent('é')"
        " FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
print(*row, redis.Redis.from_url(os.environ["REDIS_URL"]).config_get("appendonly"))
"""
WAIT_FOR_SIGNAL = """
import pathlib, signal, sys
def end(number, frame):
    print("told", number, flush=True); sys.exit(7)
signal.signal(signal.SIGTERM, end)
pathlib.Path(sys.argv[1]).touch()
signal.pause()
"""


def run_with(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "with", "--", *command],
        cwd=PROJECT,
        env=clean_environment(DATA_DIR=str(folder), **more),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_finds_both_servers_under_lang_c_and_in_a_path_with_a_space() -> None:
    with data_folder() as folder:
        done = run_with(folder, sys.executable, "-c", ASK, LANG="C", LC_ALL="C")
        assert done.stdout.split() == [
            *("porchlight_app", "False", "False", "False"),
            *("é", "True", "e", "{'appendonly':", "'yes'}"),
        ], done.stderr
        assert processes_of(folder) == []


def test_the_command_s_exit_code_is_ours() -> None:
    with data_folder() as folder:
        assert run_with(folder, "sh", "-c", "exit 3").returncode == 3
        assert run_with(folder, "sh", "-c", "kill -9 $$").returncode == 137
        missing = run_with(folder, "no-such-command")
        assert missing.returncode == 1
        assert "no-such-command cannot be run" in missing.stderr
        assert processes_of(folder) == []


def test_a_signal_is_passed_on_and_the_servers_stop() -> None:
    with data_folder() as folder:
        ready = folder.parent / "ready"
        process = subprocess.Popen(
            [*COMMAND, "with", "--", sys.executable, "-c", WAIT_FOR_SIGNAL, str(ready)],
            cwd=PROJECT,
            env=clean_environment(DATA_DIR=str(folder)),
            stdout=subprocess.PIPE,
            text=True,
        )
        eventually(ready.exists, "the command runs")
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=90)[0] == "told 15\n"
        assert process.returncode == 7
        assert processes_of(folder) == []


def test_a_second_command_joins_and_the_servers_stop_after_the_last() -> None:
    with data_folder() as folder:
        ready, release, said = (folder.parent / name for name in ("ready", "release", "said"))
        first_script = f"touch '{ready}'; while [ ! -e '{release}' ]; do sleep 0.05; done"
        first = subprocess.Popen(
            [*COMMAND, "with", "--", "sh", "-c", first_script],
            cwd=PROJECT,
            env=clean_environment(DATA_DIR=str(folder)),
            stderr=said.open("w"),
        )
        eventually(ready.exists, "the first command runs")
        # The second lets the first finish, waits until it has said so, and still has its servers.
        again = 'touch "$0"; while kill -0 "$1" && [ ! -s "$2" ]; do sleep 0.05; done; exec "$3" -c "$4"'
        second = run_with(
            *(folder, "sh", "-c", again, str(release), str(first.pid)),
            *(str(said), sys.executable, ASK),
        )
        assert "porchlight_app" in second.stdout, second.stderr
        assert first.wait(90) == 0
        assert "Another command still uses these servers" in said.read_text()
        assert processes_of(folder) == []


def test_servers_of_one_s_own_are_used_as_they_are() -> None:
    own = {
        "DATABASE_URL": "postgresql://a@elsewhere/x",
        "DATABASE_OWNER_URL": "postgresql://b@elsewhere/x",
        "REDIS_URL": "redis://elsewhere/1",
    }
    with data_folder() as folder:
        done = run_with(folder, "sh", "-c", "echo $DATABASE_URL $REDIS_URL", **own)
        assert done.stdout.split() == [own["DATABASE_URL"], own["REDIS_URL"]]
        assert not folder.exists()
        half = run_with(folder, "true", DATABASE_URL=own["DATABASE_URL"])
        assert half.returncode == 1
        assert "Set both" in half.stderr


def test_fresh_starts_from_an_empty_database() -> None:
    make = "import os, psycopg; psycopg.connect(os.environ['DATABASE_OWNER_URL'], autocommit=True).execute('CREATE TABLE kept ()')"
    with data_folder() as folder:
        assert run_with(folder, sys.executable, "-c", make).returncode == 0
        assert "already exists" in run_with(folder, sys.executable, "-c", make).stderr
        fresh = [*COMMAND, "with", "--fresh", "--", sys.executable, "-c", make]
        env = clean_environment(DATA_DIR=str(folder))
        assert subprocess.run(fresh, cwd=PROJECT, env=env, check=False).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its servers to another account")
def test_root_keeps_data_elsewhere_rather_than_open_a_closed_folder() -> None:
    with tempfile.TemporaryDirectory() as closed:  # mode 0700
        folder = Path(closed, "data")
        home = DataFolder(folder / "test").servers_home  # asked again once the folder is there
        try:
            done = run_with(folder, sys.executable, "-c", ASK)
            assert "porchlight_app" in done.stdout, done.stderr
            assert Path(closed).stat().st_mode & 0o777 == 0o700
            assert home().parent == Path("/var/lib/porchlight")
            shutil.rmtree(folder)
            made_again = run_with(folder, sys.executable, "-c", ASK)
            assert "porchlight_app" in made_again.stdout, made_again.stderr
        finally:
            shutil.rmtree(home().with_suffix(".removed"), ignore_errors=True)
            shutil.rmtree(home(), ignore_errors=True)
