"""The facilitators' page, and what a prompt's link opens."""

from django.urls import path

from site_updates import views

app_name = "site_updates"

urlpatterns = [
    path("c/<slug:slug>/site-updates/", views.plan, name="plan"),
    # Short enough for a mail's header.
    path("s/<str:token>/", views.prompt, name="prompt"),
]
