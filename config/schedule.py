"""What clock and worker must agree on: the broker's ways, the queues, and what is looked at when.

Without Django, so that the clock needs none.
"""

from typing import Any

from kombu import Queue

BROKER: dict[str, Any] = {
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_queues": [Queue("mail"), Queue("default")],
    "task_default_queue": "default",
    "task_create_missing_queues": False,
    "broker_connection_retry_on_startup": True,
    "broker_connection_timeout": 2,
    "broker_transport_options": {
        "visibility_timeout": 3600,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    },
}

# A missed or doubled tick is harmless: what is due is decided by the database.
TICKS: dict[str, dict[str, Any]] = {
    "due work": {"task": "communities.tasks.do_due_work", "schedule": 60.0},
    "mail": {
        "task": "notifications.tasks.send_waiting_mail",
        "schedule": 60.0,
        "options": {"queue": "mail"},
    },
    "digests": {"task": "digests.tasks.find_due", "schedule": 300.0},
    "old digests": {"task": "digests.tasks.forget_old_runs", "schedule": 3600.0},
    "messages that wait": {"task": "mailroom.tasks.look_after_waiting", "schedule": 300.0},
    "old messages": {"task": "mailroom.tasks.forget_old_messages", "schedule": 3600.0},
    "old mail": {"task": "notifications.tasks.forget_old_mail", "schedule": 3600.0},
    "stopped mail": {"task": "notifications.tasks.look_after_stopped", "schedule": 3600.0},
    "stray files": {"task": "forums.tasks.remove_strays", "schedule": 6 * 3600.0},
    "stray files of libraries": {"task": "knowledge.tasks.remove_strays", "schedule": 6 * 3600.0},
    "stray files of meetings": {"task": "meetings.tasks.remove_strays", "schedule": 6 * 3600.0},
    "stray pictures": {"task": "accounts.tasks.remove_strays", "schedule": 6 * 3600.0},
}
