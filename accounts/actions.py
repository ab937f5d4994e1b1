"""Writes that touch more than a row of one person."""

from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User, new_session_seed


def sign_out_everywhere_else(request: HttpRequest, user: User) -> None:
    """End this person's sessions in all other browsers, known to the list or not."""
    end_other_sessions(request, user)
    user.end_sessions()
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()


def sign_out_everywhere(request: HttpRequest, user: User) -> None:
    """End all of this person's sessions, this one included."""
    end_other_sessions(request, user)
    user.end_sessions()
    UserSession.objects.filter(user=user).delete()
    logout(request)


def save_profile(user: User, *, picture: bytes | None = None, remove_picture: bool = False) -> None:
    """Save who the person is; a picture that is replaced or taken away leaves nothing behind."""
    old = str(user.avatar.name) if user.avatar else ""
    if picture is not None:
        user.avatar.save("picture.webp", ContentFile(picture), save=False)
    elif remove_picture:
        user.avatar = ""
    with transaction.atomic():
        user.save()
        if old and old != user.avatar.name:
            transaction.on_commit(lambda: default_storage.delete(old), robust=True)


def pause_mails(user: User, until: date | None) -> None:
    """Let no digest and no notice of any community come before a day of his own calendar.

    None ends the pause. What concerns him meanwhile stands in the first digest after it; mails that
    answer his own, and those about his account, come all the same.
    """
    user.mails_paused_until = until
    user.save(update_fields=["mails_paused_until"])


def close_account(user: User, *, name: str, address: str) -> None:
    """Leave nothing of the person on his account but a name; nobody signs in with it any more.

    The row stays (decision 10). `address` is one that no mail can go to.
    """
    picture = str(user.avatar.name) if user.avatar else ""
    with transaction.atomic():
        for owned in (EmailAddress, Authenticator, SocialAccount, UserSession):
            owned.objects.filter(user=user).delete()
        user.email, user.display_name = address, name
        user.avatar, user.ask_me_about = "", ""
        user.is_active = user.is_staff = False
        user.session_seed = new_session_seed()
        user.set_unusable_password()
        user.save()
        if picture:
            transaction.on_commit(lambda: default_storage.delete(picture), robust=True)
