"""Meetings in a member's own calendar, whose program cannot sign in: a key stands for him."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import CommunityRequest, MemberRequest, member_required, visitor_allowed
from core.addresses import address
from meetings.actions.calendar_keys import make_calendar_key, revoke_calendar_key
from meetings.loading import series_or_404
from meetings.models import CalendarKey, Series
from meetings.subscribing import Subscription, calendar, edition_of, member_with_key


@dataclass(frozen=True, slots=True)
class Offered:
    """A calendar that the member can subscribe to."""

    name: str
    url: str

    @property
    def opens(self) -> str:
        """The address that a phone opens with its calendar program."""
        return f"webcal:{self.url.partition(':')[2]}"


@require_safe
@visitor_allowed
def all_of_it(request: CommunityRequest, key: str) -> HttpResponse:
    return _answer(request, Subscription(member_with_key(request.community, key)))


@require_safe
@visitor_allowed
def mine(request: CommunityRequest, key: str) -> HttpResponse:
    return _answer(request, Subscription(member_with_key(request.community, key), mine=True))


@require_safe
@visitor_allowed
def one_series(request: CommunityRequest, number: int, key: str) -> HttpResponse:
    member = member_with_key(request.community, key)
    return _answer(request, Subscription(member, series_or_404(member, number)))


@require_safe
@member_required
def subscriptions(request: MemberRequest) -> HttpResponse:
    key = CalendarKey.objects.filter(member=request.member).first()
    context = {"key": key, "calendars": _offered(request, key.key) if key else []}
    return render(request, "meetings/subscriptions.html", {**context, "place": "meetings"})


@require_POST
@member_required
def calendar_key(request: MemberRequest) -> HttpResponse:
    make_calendar_key(request.member)
    messages.success(request, _("Here are your addresses. Keep them to yourself."))
    return redirect("meetings:subscriptions", request.community.slug)


@require_POST
@member_required
def delete_calendar_key(request: MemberRequest) -> HttpResponse:
    revoke_calendar_key(request.member)
    messages.success(request, _("The old addresses open nothing any more."))
    return redirect("meetings:subscriptions", request.community.slug)


def _answer(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """Return the calendar, or that it is as it was: then it is not written."""
    with translation.override(subscription.member.user.language):
        edition = edition_of(subscription)
        changed = int(edition.changed_at.timestamp())
        known = get_conditional_response(request, edition.etag, changed)
        if known is not None and known.status_code == 304:
            return known
        answer = HttpResponse(
            calendar(subscription, edition), content_type="text/calendar; charset=utf-8"
        )
    answer.headers["ETag"] = edition.etag
    answer.headers["Last-Modified"] = http_date(changed)
    answer.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
    patch_cache_control(answer, private=True, max_age=0)
    return answer


def _offered(request: MemberRequest, key: str) -> list[Offered]:
    slug = request.community.slug
    found = [
        Offered(_("My meetings: what I did not decline"), address("meetings:mine_feed", slug, key)),
        Offered(_("All meetings to which I am invited"), address("meetings:feed", slug, key)),
        *(
            Offered(one.title, address("meetings:series_feed", slug, one.number, key))
            for one in Series.objects.visible_to(request.member)
            .filter(cancelled_at=None)
            .exclude(rule="")
            .order_by("title", "pk")
        ),
    ]
    return [Offered(one.name, settings.SITE_URL + one.url) for one in found]


_M = "c/<slug:slug>/meetings/"

urlpatterns = [
    path(f"{_M}my-calendar/", subscriptions, name="subscriptions"),
    path(f"{_M}my-calendar/key/", calendar_key, name="calendar_key"),
    path(f"{_M}my-calendar/key/delete/", delete_calendar_key, name="delete_calendar_key"),
    path(f"{_M}feed/<str:key>/meetings.ics", all_of_it, name="feed"),
    path(f"{_M}feed/<str:key>/mine.ics", mine, name="mine_feed"),
    path(f"{_M}series/<int:number>/feed/<str:key>/series.ics", one_series, name="series_feed"),
]
