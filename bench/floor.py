"""What every figure is compared with: a page that does as little as a Django page can.

The same server, no middleware, one indexed SELECT of 20 rows rendered by a template.
"""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.floor_settings")
django.setup()

# After the line above: models can be imported only then.
from config.forks import keep_for_good  # noqa: E402
from forums.models import Topic  # noqa: E402

FORUM = int(os.environ.get("BENCH_FORUM_ID", "0"))


def floor(_request: HttpRequest) -> HttpResponse:
    topics = Topic.objects.using("owner").filter(forum=FORUM).order_by("-last_post_at", "-id")
    return HttpResponse(render_to_string("bench/floor.html", {"topics": list(topics[:20])}))


urlpatterns = [path("", floor)]

# Only now, since allauth refuses to be set up without its middleware.
settings.MIDDLEWARE.clear()
application = WSGIHandler()
keep_for_good()
