from django.apps import AppConfig

from communities.audience_sources import register_audience_source


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self) -> None:
        # Models can be imported only now.
        from communities.due_work import register_due_work  # noqa: PLC0415
        from communities.leaving import register_eraser, register_mail_eraser  # noqa: PLC0415
        from forums import (  # noqa: PLC0415
            actions,
            attachment_texts,
            commitment_mail,
            contributions,
            home_sections,
            record_words,
        )
        from forums.actions import attaching  # noqa: PLC0415
        from forums.erasing import erase_begun, erase_words  # noqa: PLC0415

        register_audience_source("forums_seen_as_facilitator")
        register_due_work("note_new_post", actions.note_new_post)
        register_due_work("return_commitment", commitment_mail.return_commitment, queue="mail")
        register_due_work("forget_upload", attaching.forget_upload)
        register_due_work("drop_file", attaching.drop_file, scoped=False)
        register_due_work(attaching.READ, attachment_texts.read_attachment, scoped=False)
        register_eraser(erase_words)
        register_mail_eraser(erase_begun, lambda _user: None)
        contributions.register()
        home_sections.register()
        record_words.register()
        # Models can be imported only now.
        from forums import (  # noqa: PLC0415
            facets,
            following,
            mail_answers,
            mailed_acts,
            post_notices,
            proposal_mail,
            provisioning,
            search_documents,
            telling,
        )

        register_due_work("tell_post", telling.tell_post)
        register_due_work(proposal_mail.PROPOSED, proposal_mail.tell_keepers, queue="mail")
        following.register()
        mail_answers.register()
        mailed_acts.register()
        post_notices.register()
        provisioning.register()
        search_documents.register()
        facets.register()
