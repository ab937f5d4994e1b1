"""Shells for the worker."""

from celery import shared_task

from meetings.files.keeping import remove_stray_files


@shared_task
def remove_strays() -> None:
    """Delete files that no series has. Opens the scope of each community to ask for its rows."""
    remove_stray_files()
