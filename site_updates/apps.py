from django.apps import AppConfig


class SiteUpdatesConfig(AppConfig):
    name = "site_updates"

    def ready(self) -> None:
        # Models can be imported only now.
        from communities.due_work import register_due_work  # noqa: PLC0415
        from communities.leaving import register_mail_eraser  # noqa: PLC0415
        from site_updates import actions, mail_answers, record_words  # noqa: PLC0415
        from site_updates.erasing import erase_prompts  # noqa: PLC0415

        register_due_work(actions.ASK, actions.ask_sites, queue="mail")
        register_due_work(actions.REMIND, actions.remind_sites, queue="mail")
        # Whoever stays as nobody must not be known by his site.
        register_mail_eraser(erase_prompts, lambda _user: None)
        mail_answers.register()
        record_words.register()
