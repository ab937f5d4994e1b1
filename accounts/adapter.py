"""What django-allauth asks us about accounts."""

import time
from collections.abc import Mapping
from typing import Any, override

import structlog
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.letters import language_of, render_letter
from accounts.models import User, normalise_email

log = structlog.get_logger()

# Set in the session by the page of a community that anybody may join: the way to a new account.
JOINING_COMMUNITY = "joining_community"


class MailNotSentError(Exception):
    """The mail server refused, or did not answer in time."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed to strangers, plain in its words, patient with mail servers."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is already your address."),
        "email_password_mismatch": _(
            "This address and this password do not belong together. "
            "You can also sign in with a code, without a password."
        ),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This is not the code. Please look at the newest mail from us."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _(
            "There were too many tries in a short time. Please wait five minutes and try again."
        ),
        "rate_limited": _("Please wait a minute before you ask for another mail."),
    }

    @override
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(request.session.get(JOINING_COMMUNITY))

    @override
    def new_user(self, request: HttpRequest) -> User:
        return User(language=translation.get_language() or "en")

    @override
    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Form, commit: bool = True
    ) -> AbstractBaseUser:
        if isinstance(user, User):
            user.display_name = form.cleaned_data.get("display_name", "")
        saved: AbstractBaseUser = super().save_user(request, user, form, commit)
        return saved

    @override
    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me:security")

    @override
    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        if current.request.user.is_authenticated:
            return reverse("me:security")
        return str(super().get_email_verification_redirect_url(email_address))

    @override
    def clean_email(self, email: str) -> str:
        return normalise_email(email)

    @override
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the person's language. Raise MailNotSentError if the mail server does not take it."""
        with translation.override(language_of(email)):
            # Not the library's own way: after a commit there may be no request to ask for a site.
            mail = self.render_mail(template_prefix, email, {"email": email, **context})
            try:
                mail.send()
            except OSError as error:  # smtplib's own errors are OSErrors too
                log.warning("mail_not_sent", template=template_prefix, error=repr(error))
                raise MailNotSentError from error

    @override
    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: Mapping[str, str] | None = None,
    ) -> EmailMessage:
        to = [email] if isinstance(email, str) else email
        return render_letter(template_prefix, to, context, self.request)

    @override
    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell the person what changed; the change stands even if this mail cannot be sent."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except MailNotSentError:
            log.warning("notification_not_sent")

    @override
    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether to ask again who he is: not of somebody who signed in a moment ago."""
        if _signed_in_lately(current.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


def _signed_in_lately(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=0)
    return bool(time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT)
