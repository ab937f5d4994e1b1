"""Every door of the site."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("communities.urls")),
    path("", include("forums.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

if getattr(settings, "MAIL_DIR", None):  # on one's own machine only
    urlpatterns.append(path("mail/", include("config.mail_page")))

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("config.styleguide")))
