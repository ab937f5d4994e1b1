"""Shells for the worker."""

from celery import shared_task

from accounts.stray_pictures import remove_stray_pictures


@shared_task
def remove_strays() -> None:
    """Delete pictures that are nobody's. Unscoped: reads only the global table of people."""
    remove_stray_pictures()
