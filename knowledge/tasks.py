"""Shells for the worker."""

from celery import shared_task

from knowledge.adaptations.outcome_files import remove_stray_outcome_files
from knowledge.commons.snapshot_files import remove_stray_snapshot_files
from knowledge.exchange.stray_files import remove_stray_exchanged
from knowledge.files.stray_files import remove_stray_files


@shared_task
def remove_strays() -> None:
    """Delete files that no resource has. Opens the scope of each community to ask for its rows."""
    remove_stray_files()
    remove_stray_exchanged()
    remove_stray_outcome_files()
    remove_stray_snapshot_files()
