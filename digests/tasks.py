"""Shells for the worker. Neither is given a scope: compose_and_send opens each it needs, visibly."""

from celery import shared_task

from digests import actions


@shared_task
def find_due() -> None:
    """Make the digests that are due. Unscoped: reads who is due from global rows."""
    actions.compose_and_send()


@shared_task
def forget_old_runs() -> None:
    """Delete old records of digests. Unscoped: touches only the global table of runs."""
    actions.forget_old_runs()
