"""The doors that mails open, and the page of what one follows."""

from django.urls import path

from notifications import stopped_views, views

app_name = "notifications"

urlpatterns = [
    # Short enough for a mail's header.
    path("n/<str:token>/", views.stop, name="stop_short"),
    path("mail/level/<str:token>/", views.level, name="level"),
    path("mail/again/<str:token>/", stopped_views.mail_again, name="mail_again"),
    path("me/mails/stop/", stopped_views.my_mail, name="my_mail"),
    path("me/mails/stop/delete/", stopped_views.begin_my_mail, name="begin_my_mail"),
    path(
        "c/<slug:slug>/people/<int:membership_id>/mail/stop/delete/",
        stopped_views.begin_mail_of,
        name="begin_mail_of",
    ),
    path("c/<slug:slug>/settings/me/following/", views.following, name="following"),
]
