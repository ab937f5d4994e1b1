"""The worker and its clock. What is due is decided by the database; the clock only looks."""

import os

from celery import Celery
from kombu import Queue

from config import start_check, task_log

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

task_log.connect()
start_check.connect()

app = Celery("porchlight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    # A killed child's task is lost without both of these.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_queues=[Queue("mail"), Queue("default")],
    task_default_queue="default",
    task_create_missing_queues=False,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=2,
    broker_transport_options={
        "visibility_timeout": 3600,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    },
    # A missed or doubled tick is harmless.
    beat_schedule={
        "due work": {"task": "communities.tasks.do_due_work", "schedule": 60.0},
        "mail": {
            "task": "notifications.tasks.send_waiting_mail",
            "schedule": 60.0,
            "options": {"queue": "mail"},
        },
        "digests": {"task": "digests.tasks.find_due", "schedule": 300.0},
        "old digests": {"task": "digests.tasks.forget_old_runs", "schedule": 3600.0},
        "old mail": {"task": "notifications.tasks.forget_old_mail", "schedule": 3600.0},
    },
)
app.autodiscover_tasks()
