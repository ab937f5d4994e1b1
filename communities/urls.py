"""The doors of a community."""

from django.urls import URLPattern, path

from communities.views import home

app_name = "communities"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/", home.home, name="home"),
    path("c/<slug:slug>/people/<int:membership_id>/", home.person, name="person"),
]
