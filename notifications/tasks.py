"""Shells for the worker. Neither opens a scope: they read only the global table of mails."""

from celery import shared_task

from notifications import sending


@shared_task
def send_waiting_mail() -> None:
    """Send what waits. Unscoped: claims rows of OutgoingMail, and speaks to the mail server."""
    sending.send_waiting()


@shared_task
def forget_old_mail() -> None:
    """Take away bodies older than 30 days. Unscoped: updates OutgoingMail only."""
    sending.forget_old_bodies()
