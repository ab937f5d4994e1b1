from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        # Models can be imported only now.
        from communities.leaving import register_eraser  # noqa: PLC0415
        from communities.membership_changes import (  # noqa: PLC0415
            register_audience_hook,
            register_join_hook,
            register_leave_hook,
        )
        from forums.changed_audiences import register_people_watcher  # noqa: PLC0415
        from meetings import home_section, record_words, search_documents  # noqa: PLC0415
        from meetings.agenda import telling as agenda_mails  # noqa: PLC0415
        from meetings.agenda import topics  # noqa: PLC0415
        from meetings.erasing import erase_meetings  # noqa: PLC0415
        from meetings.feedback import mail_answers as feedback_answers  # noqa: PLC0415
        from meetings.feedback import telling as feedback_mails  # noqa: PLC0415
        from meetings.finding import mail_answers as time_answers  # noqa: PLC0415
        from meetings.finding import telling as time_telling  # noqa: PLC0415
        from meetings.inviting import due_mails, mail_answers  # noqa: PLC0415
        from meetings.inviting.belonging import audiences_changed, people_changed  # noqa: PLC0415
        from meetings.inviting.newcomers import greet_soon  # noqa: PLC0415
        from meetings.leaving import take_from_meetings  # noqa: PLC0415
        from meetings.notes import due_mails as notes_mails  # noqa: PLC0415
        from meetings.notes import mail_answers as notes_answers  # noqa: PLC0415

        home_section.register()
        record_words.register()
        search_documents.register()
        due_mails.register()
        mail_answers.register()
        notes_mails.register()
        notes_answers.register()
        feedback_mails.register()
        feedback_answers.register()
        time_telling.register()
        time_answers.register()
        topics.register()
        agenda_mails.register()
        register_eraser(erase_meetings)
        register_leave_hook(take_from_meetings)
        register_audience_hook(audiences_changed)
        register_people_watcher(people_changed)
        register_join_hook(greet_soon)
