"""Who proposed what is on the agenda, and who presents it, hears of it by mail: once, and together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.models import DueWork, Membership
from communities.scope import scope
from forums.actions import open_topic
from forums.models import Form
from meetings.agenda.ordering import give_back, take, use_form
from meetings.agenda.promises import AT_THE_LATEST, QUIET_FOR, TELL
from meetings.agenda.proposing import Time, Words, change_item, stamp
from meetings.agenda.putting_off import put_off
from meetings.models import AgendaItem, AgendaNews, Meeting
from meetings.schedule.cancelling import cancel_meeting
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.meetings.agenda.scenes import meeting_of, proposed
from tests.meetings.scenes import begins, meetings_of
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    with scope(cast.community):
        return meeting_of(cast)


def presents(item: AgendaItem, who: Membership | None, *, by: Membership) -> None:
    """Let somebody be named who presents it, as on its form."""
    item.refresh_from_db()
    words = Words(kind=item.kind, title=item.title, about=item.about, topic=item.topic)
    change_item(item, words, time=Time(minutes=10, presenter=who), seen=stamp(item), by=by)


def let_pass(cast: Cast, away: timedelta = QUIET_FOR) -> None:
    """Let so much time pass since all that was changed, and the worker look."""
    with scope(cast.community):
        for one in AgendaNews.objects.all():
            one.created_at -= away
            one.save()
    DueWork.objects.filter(kind=TELL).update(due_at=timezone.now())
    work()


def told() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="meeting_agenda").order_by("to", "pk"))


def test_who_proposed_something_is_told_that_it_is_on_the_agenda(
    cast: Cast, meeting: Meeting
) -> None:
    with scope(cast.community):
        item = proposed(meeting, cast.sam)
        take(item, by=cast.fay)
    work()
    assert not told()
    let_pass(cast)
    (mail,) = told()
    assert mail.to == "sam@example.org"
    assert str(opened(mail)["Subject"]).startswith("On the agenda: Monthly table")
    said = text_of(mail)
    # On his clock.
    assert "7 p.m.: Buses after six" in said
    assert "You proposed it." in said
    assert meeting.get_absolute_url() in said
    let_pass(cast)
    assert len(told()) == 1


def test_who_presents_it_is_told_in_his_language(cast: Cast, meeting: Meeting) -> None:
    with scope(cast.community):
        item = proposed(meeting, cast.rosa)
        take(item, by=cast.fay)
        presents(item, cast.rosa, by=cast.fay)
    let_pass(cast)
    (mail,) = told()
    assert mail.to == "rosa@example.org"
    assert "Usted lo propuso y lo presenta." in text_of(mail)


def test_nobody_is_told_what_he_did_himself(cast: Cast, meeting: Meeting) -> None:
    with scope(cast.community):
        item = proposed(meeting, cast.fay)
        take(item, by=cast.fay)
        presents(item, cast.fay, by=cast.fay)
        use_form(meeting, "consult", by=cast.fay)
    let_pass(cast)
    assert not told()
    assert not DueWork.objects.filter(kind=TELL).exists()


def test_an_agenda_changed_several_times_is_one_mail(cast: Cast, meeting: Meeting) -> None:
    with scope(cast.community):
        items = [proposed(meeting, cast.sam, title) for title in ("Buses", "Fares", "Snow")]
        take(items[0], by=cast.fay)
    let_pass(cast, QUIET_FOR - timedelta(minutes=1))
    with scope(cast.community):
        take(items[1], by=cast.fay)
        presents(items[1], cast.tess, by=cast.fay)
    let_pass(cast, timedelta(minutes=2))
    assert not told()
    let_pass(cast)
    mine, hers = told()
    assert [title in text_of(mine) for title in ("Buses", "Fares", "Snow")] == [True, True, False]
    assert [title in text_of(hers) for title in ("Buses", "Fares")] == [False, True]
    assert str(opened(hers)["Subject"]).startswith("You present something:")


def test_who_orders_for_hours_does_not_keep_others_waiting(cast: Cast, meeting: Meeting) -> None:
    with scope(cast.community):
        take(proposed(meeting, cast.sam, "Buses"), by=cast.fay)
    let_pass(cast, AT_THE_LATEST - timedelta(minutes=1))
    with scope(cast.community):
        # Told meanwhile, so that it is written down anew.
        take(proposed(meeting, cast.tess, "Fares"), by=cast.fay)
    let_pass(cast, timedelta(0))
    assert [mail.to for mail in told()] == ["sam@example.org"]


def test_what_is_taken_off_again_or_is_anothers_is_told_to_nobody(
    cast: Cast, meeting: Meeting
) -> None:
    with scope(cast.community):
        off, later, given = (proposed(meeting, cast.sam, title) for title in ("A", "B", "C"))
        for item in (off, later, given):
            take(item, by=cast.fay)
        give_back(off)
        to = meetings_of(meeting.series)[1]
        to.community = to.series.community = cast.community
        put_off(later, to, by=cast.fay)
        presents(given, cast.tess, by=cast.fay)
        presents(given, cast.pat, by=cast.fay)
    let_pass(cast)
    assert [mail.to for mail in told()] == ["pat@example.org", "sam@example.org"]
    with scope(cast.community):
        assert not AgendaNews.objects.exists()


def test_of_a_meeting_that_is_cancelled_or_has_begun_nothing_is_told(
    cast: Cast, meeting: Meeting
) -> None:
    with scope(cast.community):
        other = meetings_of(meeting.series)[1]
        other.community = other.series.community = cast.community
        for one in (meeting, other):
            take(proposed(one, cast.sam), by=cast.fay)
        cancel_meeting(meeting, by=cast.fay, words="")
        begins(other, timezone.now() - timedelta(minutes=5))
    let_pass(cast)
    assert not told()
    with scope(cast.community):
        assert not AgendaNews.objects.exists()


def test_who_is_not_invited_any_more_is_not_told(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, audience=cast.superintendents.audience)
        take(proposed(meeting, cast.rosa), by=cast.fay)
        take(proposed(meeting, cast.sam), by=cast.fay)
    let_pass(cast)
    assert [mail.to for mail in told()] == ["sam@example.org"]


def test_the_mail_names_no_discussion_that_its_reader_does_not_see(
    cast: Cast, meeting: Meeting
) -> None:
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Zebra", body="?", form=Form.QUESTION
        )
        item = proposed(meeting, cast.sam, "", topic=topic)
        take(item, by=cast.fay)
        presents(item, cast.pat, by=cast.fay)
    let_pass(cast)
    assert ["Zebra" in text_of(mail) for mail in told()] == [False, True]
