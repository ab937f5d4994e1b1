"""What people type to sign in and to say who they are."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.fields import PasswordField
from allauth.core import context as current
from allauth.mfa.base import forms as second_step_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.images import make_avatar
from core.timezones import time_zone_choices

TYPED_ADDRESS = "typed_address"


def keep_typed_address(request: HttpRequest) -> None:
    """Remember the address of a form that could not be answered, for the next look at it."""
    typed = request.POST.get("login") or request.POST.get("email")
    if typed:
        request.session[TYPED_ADDRESS] = typed[:254]


def _ask_for_address(field: forms.Field, **attributes: str) -> None:
    field.label = _("Your e-mail address")
    field.widget = forms.EmailInput(
        attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        | attributes
    )
    session = current.request.session
    if TYPED_ADDRESS in session:
        field.initial = session.pop(TYPED_ADDRESS)


def _ask_for_code(field: forms.Field, label: Any) -> None:
    field.label = label
    # Room for spaces and dashes of a pasted code: they are taken away when it is compared.
    field.widget = forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "maxlength": "24",
            "autofocus": True,
        }
    )


class SignInForm(account_forms.LoginForm):  # type: ignore[misc]
    """An address; a code is sent to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["login"], autocomplete="username webauthn")


class PasswordSignInForm(SignInForm):
    """An address and a password, for those who chose one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"] = PasswordField(
            label=_("Password"), autocomplete="current-password"
        )
        self.fields["password"].widget.attrs.pop("placeholder")


class RequestCodeForm(account_forms.RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["email"])


class PasswordResetForm(account_forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["email"])


def _plain_passwords(form: forms.Form) -> None:
    # A placeholder that repeats the label is gone when one begins to type.
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class ChoosePasswordForm(account_forms.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_passwords(self)


class ChangePasswordForm(account_forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_passwords(self)


class ReplacePasswordForm(account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_passwords(self)


class ConfirmPasswordForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_passwords(self)


class NewAddressForm(account_forms.AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["email"])
        self.fields["email"].label = _("Your new e-mail address")


class JoinForm(account_forms.SignupForm):  # type: ignore[misc]
    """A new account, for somebody who came through the page of an open community."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_(
            "As others will see it. If you share a mailbox, write both names: Rosa and Miguel Peña."
        ),
    )
    field_order = ["display_name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["email"])


class CodeForm(account_forms.BaseConfirmCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"], _("The code from the mail"))


class AddressCodeForm(account_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"], _("The code from the mail"))


class SecondStepForm(second_step_forms.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"], _("The code from your app, or a recovery code"))


class ConfirmSecondStepForm(second_step_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"], _("The code from your app, or a recovery code"))


class ActivateAppForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"], _("The six digits that the app shows"))


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Always a passkey that signs in by itself, never a bare security key."""

    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_of_passkey(self.fields["name"])


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_of_passkey(self.fields["name"])


def _name_of_passkey(field: forms.Field) -> None:
    field.label = _("A name for this passkey")
    field.help_text = _("So that you know it again: my phone, the library's laptop.")
    field.widget.attrs["maxlength"] = "60"


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who one is, for others; one's language and clock."""

    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_(
            "A photo from your phone will do. We keep a small square of it, "
            "and nothing of where it was taken."
        ),
    )
    remove_picture = forms.BooleanField(label=_("Remove my picture"), required=False)

    field_order = ["display_name", "picture", "remove_picture"]

    class Meta:
        model = User
        fields = ["display_name", "ask_me_about", "language", "time_zone"]
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "language": forms.RadioSelect(attrs={"class": "options--columns"}),
        }
        help_texts = {
            "display_name": _(
                "As others see it. If you share a mailbox, write both names: Rosa and Miguel Peña."
            ),
            "ask_me_about": _(
                "A few words that others find beside your name: attendance, home visits, budgets."
            ),
            "language": _("For the pages and for the mails that we send you."),
            "time_zone": _("Meetings and mails follow your clock."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"),
            choices=time_zone_choices(),
            help_text=self._meta.help_texts["time_zone"],  # type: ignore[index]
        )
        if not self.instance.avatar:
            del self.fields["remove_picture"]

    def clean_picture(self) -> bytes | None:
        """Return the small square, or None if no picture was sent."""
        upload = self.cleaned_data["picture"]
        return make_avatar(upload) if upload else None


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one can say of oneself from a mail, without signing in."""

    class Meta:
        model = User
        fields = ["display_name", "language"]
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "language": forms.RadioSelect(attrs={"class": "options--columns"}),
        }
        help_texts = {"language": _("For the pages and for the mails that we send you.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True
