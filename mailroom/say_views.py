"""The page on which a link of a mail has somebody say something with one button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.arrival import member_of
from communities.models import Membership
from communities.scope import scope
from core.signed_links import StaleLinkError
from core.timezones import zone_named
from mailroom.saying import Saying
from notifications.acts import say_ids, subject_of
from notifications.answers import AnswerRefusedError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, kind: str, act: str, token: str) -> HttpResponse:
    """Show the thing and the button; a POST says it. Without signing in: the token is the permission."""
    try:
        ids = say_ids(kind, act, token)
    except StaleLinkError as stale:
        return _stale(request, kind, act, (*stale.ids.values(),))
    if ids is None:
        raise Http404
    with scope(ids[0]):
        saying = _saying_or_404(kind, act, *ids[1:])
        user = saying.member.user
        with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
            return _page(request, saying)


def _page(request: HttpRequest, saying: Saying) -> HttpResponse:
    done, refused, meaning = "", "", ""
    is_undone = request.method == "POST" and "undo" in request.POST
    try:
        if is_undone:
            done = saying.undo()
        elif request.method == "POST":
            done = saying.do(request.POST.getlist("choice"))
    except AnswerRefusedError as why:
        refused = str(why)
    until = saying.undo_until
    can_say = not (done or until)
    if can_say:
        try:
            meaning = saying.meaning()
        except AnswerRefusedError as why:
            refused, can_say = refused or str(why), False
    context = {
        "saying": saying,
        "community": saying.member.community,
        "done": done,
        "is_undone": is_undone and done,
        "refused": refused,
        "can_say": can_say,
        "meaning": meaning,
        "until": until,
        "typed": request.POST.get("choice", ""),
    }
    status = 422 if refused and request.method == "POST" else 200
    return render(request, "mailroom/say.html", context, status=status)


def _stale(request: HttpRequest, kind: str, act: str, ids: tuple[int, ...]) -> HttpResponse:
    with scope(ids[0]):
        saying = _saying_or_404(kind, act, ids[1], ids[2])
    with translation.override(saying.member.user.language):
        context = {"saying": saying, "community": saying.member.community}
        return render(request, "mailroom/say_stale.html", context)


def _saying_or_404(kind: str, act: str, member_id: int, object_id: int) -> Saying:
    """Return what is to be said, by a person who is a member now, of a thing that he sees now."""
    subject = subject_of(kind)
    known = Membership.objects.select_related("user", "community").filter(pk=member_id).first()
    member = member_of(known.community, known.user) if known and known.user.is_active else None
    if subject is None or member is None or act not in subject.acts:
        raise Http404
    thing = subject.find(member, [object_id]).get(object_id)
    if thing is None:
        raise Http404
    return Saying(member, object_id, act, thing, subject)
