"""Logs: one line an event, as JSON for machines or readable for people, never anybody's secrets.

A log names people by their number. Addresses, tokens in paths, and what the database quotes of a
row are masked in every line, whoever writes it.
"""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

MASK = "[masked]"
ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# What may follow a slash or an equals sign: a token, a code, a key; slugs and numbers pass.
SEGMENT = re.compile(r"(?<=[/=])[A-Za-z0-9_:=~-]{16,}(?![A-Za-z0-9_:=~.-])")
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# PostgreSQL quotes the row that it refused, over as many lines as a post has.
DETAIL = re.compile(
    r"DETAIL:.*?(?=\nCONTEXT:|\nThe above exception|\nDuring handling|\Z)", re.DOTALL
)


def masked(text: str) -> str:
    """Return the text without addresses, tokens and quoted rows."""
    text = DETAIL.sub(f"DETAIL: {MASK}", text)
    text = ADDRESS.sub(MASK, text)
    return SEGMENT.sub(lambda found: MASK if _is_secret(found[0]) else found[0], text)


def _is_secret(segment: str) -> bool:
    if UUID.fullmatch(segment) or ":" in segment:
        return True
    words = re.split(r"[-_]", segment)
    mixed = segment != segment.lower() or any(re.search(r"\d[a-z]|[a-z]\d", w) for w in words)
    # A slug is made of words; a token is long without a break, or mixes what words do not.
    return mixed or max(map(len, words)) >= 20


def _mask_every_value(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    for key, value in event.items():
        if isinstance(value, str) and key != "request_id":
            event[key] = masked(value)
    return event


def _drop_what_holds_a_request(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    # Django adds the request, whose repr() is the address with its query; Celery adds arguments.
    for key in ("request", "data", "args", "kwargs", "return_value"):
        event.pop(key, None)
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    _drop_what_holds_a_request,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
JSON: list[Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.format_exc_info,
    _mask_every_value,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]
READABLE: list[Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.format_exc_info,
    _mask_every_value,
    structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0),
]


def logging_config(*, form: str, level: str) -> dict[str, Any]:
    """Return LOGGING; `form` is "json" or "readable", `level` the least that is written."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": JSON if form == "json" else READABLE,
            },
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            # Our own line for each request says it all; Django's adds the traceback of a fault.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
            # These say what each task returned and got; ours say what it did.
            "celery.app.trace": {"level": "ERROR"},
            "celery.worker.strategy": {"level": "WARNING"},
            # aiosmtpd says every line that it hears, addresses with their tokens among them.
            "mail.log": {"level": "WARNING"},
        },
    }
