"""The doors that mails open, and the digest as its facilitators see it."""

from django.urls import path

from digests import about_me_views, facilitator_views, views

app_name = "digests"

_DIGEST = "c/<slug:slug>/digest/"

urlpatterns = [
    path(_DIGEST, facilitator_views.opening, name="opening"),
    path(f"{_DIGEST}opening/delete/", facilitator_views.delete_opening, name="delete_opening"),
    path(f"{_DIGEST}preview/", facilitator_views.preview_page, name="preview"),
    path("mail/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    # The same, short enough for a mail's header.
    path("u/<str:token>/", views.unsubscribe, name="unsubscribe_short"),
    path("mail/pace/<str:token>/", views.pace, name="pace"),
    path("mail/pace/<str:token>/me/", about_me_views.about_me, name="about_me"),
    path("mail/pace/<str:token>/forums/<slug:slug>/", about_me_views.forums, name="forums"),
    path("mail/pause/<str:token>/", views.pause, name="pause"),
    path("mail/pause/<str:token>/delete/", views.delete_pause, name="delete_pause"),
]
