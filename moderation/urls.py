"""The doors of the record of acts, of warning and pausing."""

from django.urls import path

from moderation import member_views, views

app_name = "moderation"

_PERSON = "c/<slug:slug>/people/<int:membership_id>/"

urlpatterns = [
    path("c/<slug:slug>/moderation/record/", views.acts, name="acts"),
    path(f"{_PERSON}warning/", member_views.warning, name="warning"),
    path(f"{_PERSON}pause/", member_views.pause, name="pause"),
    path(f"{_PERSON}pause/delete/", member_views.delete_pause, name="delete_pause"),
    path("c/<slug:slug>/warnings/", member_views.warnings, name="warnings"),
    path("c/<slug:slug>/warnings/reading/", member_views.reading, name="read_warnings"),
]
