"""Every door of the site."""

from django.conf import settings
from django.urls import include, path

from config.headers import robots

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("", include("communities.urls")),
    path("", include("forums.urls")),
    path("", include("moderation.urls")),
    path("", include("search.urls")),
    path("admin/communities/", include("communities.platform_urls")),
    path("", include("digests.urls")),
    path("", include("notifications.urls")),
    path("", include("mailroom.urls")),
    path("", include("site_updates.urls")),
    path("", include("knowledge.urls")),
    path("", include("meetings.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("robots.txt", robots),
    path("i18n/", include("django.conf.urls.i18n")),
]

if getattr(settings, "MAIL_DIR", None):  # on one's own machine only
    urlpatterns.append(path("mail/", include("config.mail_page")))

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("config.styleguide")))
