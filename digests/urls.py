"""The doors that mails open."""

from django.urls import path

from digests import views

app_name = "digests"

urlpatterns = [
    path("mail/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    # The same, short enough for a mail's header.
    path("u/<str:token>/", views.unsubscribe, name="unsubscribe_short"),
    path("mail/pace/<str:token>/", views.pace, name="pace"),
    path("mail/pause/<str:token>/", views.pause, name="pause"),
    path("mail/pause/<str:token>/delete/", views.delete_pause, name="delete_pause"),
]
