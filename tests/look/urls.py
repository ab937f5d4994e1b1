"""The style guide's pages, which ordinary settings serve in development only, and a broken one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from config import styleguide


def broken(request: HttpRequest) -> HttpResponse:
    """Answer as a fault does."""
    return render(request, "500.html", status=500)


urlpatterns = [
    path("styleguide/topic/", csrf_exempt(styleguide.topic)),
    path("styleguide/", include("config.styleguide")),
    path("broken/", csrf_exempt(broken)),
]
