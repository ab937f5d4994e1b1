"""Shells for the worker."""

from celery import shared_task

from knowledge.files.stray_files import remove_stray_files


@shared_task
def remove_strays() -> None:
    """Delete files that no resource has. Opens the scope of each community to ask for its rows."""
    remove_stray_files()
