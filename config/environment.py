"""Settings that come from the environment, read and explained in one place."""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return the variable's value, or the default; raise ImproperlyConfigured if neither is there."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set {name}; see .env.example for what it means.")
    return value


def is_set(name: str) -> bool:
    """Return whether the variable has a value."""
    return bool(os.environ.get(name))


def flag(name: str, *, default: bool = False) -> bool:
    """Return true for 1, true, yes and on."""
    value = os.environ.get(name)
    return default if not value else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int, *, least: int = 1) -> int:
    """Return a whole number, `least` or more; raise ImproperlyConfigured for anything else."""
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is a whole number, {least} or more, not {value}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty entries."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(name: str) -> dict[str, Any]:
    """Return Django's settings for a libpq connection URI (PostgreSQL manual, section 34.1.1)."""
    # Here, since the clock reads this module too and speaks to no database.
    from psycopg import ProgrammingError  # noqa: PLC0415
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        parts = conninfo_to_dict(text(name))
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"{name} is not a PostgreSQL connection URI: {error}") from error
    known = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {k: v for k, v in parts.items() if k not in {*known, "dbname"}}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "porchlight"),
        **{django: str(parts.get(libpq) or "") for libpq, django in known.items()},
        "OPTIONS": options,
    }


def valkey_url() -> str:
    """Return where Valkey is, in redis-py's form."""
    return text("REDIS_URL", "redis://localhost:6379/0")


def broker(redis_url: str) -> str:
    """Return the Celery form of a redis-py URL: sockets are named differently there."""
    if not redis_url.startswith("unix://"):
        return redis_url
    parts = urlsplit(redis_url)
    number = parse_qs(parts.query).get("db", ["0"])[0]
    password = f":{parts.password}@" if parts.password else ""
    return f"redis+socket://{password}{parts.path}?virtual_host={number}"


def redis_database(redis_url: str, number: int) -> str:
    """Return the same server's URL with another database number."""
    if redis_url.startswith("unix://"):
        return f"{redis_url.partition('?')[0]}?db={number}"
    parts = urlsplit(redis_url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{number}", parts.query, ""))


def mailer(name: str, default: str) -> dict[str, object]:
    """Return a MAILERS entry for smtp://user:password@host:port, smtps:// or smtp+tls://.

    Also for a provider's own interface: postmark://token@host, mailgun://key:domain@host.
    """
    parts = urlsplit(text(name, default))
    if parts.scheme in {"postmark", "mailgun"} and parts.hostname and parts.username:
        return _provider_mailer(parts.scheme, parts.hostname, parts.username, parts.password or "")
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} is smtp://, smtps:// or smtp+tls:// with a host name,"
            " or postmark:// or mailgun:// with a key and a host name."
        )
    options: dict[str, object] = {
        "host": parts.hostname,
        "port": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "timeout": 20,
    }
    if parts.username:
        options |= {
            "username": unquote(parts.username),
            "password": unquote(parts.password or ""),
        }
    if parts.scheme == "smtps":
        options["use_ssl"] = True
    if parts.scheme == "smtp+tls":
        options["use_tls"] = True
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def _provider_mailer(provider: str, host: str, key: str, domain: str) -> dict[str, object]:
    if provider == "postmark":
        options = {"server_token": unquote(key), "api_url": f"https://{host}/"}
    else:
        options = {
            "api_key": unquote(key),
            "sender_domain": domain,
            "api_url": f"https://{host}/v3",
        }
    return {
        "BACKEND": "notifications.provider_backend.EmailBackend",
        "OPTIONS": {"provider": provider, **options},
    }


def provider(name: str) -> dict[str, object]:
    """Return anymail's settings for a provider's calls; raise ImproperlyConfigured for an open door.

    Mailgun signs what it sends; the others name themselves by a name and a password in the address.
    """
    if not name:
        return {}
    if name == "mailgun":
        return {"MAILGUN_WEBHOOK_SIGNING_KEY": text("MAILGUN_WEBHOOK_SIGNING_KEY")}
    if name not in {"postmark", "amazon_ses"}:
        raise ImproperlyConfigured("MAIL_PROVIDER is postmark, mailgun or amazon_ses.")
    secret = text("MAIL_PROVIDER_SECRET")
    if len(secret) < 20 or ":" not in secret:
        raise ImproperlyConfigured("MAIL_PROVIDER_SECRET is name:password, 20 letters or more.")
    return {"WEBHOOK_SECRET": secret}
