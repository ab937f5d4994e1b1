from django.apps import AppConfig

from communities.audience_sources import register_audience_source


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self) -> None:
        register_audience_source("forums_seen_as_facilitator")
