"""What is left of somebody in the schedule once he is erased: that a meeting was, not his words."""

from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.models import (
    AgendaItem,
    Feedback,
    Heard,
    ItemState,
    Meeting,
    Recording,
    Rsvp,
    Series,
    SeriesFile,
    State,
    TimePoll,
    TimeReply,
)
from meetings.notes.erasing import erase_notes
from meetings.search_documents import refresh_series
from moderation.models import Act


def erase_meetings(member: Membership) -> None:
    """Take away what the member said of meetings; when and where they were stays for the others."""
    Rsvp.objects.filter(member=member).update(words="")
    Rsvp.objects.filter(by=member).update(words="")
    # That somebody was there, and found it worth his time, stays as a number.
    Feedback.objects.filter(member=member).update(words="", is_named=False)
    Heard.objects.filter(by=member).delete()
    # Without the words on who agreed to it, a recording is not shown.
    Recording.objects.filter(by=member).delete()
    TimeReply.objects.filter(member=member).delete()
    TimePoll.objects.filter(closed_by=member).update(close_note="")
    SeriesFile.objects.filter(added_by=member).delete()
    _erase_reasons(member)
    _erase_agenda(member)
    erase_notes(member)
    # What he asked for a time for, another one may have made a meeting with his words.
    polls = TimePoll.objects.filter(host=member)
    asked = Exists(polls.filter(series=OuterRef("pk"), about=OuterRef("about")))
    for series in Series.objects.filter(Q(by=member) | Q(asked)).exclude(about=""):
        series.about = ""
        series.save(update_fields=["about"])
        series.community = member.community
        refresh_series(series)
    polls.update(about="")


def _erase_reasons(member: Membership) -> None:
    """Take away why the member changed or cancelled something: the record of acts knows where."""
    acts = Act.objects.filter(by=member)
    alone = acts.filter(kind="meetings.meeting").values("object_id")
    Meeting.objects.filter(pk__in=alone).update(note="")
    whole = acts.filter(kind="meetings.series")
    Meeting.objects.filter(series__in=whole.values("object_id"), series__rule="").update(note="")
    changed = whole.filter(act__in=["changed", "cancelled"])
    Series.objects.filter(pk__in=changed.values("object_id")).update(change_note="")
    ended = Series.objects.filter(pk__in=whole.filter(act="cancelled").values("object_id"))
    Meeting.objects.filter(series__in=ended, state=State.CANCELLED).update(note="")
    ended.update(cancel_note="")


def _erase_agenda(member: Membership) -> None:
    """Take away what the member proposed; what was on an agenda keeps its place, without his words."""
    mine = AgendaItem.objects.filter(by=member)
    mine.filter(state=ItemState.PROPOSED).delete()
    with translation.override(member.community.language):
        mine.exclude(title="").update(title=_("Erased"))
    mine.update(about="")
