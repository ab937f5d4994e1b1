"""Who is invited no more is told once, and his calendar with him; who joins later is told what comes."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from communities.leaving import Words, leave_for_good
from communities.membership_changes import change_person, make_active
from communities.models import DueWork, Membership
from communities.scope import scope
from forums.audience_choices import EVERYONE, audience_chosen
from meetings.actions import answer_series
from meetings.inviting import newcomers
from meetings.inviting.promises import NEWCOMER
from meetings.models import Answer, CalledOff, Rsvp, Series, StandingAnswer, Way
from meetings.schedule.changing import Scope, change_series, part_for, part_of
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.mailroom.letters import HOST
from tests.meetings.invitation_scenes import calendar_of, events_of, invites, path_of, told
from tests.meetings.scenes import meetings_of, says
from tests.meetings.test_announcing import community_of, of, since, subjects
from tests.notifications.notice_scenes import work
from tests.opened_mail import html_of, opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def change(cast: Cast, member: Membership, **given: Any) -> None:
    """Let fay say who somebody is; inside the scope."""
    shown = Membership.objects.for_display().get(pk=member.pk)
    shown.community = cast.community
    values = {"roles": shown.roles, "site": shown.site, "circle": shown.circle}
    change_person(shown, by=cast.fay, **{**values, "standing": shown.standing, **given})


def test_who_is_in_the_audience_no_more_is_told_and_his_calendar_too(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        first, *_rest = of(cast, series)
        says(cast.rosa, first)
        answer_series(series, cast.rosa, Answer.YES, way=Way.PAGE)
        part = part_for(part_of(first, Scope.ALL), Scope.ALL, {"audience"})
        fewer = {"audience": cast.superintendents.audience}
        change_series(community_of(series, cast), part, fewer, by=cast.fay)
    (mail,) = since(cast.rosa, 1)
    assert "Monthly table" in subjects([mail])[0]
    assert calendar_of(mail)["METHOD"] == "CANCEL"
    (event,) = events_of(mail)
    with scope(cast.community):
        now = Series.objects.get()
        assert str(event["UID"]) == now.uid
        assert event["SEQUENCE"] > now.sequence
        # Nobody expects her any more.
        assert not Rsvp.objects.filter(member=cast.rosa).exists()
        assert not StandingAnswer.objects.filter(member=cast.rosa).exists()
        assert not CalledOff.objects.exists()
    # She sees it no more: no link leads there.
    for words in (text_of(mail), html_of(mail)):
        assert now.get_absolute_url() not in words
        assert "mail/meeting/" not in words
    assert opened(mail)["List-Unsubscribe"] is None
    # Who is invited as before hears nothing.
    assert since(cast.sam, 1) == []


def test_a_person_whose_role_is_another_one_is_told_what_was_open_to_him(cast: Cast) -> None:
    with scope(cast.community):
        audience = cast.superintendents.audience
    series = invites(cast, audience=audience)
    with scope(cast.community):
        first, *_rest = meetings_of(series)
        says(cast.sam, first)
        change(cast, cast.sam, circle="inner")
    assert since(cast.sam, 1) == []
    with scope(cast.community):
        change(cast, cast.sam, roles=[])
    (mail,) = since(cast.sam, 1)
    assert calendar_of(mail)["METHOD"] == "CANCEL"
    assert subjects([mail]) == ["No longer invited: Monthly table"]


def test_who_had_not_been_invited_yet_or_is_again_hears_nothing(cast: Cast) -> None:
    with scope(cast.community):
        roles = list(Membership.objects.for_display().get(pk=cast.sam.pk).roles)
        audience = cast.superintendents.audience
    series = invites(cast, audience=audience)
    with scope(cast.community):
        change(cast, cast.sam, roles=[])
        change(cast, cast.sam, roles=roles)
        # Rosa comes in and goes before anybody wrote to her.
        change(cast, cast.rosa, roles=roles)
        change(cast, cast.rosa, roles=[])
        says(cast.sam, meetings_of(series)[0])
    work()
    assert len(told(cast.sam)) == 1
    assert told(cast.rosa) == []
    with scope(cast.community):
        assert Rsvp.objects.filter(member=cast.sam).exists()


def test_who_leaves_for_good_gets_no_such_mail(cast: Cast) -> None:
    invites(cast)
    leave_for_good(cast.sam, Words.NAMED)
    assert since(cast.sam, 1) == []


def test_who_is_not_in_what_goes_on_is_not_promised_a_mail_about_it(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        third = of(cast, series)[2]
        part = part_of(third, Scope.LATER)
        fewer = {"audience": cast.superintendents.audience}
        change_series(community_of(series, cast), part, fewer, by=cast.fay)
    assert "You get a mail about them, too." in text_of(since(cast.sam, 1)[0])
    (mail,) = since(cast.rosa, 1)
    assert "Estas reuniones terminan antes." in text_of(mail)


def test_a_wider_audience_calls_nothing_off(cast: Cast) -> None:
    with scope(cast.community):
        audience = cast.superintendents.audience
    series = invites(cast, audience=audience)
    with scope(cast.community):
        part = part_for(part_of(of(cast, series)[0], Scope.ALL), Scope.ALL, {"audience"})
        wider = {"audience": audience_chosen(cast.community, EVERYONE)}
        change_series(community_of(series, cast), part, wider, by=cast.fay)
    assert since(cast.sam, 1) == []


def joins(cast: Cast, user: User, **more: Any) -> Membership:
    with scope(cast.community):
        return make_active(cast.community, user, **more)


def an_hour_later() -> list[OutgoingMail]:
    """Do what was promised for who joined; return those mails."""
    DueWork.objects.filter(kind=NEWCOMER).update(due_at=timezone.now())
    work()
    return list(OutgoingMail.objects.filter(kind=newcomers.KIND).order_by("pk"))


def test_who_joins_later_gets_one_mail_with_all_that_is_to_come(cast: Cast) -> None:
    invites(cast)
    invites(cast, title="Open evening", rule="")
    with scope(cast.community):
        hidden = cast.superintendents.audience
    invites(cast, title="Zebra", audience=hidden)
    joins(cast, cast.olga.user)
    work()
    assert not OutgoingMail.objects.filter(kind=newcomers.KIND).exists()
    (mail,) = an_hour_later()
    assert mail.to == cast.olga.user.email
    words = text_of(mail)
    assert words.count("/mail/meeting/yes/") == 2
    assert "Monthly table" in words
    assert "Open evening" in words
    assert "Zebra" not in words
    Client().post(path_of(mail, "yes"))
    with scope(cast.community):
        answered = Rsvp.objects.count() + StandingAnswer.objects.count()
        assert answered == 1
    # Nor is anybody else told, nor he again.
    joins(cast, cast.olga.user)
    assert len(an_hour_later()) == 1


def test_a_role_that_opens_meetings_brings_that_mail_too(cast: Cast) -> None:
    with scope(cast.community):
        roles = list(Membership.objects.for_display().get(pk=cast.sam.pk).roles)
        audience = cast.superintendents.audience
    invites(cast)
    invites(cast, title="Zebra", audience=audience)
    with scope(cast.community):
        change(cast, cast.rosa, roles=roles)
    (mail,) = an_hour_later()
    assert mail.to == cast.rosa.user.email
    assert "Zebra" in text_of(mail)
    # Of the others she had an invitation.
    assert "Monthly table" not in text_of(mail)
    assert "¿Viene" in text_of(mail)


def test_quiet_hours_and_stopped_mail_count_for_it(cast: Cast) -> None:
    invites(cast)
    user, hour = cast.olga.user, timezone.now().hour
    user.time_zone, user.quiet_from, user.quiet_until = "UTC", (hour - 1) % 24, (hour + 3) % 24
    user.save()
    joins(cast, user)
    (mail,) = an_hour_later()
    assert mail.due_at > timezone.now()
    OutgoingMail.objects.all().delete()
    user.mail_stopped_for = user.email
    user.save()
    joins(cast, user)
    assert an_hour_later() == []


def test_without_meetings_to_come_nobody_is_told(cast: Cast) -> None:
    joins(cast, cast.olga.user)
    assert not DueWork.objects.filter(kind=NEWCOMER).exists()
