"""Reminders say what the meeting talks about; titles of discussions only to those who see them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic
from meetings.agenda.mail_lines import MailedAgenda
from meetings.agenda.ordering import take
from meetings.models import AgendaItem
from tests.cast import Cast
from tests.meetings.agenda.scenes import meeting_of, proposed, taken
from tests.meetings.invitation_scenes import invites, told
from tests.meetings.test_reminders import DAY, begins_in, reminders
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db


def test_a_reminder_has_the_agenda_with_times(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, reminders=[DAY])
        taken(meeting, cast.sam, "Buses after six", minutes=20, presenter=cast.rosa)
        taken(meeting, cast.sam, "Fares")
        proposed(meeting, cast.sam, "Only proposed")
        topic = open_topic(cast.superintendents, by=cast.sam, title="Zebra", body="Who pays?")
        take(proposed(meeting, cast.tess, "", topic=topic), by=cast.fay)
    begins_in(cast, meeting, timedelta(hours=23))
    found = reminders()
    sam, pat, rosa = (text_of(found[name]) for name in ("sam", "pat", "rosa"))
    assert "On the agenda:" in sam
    assert "Buses after six (Rosa Peña)" in sam
    assert "Only proposed" not in sam
    assert "- Zebra" in sam
    assert "Zebra" not in pat
    assert "A discussion that not all who are invited can read" in pat
    assert "En la agenda:" in rosa
    assert "Zebra" not in rosa


def test_a_reminder_without_an_agenda_says_nothing_of_one(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, reminders=[DAY])
        proposed(meeting, cast.sam)
    begins_in(cast, meeting, timedelta(hours=23))
    assert "On the agenda:" not in text_of(reminders()["sam"])


def test_an_invitation_has_no_agenda_yet(cast: Cast) -> None:
    invites(cast)
    assert "On the agenda:" not in text_of(told(cast.sam)[0])


def test_a_removed_discussion_is_named_to_nobody(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        topic = open_topic(cast.superintendents, by=cast.sam, title="Zebra", body="Who pays?")
        take(proposed(meeting, cast.tess, "", topic=topic), by=cast.fay)
        type(topic).objects.filter(pk=topic.pk).update(removed_at=topic.created_at)
        lines = MailedAgenda(meeting, [cast.sam]).lines(cast.sam)
    assert "Zebra" not in str(lines)


def test_a_batch_costs_as_many_queries_for_one_person_as_for_five(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        for n in range(3):
            topic = open_topic(cast.superintendents, by=cast.sam, title=f"Z {n}", body="Who?")
            take(proposed(meeting, cast.tess, "", topic=topic), by=cast.fay)
        AgendaItem.objects.update(presenter=cast.rosa)
        counts = []
        for people in ([cast.sam], list(Membership.objects.all()[:5])):
            with CaptureQueriesContext(connection) as queries:
                agenda = MailedAgenda(meeting, people)
                for one in people:
                    agenda.lines(one)
            counts.append(len(queries))
    assert counts[0] == counts[1]
