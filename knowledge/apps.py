from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "knowledge"

    def ready(self) -> None:
        # Models can be imported only now.
        from communities.due_work import register_due_work  # noqa: PLC0415
        from communities.leaving import register_eraser, register_mail_eraser  # noqa: PLC0415
        from communities.membership_changes import register_leave_hook  # noqa: PLC0415
        from knowledge import (  # noqa: PLC0415
            digest_items,
            drafts,
            home_section,
            record_words,
            search_documents,
        )
        from knowledge.adaptations.registered import register_adaptations  # noqa: PLC0415
        from knowledge.amplifying.actions import end_amplifications  # noqa: PLC0415
        from knowledge.commons.copy_telling import (  # noqa: PLC0415
            TELL_NEWER,
            tell_copied,
            tell_newer,
        )
        from knowledge.commons.copying import TELL_COPIED  # noqa: PLC0415
        from knowledge.commons.erasing import take_name_off  # noqa: PLC0415
        from knowledge.commons.registered import register_commons  # noqa: PLC0415
        from knowledge.commons.releasing import TELL  # noqa: PLC0415
        from knowledge.commons.telling import tell_of_release  # noqa: PLC0415
        from knowledge.erasing import erase_private, erase_resources  # noqa: PLC0415
        from knowledge.exchange.registered import register_exchange  # noqa: PLC0415
        from knowledge.files import attaching, reading  # noqa: PLC0415
        from knowledge.harvest import answering, asking, changed_sources, notes, posts, topics  # noqa: PLC0415
        from knowledge.shelves import actions as collections  # noqa: PLC0415
        from knowledge.shelves import search_documents as collection_documents  # noqa: PLC0415
        from knowledge.telling import comments, life  # noqa: PLC0415

        register_eraser(erase_resources)
        register_mail_eraser(take_name_off, lambda _user: None)
        register_mail_eraser(erase_private, lambda _user: None)
        register_due_work(TELL, tell_of_release, queue="mail")
        comments.register()
        register_due_work(TELL_COPIED, tell_copied, queue="mail")
        register_due_work(TELL_NEWER, tell_newer, queue="mail")
        register_commons()
        register_adaptations()
        drafts.register()
        register_due_work(attaching.FORGET, attaching.forget_file)
        register_due_work(attaching.READ, reading.read_library_file, scoped=False)
        register_exchange()
        home_section.register()
        answering.register()
        asking.register()
        changed_sources.register()
        posts.register()
        notes.register()
        topics.register()
        life.register()
        record_words.register()
        search_documents.register()
        register_eraser(collections.erase_collections)
        digest_items.register()
        register_leave_hook(collections.take_collections)
        register_leave_hook(end_amplifications)
        collection_documents.register()
