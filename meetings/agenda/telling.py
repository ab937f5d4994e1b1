"""Telling people that what they proposed is on an agenda, and what they present. Due work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.due_work import put_off, register_due_work
from communities.models import Membership
from meetings.agenda.mail_lines import MailedAgenda
from meetings.agenda.promises import AT_THE_LATEST, QUIET_FOR, TELL
from meetings.inviting.member_mails import Drafted, mails_about, title_of
from meetings.inviting.people import invited
from meetings.inviting.telling import meeting_to_come
from meetings.models import AgendaNews, ItemState, Meeting, NewsKind
from notifications.outgoing import store

KIND = "meeting_agenda"


def tell_of_agenda(meeting_id: int) -> None:
    """Tell each in one mail what is new to him, once nobody has changed the agenda for a while."""
    rows = AgendaNews.objects.filter(item__meeting=meeting_id).select_related("item")
    news = list(rows.order_by("pk"))
    meeting = meeting_to_come(meeting_id)
    now = timezone.now()
    if meeting is not None and meeting.stands and meeting.starts_at > now and news:
        if (at := _told_at(meeting, news)) > now:
            put_off(TELL, meeting.pk, community=meeting.community, until=at)
            return
        _tell(meeting, [one for one in news if _still_so(one)])
    AgendaNews.objects.filter(pk__in=[one.pk for one in news]).delete()


def _told_at(meeting: Meeting, news: Sequence[AgendaNews]) -> datetime:
    """Return when it is told: sooner where the meeting begins before."""
    quiet = max(one.created_at for one in news) + QUIET_FOR
    latest = min(one.created_at for one in news) + AT_THE_LATEST
    return min(quiet, latest, max(meeting.starts_at - AT_THE_LATEST, timezone.now()))


def _still_so(news: AgendaNews) -> bool:
    item = news.item
    presents = news.kind != NewsKind.PRESENTS or item.presenter_id == news.member_id
    return item.state == ItemState.TAKEN and presents


def _tell(meeting: Meeting, news: Sequence[AgendaNews]) -> None:
    of: dict[int, dict[int, set[str]]] = {}
    for one in news:
        of.setdefault(one.member_id, {}).setdefault(one.item_id, set()).add(one.kind)
    people = list(invited(meeting.series).filter(pk__in=of).select_related("user"))
    agenda = MailedAgenda(meeting, people, shown=None)

    def draft(member: Membership) -> Drafted:
        mine, lines = of[member.pk], agenda.lines_by_item(member)
        presents = any(NewsKind.PRESENTS in kinds for kinds in mine.values())
        subject = (
            _("You present something: %(title)s") if presents else _("On the agenda: %(title)s")
        )
        values: dict[str, Any] = {
            "subject": subject % {"title": title_of(meeting)},
            "presents": presents,
            "lines": [
                (*lines[pk][:2], NewsKind.TAKEN in mine[pk], NewsKind.PRESENTS in mine[pk])
                for pk in lines
                if pk in mine
            ],
        }
        return Drafted(template="meeting_agenda", values=values)

    # The last of them is new in no other mail.
    key = f"{meeting.pk}/{max((one.pk for one in news), default=0)}"
    store(
        list(mails_about(meeting, people, draft, kind=KIND, key=key, needed_by=meeting.starts_at))
    )


def register() -> None:
    """Say who does what agendas promise; called from AppConfig.ready()."""
    register_due_work(TELL, tell_of_agenda, queue="mail")
