"""What django-allauth asks us about authenticator apps, passkeys and recovery codes."""

from collections.abc import Iterable
from typing import override

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A second step is asked of those who set up an authenticator app, and of nobody else.

    A passkey is a shortcut, not a lock: who adds one on her phone must still be able to sign in
    with a code on the library's computer.
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This is not the code. Codes from the app change every half minute: take the newest."
        ),
    }

    @override
    def is_mfa_enabled(
        self, user: AbstractBaseUser, types: Iterable[Authenticator.Type] | None = None
    ) -> bool:
        app, passkey = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
        # Signing in asks for both together; questions about one are answered as they are asked.
        asked = [app] if types is not None and set(types) == {app, passkey} else types
        return bool(super().is_mfa_enabled(user, types=asked))

    @override
    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,
    ) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("My passkey") if not count else _("Passkey %(number)d") % {"number": count + 1}


def has_app(user: User) -> bool:
    """Return whether this person set up an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
