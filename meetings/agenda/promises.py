"""Who is to hear of an agenda, written down in the transaction that changes it."""

from datetime import timedelta

from django.utils import timezone

from communities.due_work import due
from communities.models import Membership
from meetings.models import AgendaItem, AgendaNews, ItemKind, ItemState, NewsKind

# Due work; its id is that of the meeting.
TELL = "tell_of_agenda"
# So long after the last change it is told, as one mail; and at the latest so long after the first.
QUIET_FOR, AT_THE_LATEST = timedelta(minutes=10), timedelta(hours=1)


def promise_taken(item: AgendaItem, *, by: Membership) -> None:
    """Have whoever proposed an item told that it is on the agenda, and who presents it; not `by`."""
    if item.kind != ItemKind.PART:
        _promise(item, item.by_id, NewsKind.TAKEN, by=by)
    promise_presenter(item, by=by)


def promise_presenter(item: AgendaItem, *, by: Membership) -> None:
    """Have whoever presents what is on the agenda told so; not `by`, and nobody who is so no more."""
    AgendaNews.objects.filter(item=item, kind=NewsKind.PRESENTS).exclude(
        member=item.presenter_id
    ).delete()
    if item.state == ItemState.TAKEN and item.presenter_id is not None:
        _promise(item, item.presenter_id, NewsKind.PRESENTS, by=by)


def forget_news(item: AgendaItem) -> None:
    """Tell nobody of what is not on the agenda any more."""
    AgendaNews.objects.filter(item=item).delete()


def _promise(item: AgendaItem, member_id: int, kind: NewsKind, *, by: Membership) -> None:
    if member_id == by.pk:
        return
    AgendaNews.objects.bulk_create(
        [AgendaNews(community_id=item.community_id, item=item, member_id=member_id, kind=kind)],
        ignore_conflicts=True,
    )
    due(TELL, item.meeting_id, community=by.community, at=timezone.now() + QUIET_FOR)
