"""The page on which somebody takes back what he said by mail, until it is done."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.arrival import member_of
from communities.models import Membership
from communities.scope import scope
from core.timezones import zone_named
from mailroom.models import MailedPart, PartState
from mailroom.parts import said_in, shown_words, take_back, together
from mailroom.receipts import part_ids
from notifications.acts import Thing, subject_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is waiting and one button; a POST takes it back, if it is not done yet."""
    ids = part_ids(token)
    if ids is None:
        raise Http404
    with scope(ids[0]):
        found = (
            MailedPart.objects.select_related("community", "member__user").filter(pk=ids[1]).first()
        )
        if found is None:
            raise Http404
        user = found.member.user
        if request.method == "POST":
            take_back(found)
        with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
            return render(request, "mailroom/part.html", _shown(found))


def _shown(found: MailedPart) -> dict[str, object]:
    rows = together(found)
    member = member_of(found.community, found.member.user)
    thing = _thing(member, found.kind, found.object_id)
    states = {row.state for row in rows}
    made = next((row for row in rows if row.made_id), None)
    posted = _thing(member, made.made_kind, made.made_id or 0) if made else None
    return {
        "community": found.community,
        "thing": thing,
        "said": said_in(rows, thing),
        "words": shown_words(next((row.words for row in rows if row.words), "")),
        "until": found.due_at,
        "is_waiting": PartState.WAITING in states,
        "is_done": PartState.DONE in states,
        "is_undone": states == {PartState.UNDONE},
        "url": shown.url if (shown := posted or thing) else "",
    }


def _thing(member: Membership | None, kind: str, object_id: int) -> Thing | None:
    subject = subject_of(kind)
    return subject.find(member, [object_id]).get(object_id) if subject and member else None
