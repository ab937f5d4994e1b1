"""Shells for the worker. Neither opens a scope: they read only the global table of messages."""

from celery import shared_task

from mailroom import sweeping


@shared_task
def look_after_waiting() -> None:
    """Find what waits too long. Unscoped: reads InboundMessage only, and promises work."""
    sweeping.look_after_waiting()


@shared_task
def forget_old_messages() -> None:
    """Take away bodies older than 30 days. Unscoped: updates InboundMessage only."""
    sweeping.forget_old_bodies()
