"""Refuse a database role that could pass the walls before the first request, not at it."""

import logging
from typing import Any, cast

from celery import signals
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.backends.postgresql.base import DatabaseWrapper

logger = logging.getLogger(__name__)


def connect() -> None:
    """Check before a worker takes its first task."""
    signals.worker_init.connect(_check_worker, dispatch_uid="porchlight")


def _check_worker(**_signal: Any) -> None:
    try:
        check_database_role()
    except ImproperlyConfigured as error:
        # Celery logs what a listener raises, and goes on; not over this.
        raise SystemExit(str(error)) from error


def check_database_role() -> None:
    """Connect once, which runs communities.role_check.

    Raises ImproperlyConfigured for a role that could read past row-level security. A database that
    does not answer yet is no reason to end: each new connection is checked again.
    """
    try:
        connection.ensure_connection()
    except ImproperlyConfigured:
        logger.critical("refused the database role of DATABASE_URL")
        raise
    except Error:
        logger.warning("the database does not answer yet; its role is checked when it does")
    finally:
        # Not to be shared with the processes that this one becomes; nor a pool and its threads.
        connection.close()
        cast("DatabaseWrapper", connection).close_pool()
