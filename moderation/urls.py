"""The doors of the record of acts."""

from django.urls import path

from moderation import views

app_name = "moderation"

urlpatterns = [
    path("c/<slug:slug>/moderation/record/", views.acts, name="acts"),
]
