from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        # Models can be imported only now.
        from communities.due_work import register_due_work  # noqa: PLC0415
        from search import actions, rebuilding  # noqa: PLC0415

        register_due_work(actions.LEARN, actions.learn_words)
        register_due_work(rebuilding.REBUILD, rebuilding.rebuild_community, scoped=False)
