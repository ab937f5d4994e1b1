"""Who the person of a session is: asked in every request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from accounts.models import User
from core.prepared import fields_of, instance_of, prepared

_USER = fields_of(User)


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, with a query that need not be put together each time."""

    def get_user(self, user_id: int) -> User | None:
        rows = _with_id(user_id)
        if not rows:
            return None
        user = instance_of(User, rows[0])
        return user if self.user_can_authenticate(user) else None


@prepared
def _with_id(user_id: int) -> QuerySet[User, tuple[Any, ...]]:
    return User.objects.filter(pk=user_id).values_list(*_USER)
