"""Every door of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("communities.urls")),
    path("", include("forums.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
