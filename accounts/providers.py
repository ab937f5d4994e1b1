"""What django-allauth asks us about signing in through Google, Microsoft and OpenID Connect."""

from typing import override

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils import translation

from accounts.models import User


class NotSwitchedOnError(SocialApp.DoesNotExist, Http404):  # type: ignore[misc]
    """No such provider here: the library's own answer, and a page that is not there."""


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An address that the provider has not verified signs nobody in and is linked to nothing."""

    @override
    def get_app(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> SocialApp:
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise NotSwitchedOnError from error

    @override
    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        for address in sociallogin.email_addresses:
            address.verified = is_vouched_for(address)
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        return found

    @override
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse a stranger with an unverified address; who is signed in may connect his own."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if not any(is_vouched_for(address) for address in sociallogin.email_addresses):
            raise ImmediateHttpResponse(
                render(
                    request,
                    "socialaccount/unverified_address.html",
                    {"provider": sociallogin.provider.name},
                    status=403,
                )
            )

    @override
    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, str]
    ) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        names = f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip()
        user.display_name = (data.get("name") or names)[:120]
        user.language = translation.get_language() or "en"
        return user


def is_vouched_for(address: EmailAddress) -> bool:
    """Return whether the provider says it verified the address; some say so with a string."""
    return address.verified is True or str(address.verified).lower() == "true"
