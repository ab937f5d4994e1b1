"""The doors that mails open, and the log of messages."""

from django.urls import path

from mailroom import log_views, part_views, platform_views, provider_views, say_views, views

app_name = "mailroom"

_LOG = "c/<slug:slug>/messages/"

urlpatterns = [
    path("mail/hooks/<slug:what>/", provider_views.hook, name="hook"),
    path("mail/yours/<str:token>/", views.claim, name="claim"),
    path("mail/say/<str:kind>/<str:act>/<str:token>/", say_views.say, name="say"),
    path("mail/part/<str:token>/", part_views.part, name="part"),
    path("mail/command/<str:token>/", views.command, name="command"),
    path("admin/mail/", platform_views.nobodys, name="nobodys"),
    path("admin/mail/<int:message_id>/reading/", platform_views.reading, name="read_nobodys"),
    path(_LOG, log_views.received, name="received"),
    path(f"{_LOG}sent/", log_views.sent, name="sent"),
    path(f"{_LOG}<int:message_id>/", log_views.message, name="message"),
    path(f"{_LOG}<int:message_id>/reading/", log_views.reading, name="read_again"),
]
