"""The doors in, and the pages under /me/."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from allauth.account.models import EmailAddress
from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import save_profile, sign_out_everywhere, sign_out_everywhere_else
from accounts.adapter import AccountAdapter
from accounts.devices import device_words
from accounts.forms import PasswordSignInForm, ProfileForm
from accounts.models import User
from accounts.second_step import has_app

Page = Callable[[HttpRequest], HttpResponse]


class SignInView(LoginView):  # type: ignore[misc]
    """Ask for the address and send a code to it."""

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        # The form of the library passes on the sentence without its code.
        too_many = str(AccountAdapter.error_messages["too_many_login_attempts"])
        if any(too_many in errors for errors in form.errors.values()):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


class PasswordSignInView(SignInView):
    """Ask for address and password."""

    template_name = "account/login_password.html"

    def get_form_class(self) -> type[Form]:
        return PasswordSignInForm


class AddPasskeyView(AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey; recovery codes are for those with an authenticator app only."""

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if not has_app(_user(self.request)):
            Authenticator.objects.filter(
                user=self.request.user, type=Authenticator.Type.RECOVERY_CODES
            ).delete()
        return response

    def get_success_url(self) -> str:
        return reverse("me:security")


class ActivateAppView(ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app, then show the recovery codes."""

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")


def confirming(page: Page) -> Page:
    """Return a page of django-allauth that asks again who one is, for those who can be asked.

    Whoever signs in by mailed codes alone has nothing to confirm with, and is never sent there; if
    he opens it by its address, he finds his ways to sign in.
    """

    @login_required
    def asked(request: HttpRequest) -> HttpResponse:
        if AccountAdapter(request).get_reauthentication_methods(_user(request)):
            return page(request)
        return redirect("me:security")

    return asked


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=user)
    if request.method == "POST" and form.is_valid():
        save_profile(
            form.instance,
            picture=form.cleaned_data["picture"],
            remove_picture=form.cleaned_data.get("remove_picture", False),
        )
        with translation.override(user.language):
            messages.success(request, _("Your profile is saved."))
        return redirect("me:profile")
    if form.is_bound:
        user.refresh_from_db()
    return render(request, "accounts/profile.html", {"form": form})


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    authenticators = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((a for a in authenticators if a.type == Authenticator.Type.RECOVERY_CODES), None)
    return render(
        request,
        "accounts/security.html",
        {
            "address": EmailAddress.objects.get_primary(user),
            "passkeys": [a for a in authenticators if a.type == Authenticator.Type.WEBAUTHN],
            "app": next((a for a in authenticators if a.type == Authenticator.Type.TOTP), None),
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
            "connections": SocialAccount.objects.filter(user=user).count(),
        },
    )


@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    known = UserSession.objects.purge_and_list(_user(request))
    rows = [
        {"device": device_words(s.user_agent), "session": s, "is_current": s.is_current()}
        for s in sorted(known, key=lambda s: (not s.is_current(), -s.created_at.timestamp()))
    ]
    return render(request, "accounts/sessions.html", {"rows": rows})


@login_required
@require_POST
def delete_other_sessions(request: HttpRequest) -> HttpResponse:
    sign_out_everywhere_else(request, _user(request))
    messages.success(request, _("You are signed out on all other devices."))
    return redirect("me:sessions")


@login_required
@require_POST
def delete_sessions(request: HttpRequest) -> HttpResponse:
    sign_out_everywhere(request, _user(request))
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


@login_required
@require_safe
@cache_control(private=True, max_age=60 * 60 * 24 * 365, immutable=True)
def picture(_request: HttpRequest, name: str) -> HttpResponse:
    """Return a person's picture; a changed one has another name, so browsers may keep it."""
    path = f"pictures/{name}"
    if not default_storage.exists(path):
        raise Http404
    with default_storage.open(path) as file:
        return HttpResponse(file.read(), content_type="image/webp")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
