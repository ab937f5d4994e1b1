from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        # Models can be imported only now.
        from communities.acts import register_recorder  # noqa: PLC0415
        from moderation.record import record_noted  # noqa: PLC0415

        register_recorder(record_noted)
