"""Shells for the worker."""

from celery import shared_task

from communities import due_work


@shared_task
def do_due_work() -> None:
    """Look for due work. Unscoped: reads only the global table of due work."""
    due_work.find_due_work()


@shared_task
def do_one(due_id: int) -> None:
    """Do one piece of due work. Opens the scope of the row's community."""
    due_work.do_one(due_id)
