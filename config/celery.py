"""The worker. What is due is decided by the database; the clock (config/clock.py) only looks."""

import os

from celery import Celery

from config import start_check, task_log
from config.schedule import BROKER

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

task_log.connect()
start_check.connect()

app = Celery("porchlight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    BROKER,
    # A killed child's task is lost without both of these.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    # After a large batch of digests a child gives its memory back by making room for a fresh one.
    worker_max_memory_per_child=130_000,  # kB, counted with what it shares with its parent
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
)
app.autodiscover_tasks()
