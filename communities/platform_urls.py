"""The doors of a platform admin."""

from django.urls import path

from communities.views import platform

app_name = "platform"

urlpatterns = [
    path("", platform.communities, name="list"),
    path("new/", platform.new, name="new"),
    path("new/<int:draft_id>/details/", platform.details, name="details"),
    path("new/<int:draft_id>/people/", platform.people, name="people"),
    path("new/<int:draft_id>/check/", platform.preview, name="preview"),
    path("new/<int:draft_id>/delete/", platform.delete_draft, name="delete_draft"),
    path("<slug:community_slug>/ready/", platform.ready, name="ready"),
]
