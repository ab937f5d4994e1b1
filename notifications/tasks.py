"""Shells for the worker. None opens a scope: they read global tables only."""

from celery import shared_task

from notifications import sending, suppression


@shared_task
def send_waiting_mail() -> None:
    """Send what waits. Unscoped: claims rows of OutgoingMail, and speaks to the mail server."""
    sending.send_waiting()


@shared_task
def forget_old_mail() -> None:
    """Take away bodies older than 30 days. Unscoped: updates OutgoingMail only."""
    sending.forget_old_bodies()


@shared_task
def look_after_stopped() -> None:
    """Ask addresses that mail stopped for. Unscoped: reads Suppression, and people by address."""
    suppression.look_after_stopped()
