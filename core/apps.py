"""The lowest app: helpers without tables."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import lookups  # noqa: F401, PLC0415  (known to every query once it is imported)
