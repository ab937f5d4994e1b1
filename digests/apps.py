from django.apps import AppConfig
from django.core.checks import register


class DigestsConfig(AppConfig):
    name = "digests"

    def ready(self) -> None:
        # Sections load models.
        from communities.leaving import register_eraser  # noqa: PLC0415
        from digests import answerable  # noqa: PLC0415
        from digests.checks import unsubscribe_link_fits  # noqa: PLC0415
        from digests.commands import register as register_paces  # noqa: PLC0415
        from digests.erasing import erase_entries  # noqa: PLC0415
        from digests.sections.forums import ForumNews, Replies, Waiting  # noqa: PLC0415
        from digests.sections.outcomes import Outcomes  # noqa: PLC0415
        from digests.sections.people import NewPeople  # noqa: PLC0415
        from digests.sections.polls import Polls  # noqa: PLC0415
        from digests.sections.registry import register_section  # noqa: PLC0415
        from digests.sections.resources import Amplified, Library  # noqa: PLC0415
        from digests.sections.thanks import Thanks  # noqa: PLC0415

        register(unsubscribe_link_fits)
        register_eraser(erase_entries)
        answerable.register()
        register_paces()
        register_section(Amplified(), position=5)
        register_section(Replies(), position=10)
        register_section(Waiting(), position=20)
        # Between these, docs/reference/digests.md keeps a place for meetings.
        register_section(Library(), position=40)
        register_section(Outcomes(), position=45)
        register_section(Polls(), position=50)
        register_section(ForumNews(), position=60)
        register_section(NewPeople(), position=70)
        register_section(Thanks(), position=80)
