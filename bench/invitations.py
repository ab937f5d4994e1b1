"""How many invitations are written and handed to a mail server in a second."""

import io
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock

from django.core.management import call_command
from django.utils import timezone

from bench.digests import hand_to, taken_by
from bench.errors import BenchError
from bench.meetings import UID
from bench.notices import Told
from bench.seed import Seeded
from communities.models import DueWork, Membership
from communities.scope import scope
from forums.audience_choices import EVERYONE, audience_chosen
from meetings.actions import Plan, plan_series
from meetings.inviting.promises import INVITE
from meetings.inviting.telling import KIND, invite
from meetings.models import Meeting, Series
from meetings.recurrence.rules import checked_rule
from meetings.search_documents import refresh_series
from notifications.models import OutgoingMail, ReplyAddress


def send_invitations(port: int, seeded: Seeded) -> Told:
    """Invite everybody to twelve meetings, and send each the mail with its calendar.

    As the worker does: a batch in a transaction, until nobody is left. Raise BenchError if fewer
    than half get one.
    """
    hand_to(port)
    try:
        with scope(seeded.community):
            host = Membership.objects.facilitators().select_related("user", "community").first()
            if host is None:
                raise BenchError("Nobody can plan a meeting.")
            people = Membership.objects.active().count()
            series = plan_series(_plan(seeded, host), by=host)
        began = time.perf_counter()
        promised = DueWork.objects.filter(kind=INVITE, object_id=series.pk)
        while promised.exists():
            # Put off, it is looked at again; else it is done.
            promised.update(attempts=1)
            with scope(seeded.community):
                invite(series.pk)
            promised.filter(attempts=1).delete()
        call_command("send_mail", stdout=io.StringIO())
        seconds = time.perf_counter() - began
    finally:
        _forget(seeded)
    mails = taken_by(port)
    if mails < people // 2:
        raise BenchError(f"Only {mails} mails invited.")
    return Told(mails, round(seconds, 2))


def _plan(seeded: Seeded, host: Membership) -> Plan:
    first_on = (timezone.now() + timedelta(days=7)).date()
    begins = clock(18)
    first = datetime.combine(first_on, begins, tzinfo=UTC).replace(tzinfo=None)
    return Plan(
        title="Monthly table",
        audience=audience_chosen(seeded.community, EVERYONE),
        host=host,
        language="en",
        time_zone="America/Chicago",
        first_on=first_on,
        begins=begins,
        minutes=90,
        rule=checked_rule("FREQ=WEEKLY;COUNT=12", first=first),
        place_name="Eastgate School",
        address="12 River Street",
        web_link="https://video.example/table",
    )


def _forget(seeded: Seeded) -> None:
    """Take away what it left."""
    OutgoingMail.objects.filter(kind=KIND, community=seeded.community).delete()
    with scope(seeded.community):
        ReplyAddress.objects.filter(community=seeded.community, kind="meetings.series").delete()
        # The data set has meetings of its own.
        planned = Series.objects.exclude(uid__startswith=UID)
        for series in planned.select_related("community"):
            number = series.pk
            Meeting.objects.filter(series=series).delete()
            series.delete()
            series.pk = number
            # Nor does the search find it any more.
            refresh_series(series)
        DueWork.objects.filter(community=seeded.community).delete()
