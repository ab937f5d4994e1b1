from django.apps import AppConfig
from django.db.backends.signals import connection_created

from communities.role_check import refuse_a_role_that_could_bypass


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self) -> None:
        connection_created.connect(
            refuse_a_role_that_could_bypass, dispatch_uid="refuse_a_role_that_could_bypass"
        )
        # Models can be imported only now.
        from communities import home_about  # noqa: PLC0415

        home_about.register()
