"""The project itself, as an app: it only holds what belongs to no other."""

from django.apps import AppConfig


class PorchlightConfig(AppConfig):
    name = "config"
    verbose_name = "Porchlight"
