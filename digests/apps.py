from django.apps import AppConfig
from django.core.checks import register


class DigestsConfig(AppConfig):
    name = "digests"

    def ready(self) -> None:
        # Sections load models.
        from digests.checks import unsubscribe_link_fits  # noqa: PLC0415
        from digests.sections.forums import ForumNews, Replies  # noqa: PLC0415
        from digests.sections.people import NewPeople  # noqa: PLC0415
        from digests.sections.registry import register_section  # noqa: PLC0415

        register(unsubscribe_link_fits)
        register_section(Replies(), position=10)
        register_section(ForumNews(), position=20)
        register_section(NewPeople(), position=90)
