from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "digests"

    def ready(self) -> None:
        # Sections load models.
        from digests.sections.forums import ForumNews, Replies  # noqa: PLC0415
        from digests.sections.people import NewPeople  # noqa: PLC0415
        from digests.sections.registry import register_section  # noqa: PLC0415

        register_section(Replies(), position=10)
        register_section(ForumNews(), position=20)
        register_section(NewPeople(), position=90)
