"""Work that was promised is done: once, later, or held for a person, but never forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import timezone as dt_timezone

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from communities import due_work
from communities.due_work import due, due_many, find_due_work, nudge
from communities.models import DueWork, Site
from communities.scope import scope
from communities.tasks import do_due_work
from tests.cast import Cast
from tests.celery_worker import StartWorker, broker
from tests.communities import kinds_of_the_tests
from tests.config.running import eventually

REALLY = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    before = dict(due_work._kinds)
    kinds_of_the_tests.register()
    yield
    due_work._kinds.clear()
    due_work._kinds.update(before)


@pytest.fixture
def site(cast: Cast) -> Site:
    return cast.sites["Northbank"]


def name_of(site: Site) -> str:
    with scope(site.community_id):
        return Site.objects.get(pk=site.pk).name


def promise(kind: str, site: Site) -> DueWork:
    with scope(site.community_id):
        due(f"tests.{kind}", site.pk, community=site.community)
    return DueWork.objects.get(kind=f"tests.{kind}")


def come_due() -> None:
    """Let the time pass until everything is looked at again."""
    DueWork.objects.update(due_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_many_promises_of_one_transaction_nudge_once(
    site: Site, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, scope(site.community_id):
        due("tests.rename", site.pk, community=site.community)
        with transaction.atomic():
            due("tests.rename", site.pk, community=site.community)
            due_many("tests.rename", [1, 2], community=site.community)
    assert callbacks.count(nudge) == 1


def test_what_was_promised_is_done_once_and_its_row_is_gone(site: Site) -> None:
    row = promise("rename", site)
    due_work.do_one(row.pk)
    due_work.do_one(row.pk)  # a doubled message
    assert name_of(site) == "Northbank*"
    assert not DueWork.objects.exists()


def test_a_day_of_long_ago_is_now(site: Site) -> None:
    before = timezone.now()
    with scope(site.community_id):
        # As it is east of here, it would be before the year 1 for the database.
        long_ago = datetime(1, 1, 1, tzinfo=dt_timezone(timedelta(hours=10)))
        due("tests.rename", site.pk, community=site.community, at=long_ago)
    assert DueWork.objects.get().due_at >= before


def test_asking_twice_is_asking_once(site: Site) -> None:
    promise("rename", site)
    promise("rename", site)
    due_work.do_one(DueWork.objects.get().pk)
    assert name_of(site) == "Northbank*"


def test_a_promise_of_a_transaction_that_is_rolled_back_is_none(site: Site) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        promise("rename", site)
        1 / 0  # noqa: B018
    assert not DueWork.objects.exists()


def test_work_is_not_looked_at_before_it_is_due(site: Site) -> None:
    with scope(site.community_id):
        due(
            "tests.rename",
            site.pk,
            community=site.community,
            at=timezone.now() + timedelta(hours=1),
        )
    assert find_due_work() == 0


def test_asking_for_now_brings_forward_what_was_asked_for_later(site: Site) -> None:
    with scope(site.community_id):
        later = timezone.now() + timedelta(hours=1)
        due("tests.rename", site.pk, community=site.community, at=later)
    assert promise("rename", site).due_at < timezone.now()


def test_a_failure_is_written_down_and_tried_again_later_and_later(site: Site) -> None:
    row = promise("fail", site)
    due_work.do_one(row.pk)
    row.refresh_from_db()
    assert row.last_error == "RuntimeError: the printer is on fire"
    assert (row.attempts, row.held) == (1, False)
    first = row.due_at - timezone.now()
    assert timedelta(seconds=50) < first < timedelta(minutes=2)
    due_work.do_one(row.pk)
    row.refresh_from_db()
    assert row.due_at - timezone.now() > first + timedelta(minutes=2)


def test_after_three_failures_work_is_held_and_not_handed_out_again(site: Site) -> None:
    row = promise("fail", site)
    for _ in range(3):
        due_work.do_one(row.pk)
    row.refresh_from_db()
    assert (row.attempts, row.held) == (3, True)
    come_due()
    assert find_due_work() == 0


def test_asking_again_for_held_work_gives_it_three_more_tries(site: Site) -> None:
    row = promise("fail", site)
    for _ in range(3):
        due_work.do_one(row.pk)
    row = promise("fail", site)
    assert (row.attempts, row.held) == (0, False)


def test_a_failure_undoes_what_the_handler_wrote(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(site_id: int) -> None:
        kinds_of_the_tests.rename(site_id)
        kinds_of_the_tests.fail(site_id)

    due_work.register_due_work("tests.half", half)
    due_work.do_one(promise("half", site).pk)
    assert name_of(site) == "Northbank"


def test_work_of_a_kind_that_nobody_does_is_held_with_the_reason(site: Site) -> None:
    row = promise("unknown", site)
    for _ in range(3):
        due_work.do_one(row.pk)
    row.refresh_from_db()
    assert row.held
    assert "tests.unknown" in row.last_error


def test_asked_for_again_during_the_work_it_runs_again(site: Site) -> None:
    def ask_again(site_id: int) -> None:
        first = "*" not in name_of(site)
        kinds_of_the_tests.rename(site_id)
        if first:
            due("tests.again", site_id, community=site.community)

    due_work.register_due_work("tests.again", ask_again)
    row = promise("again", site)
    due_work.do_one(row.pk)
    row.refresh_from_db()
    assert row.due_at <= timezone.now()
    due_work.do_one(row.pk)
    assert name_of(site) == "Northbank**"
    assert not DueWork.objects.exists()


def test_a_scoped_handler_sees_its_community_and_no_other(cast: Cast, site: Site) -> None:
    with scope(cast.other):  # left open by whoever calls
        row = promise("count_people", site)
        due_work.do_one(row.pk)
    assert name_of(site) == "8 people"


@REALLY
def test_a_handler_without_scope_raises_when_it_looks_at_people(site: Site) -> None:
    row = promise("unscoped_look", site)
    due_work.do_one(row.pk)
    row.refresh_from_db()
    assert "no community scope is active" in row.last_error


@REALLY
def test_a_task_cannot_see_a_scope_that_the_caller_left(cast: Cast, site: Site) -> None:
    """The same connection, as in a worker that does one task after another."""
    due_work.do_one(promise("count_people", site).pk)
    assert name_of(site) == "8 people"
    row = promise("unscoped_look", site)
    do_due_work.apply(throw=True)
    due_work.do_one(row.pk)
    row.refresh_from_db()
    assert "no community scope is active" in row.last_error
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('porchlight.communities', true)")
        assert cursor.fetchone() in {("",), (None,)}


@REALLY
@pytest.mark.worker
def test_a_real_worker_does_what_the_tick_finds(site: Site, celery_worker: StartWorker) -> None:
    worker = celery_worker(kinds_of_the_tests.MODULE)
    promise("rename", site)
    eventually(lambda: not DueWork.objects.exists(), f"the work is done; {worker.log()}")
    assert name_of(site) == "Northbank*"


@REALLY
@pytest.mark.worker
def test_work_that_was_found_by_many_ticks_at_once_is_done_once(
    site: Site, celery_worker: StartWorker
) -> None:
    promise("rename", site)
    for _ in range(5):
        come_due()
        find_due_work()
    celery_worker(kinds_of_the_tests.MODULE)
    celery_worker(kinds_of_the_tests.MODULE)
    eventually(lambda: not DueWork.objects.exists(), "the work is done")
    eventually(lambda: broker().llen("default") == 0, "every message was taken")
    assert name_of(site) == "Northbank*"


@REALLY
@pytest.mark.worker
def test_work_whose_child_is_killed_in_the_middle_is_done_later(
    site: Site, celery_worker: StartWorker
) -> None:
    worker = celery_worker(kinds_of_the_tests.MODULE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1, 1)")
        promise("wait", site)
        eventually(_somebody_waits, f"the work has begun; {worker.log()}")
        worker.kill_children()
        cursor.execute("SELECT pg_advisory_unlock(1, 1)")
    _tick_until_nothing_is_due()
    assert name_of(site) == "Northbank*"


@REALLY
@pytest.mark.worker
def test_work_whose_whole_worker_is_killed_in_the_middle_is_done_by_another(
    site: Site, celery_worker: StartWorker
) -> None:
    worker = celery_worker(kinds_of_the_tests.MODULE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1, 1)")
        row = promise("wait", site)
        eventually(_somebody_waits, f"the work has begun; {worker.log()}")
        worker.kill()
        cursor.execute("SELECT pg_advisory_unlock(1, 1)")
    row.refresh_from_db()
    assert row.attempts == 1
    assert name_of(site) == "Northbank"
    celery_worker(kinds_of_the_tests.MODULE)
    _tick_until_nothing_is_due()
    assert name_of(site) == "Northbank*"


@REALLY
@pytest.mark.worker
def test_a_task_that_always_kills_its_worker_ends_held(
    site: Site, celery_worker: StartWorker
) -> None:
    worker = celery_worker(kinds_of_the_tests.MODULE)
    promise("die", site)

    def held() -> bool:
        if not DueWork.objects.filter(held=True).exists():
            come_due()
            find_due_work()
        return DueWork.objects.filter(held=True).exists()

    eventually(held, f"the work is held; {worker.log()}", step=0.5)
    assert DueWork.objects.get().attempts == 3
    assert name_of(site) == "Northbank"
    # The worker itself lives and does what comes next.
    promise("rename", site)
    eventually(lambda: name_of(site) == "Northbank*", "the next work is done")


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE d.datname = current_database() AND NOT granted"
            " AND locktype = 'advisory' AND classid = 1 AND objid = 1"
        )
        return bool(cursor.fetchone() == (1,))


def _tick_until_nothing_is_due() -> None:
    def done() -> bool:
        if DueWork.objects.filter(held=False).exists():
            come_due()
            find_due_work()
        return not DueWork.objects.exists()

    eventually(done, "the work is done", step=0.5)
