"""A person and how he signs in."""

import secrets
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.addresses import address
from core.timezones import DELIVERY_HOUR, MONDAY, zone_named

# A pause of mails that only the person ends.
STOPPED = date.max


def normalise_email(address: str) -> str:
    """Return the address as it is stored and compared: trimmed, in lower case."""
    return address.strip().lower()


def new_session_seed() -> str:
    return secrets.token_hex(16)


def picture_path(_user: "User", filename: str) -> str:
    """Return where a picture is kept: a name of 128 random bits, so that it cannot be guessed."""
    return f"pictures/{secrets.token_hex(16)}{PurePosixPath(filename).suffix.lower()}"


def shown_name(display_name: str, email: str) -> str:
    """Return the display name, or the part of the address before the @."""
    return display_name or email.partition("@")[0]


def picture_address(file_name: str) -> str:
    """Return where a signed-in person finds a picture, or an empty string if there is none."""
    return address("me:picture", PurePosixPath(file_name).name) if file_name else ""


class Folded(models.Func):
    """A text as it is looked for: without accents, capitals and signs, its words single-spaced."""

    function = "folded"
    output_field = models.TextField()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password it signs in by codes, links and passkeys only."""
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a platform admin."""
        return self.create_user(email, password, is_staff=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalise_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """One person, or the people who share one mailbox; may belong to many communities."""

    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(_("your name"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=5, default="en", choices=[("en", "English"), ("es", "Español")]
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="America/New_York")
    avatar = models.ImageField(_("picture"), upload_to=picture_path, blank=True)
    ask_me_about = models.CharField(_("ask me about"), max_length=240, blank=True)
    # By his own clock: no digest and no notice before this day, and on it they come again.
    mails_paused_until = models.DateField(null=True, blank=True)
    # By his own clock: the hour from which his digest is due, and the day (Monday is 0) on which
    # those of once a week and once a month are.
    digest_hour = models.PositiveSmallIntegerField(default=DELIVERY_HOUR, db_default=DELIVERY_HOUR)
    digest_weekday = models.PositiveSmallIntegerField(default=MONDAY, db_default=MONDAY)
    # By his own clock, whole hours: mails at once wait from one to the other. Both or neither.
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True, default=None)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True, default=None)
    is_staff = models.BooleanField(_("platform admin"), default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # Kept by the database, whoever changes the name.
    name_folded = models.GeneratedField(
        expression=Folded(
            Coalesce(
                NullIf("display_name", models.Value("")),
                models.Func("email", models.Value("@"), models.Value(1), function="split_part"),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    about_folded = models.GeneratedField(
        expression=Folded("ask_me_about"), output_field=models.TextField(), db_persist=True
    )
    # The address that mail stopped for (notifications.suppression): another one is another matter.
    mail_stopped_for = models.EmailField(blank=True, default="", editable=False)
    # Every session carries a signature of it: a new seed ends all of them at once.
    session_seed = models.CharField(max_length=32, default=new_session_seed, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_user_email_is_lower_case"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the address in lower case, whoever set it: it is unique and compared as it stands."""
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the display name, or the part of the address before the @."""
        return shown_name(self.display_name, self.email)

    @property
    def avatar_url(self) -> str:
        """Return where a signed-in person finds the picture, or an empty string."""
        return picture_address(str(self.avatar.name or ""))

    @property
    def today(self) -> date:
        """Return the day that this person's own calendar shows."""
        return timezone.now().astimezone(zone_named(self.time_zone)).date()

    @property
    def mails_pause(self) -> date | None:
        """Return the day on which mails come again, or None while they come."""
        until = self.mails_paused_until
        return until if until and until > self.today else None

    @property
    def mails_stopped(self) -> bool:
        """Return whether no mails come until he says so."""
        return self.mails_paused_until == STOPPED

    def end_sessions(self) -> None:
        """Sign this person out everywhere: no session signed with the old seed counts any more."""
        self.session_seed = new_session_seed()
        self.save(update_fields=["session_seed"])

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Sign the seed beside the password; Django signs the password alone."""
        return salted_hmac(
            "accounts.User.session",
            self.password + self.session_seed,
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def mail_is_stopped(self) -> bool:
        """Whether nothing is mailed to him but the codes that he asks for."""
        return bool(self.mail_stopped_for) and self.mail_stopped_for == self.email

    @property
    def never_signed_in(self) -> bool:
        return self.last_login is None
