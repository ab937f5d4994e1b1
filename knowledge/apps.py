from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "knowledge"

    def ready(self) -> None:
        # Models can be imported only now.
        from communities.leaving import register_eraser  # noqa: PLC0415
        from communities.membership_changes import register_leave_hook  # noqa: PLC0415
        from knowledge import home_section, record_words, search_documents  # noqa: PLC0415
        from knowledge.erasing import erase_resources  # noqa: PLC0415
        from knowledge.harvest import posts, topics  # noqa: PLC0415
        from knowledge.shelves import actions as collections  # noqa: PLC0415
        from knowledge.shelves import search_documents as collection_documents  # noqa: PLC0415

        register_eraser(erase_resources)
        home_section.register()
        posts.register()
        topics.register()
        record_words.register()
        search_documents.register()
        register_eraser(collections.erase_collections)
        register_leave_hook(collections.take_collections)
        collection_documents.register()
