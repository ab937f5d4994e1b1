"""Kinds of due work that only tests ask for; a worker gets them with `--include`.

Each writes into Site rows of the community, since what a task did must be seen in the database.
"""

import os
import signal
import time

from django.db import connection

from communities.due_work import register_due_work
from communities.models import Membership, Site

MODULE = "tests.communities.kinds_of_the_tests"


def rename(site_id: int) -> None:
    """Add one lamp to the site's name: done twice it shows."""
    site = Site.objects.get(pk=site_id)
    site.name += "*"
    site.save()


def die(site_id: int) -> None:
    """Start the work, and take the worker's child down before it is done."""
    rename(site_id)
    os.kill(os.getpid(), signal.SIGKILL)


def wait_for_release(site_id: int) -> None:
    """Add a star, then wait (outside, the test decides how long) for an advisory lock."""
    rename(site_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1, 1), pg_advisory_unlock(1, 1)")


def fail(_site_id: int) -> None:
    raise RuntimeError("the printer is on fire")


def count_people(site_id: int) -> None:
    """Write how many people are seen into the name of the site."""
    Site.objects.filter(pk=site_id).update(name=f"{Membership.objects.count()} people")


def look_without_a_scope(_object_id: int) -> None:
    Membership.objects.count()


def register() -> None:
    register_due_work("tests.rename", rename)
    register_due_work("tests.die", die)
    register_due_work("tests.wait", wait_for_release)
    register_due_work("tests.fail", fail)
    register_due_work("tests.count_people", count_people)
    register_due_work("tests.unscoped_look", look_without_a_scope, scoped=False)
    register_due_work("tests.unscoped_mail", lambda _id: time.sleep(0), scoped=False, queue="mail")


register()
