"""The doors that mails open, and the page of what one follows."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    # Short enough for a mail's header.
    path("n/<str:token>/", views.stop, name="stop_short"),
    path("mail/level/<str:token>/", views.level, name="level"),
    path("c/<slug:slug>/settings/me/following/", views.following, name="following"),
]
