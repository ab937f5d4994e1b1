from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "mailroom"

    def ready(self) -> None:
        # Models can be imported only now.
        from communities.due_work import register_due_work  # noqa: PLC0415
        from communities.leaving import register_mail_eraser  # noqa: PLC0415
        from mailroom import leaving  # noqa: PLC0415
        from mailroom.actions import read_message  # noqa: PLC0415
        from mailroom.own_commands import register  # noqa: PLC0415
        from mailroom.parts import PUBLISH, publish_part  # noqa: PLC0415
        from mailroom.receiving import READ  # noqa: PLC0415

        register_due_work(READ, read_message, scoped=False, queue="mail")
        register_due_work(PUBLISH, publish_part, queue="mail")
        register()
        leaving.register()
        register_mail_eraser(leaving.erase_messages, leaving.erase_all_messages)
