"""The doors in that differ from django-allauth's, and the pages of one's own account.

The first ones have django-allauth's addresses and are found before its own; links go by its names.
"""

from allauth.account.views import reauthenticate
from allauth.mfa.base.views import reauthenticate as by_app
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts import mail_views, views

app_name = "me"

urlpatterns = [
    path("accounts/login/", views.SignInView.as_view(), name="sign_in"),
    path("accounts/login/password/", views.PasswordSignInView.as_view(), name="password_sign_in"),
    path("accounts/reauthenticate/", views.confirming(reauthenticate), name="confirm"),
    path("accounts/2fa/reauthenticate/", views.confirming(by_app), name="confirm_by_app"),
    path("accounts/2fa/", RedirectView.as_view(pattern_name="me:security")),
    path("accounts/2fa/webauthn/", RedirectView.as_view(pattern_name="me:security")),
    path("accounts/2fa/webauthn/add/", views.AddPasskeyView.as_view(), name="add_passkey"),
    path("accounts/2fa/totp/activate/", views.ActivateAppView.as_view(), name="activate_app"),
    path("accounts/sessions/", RedirectView.as_view(pattern_name="me:sessions")),
    path("me/", RedirectView.as_view(pattern_name="me:profile"), name="me"),
    path("me/profile/", views.profile, name="profile"),
    path("me/security/", views.security, name="security"),
    path("me/mails/pause/", mail_views.pause, name="mail_pause"),
    path("me/mails/pause/delete/", mail_views.delete_pause, name="delete_mail_pause"),
    path("me/sessions/", views.sessions, name="sessions"),
    path("me/sessions/delete/", views.delete_sessions, name="delete_sessions"),
    path("me/sessions/others/delete/", views.delete_other_sessions, name="delete_other_sessions"),
    re_path(r"^people/pictures/(?P<name>[0-9a-f]{32}\.webp)$", views.picture, name="picture"),
]
