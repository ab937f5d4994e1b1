"""Whoever a forum is closed to loses the meetings of its audience, and hears of it; who comes in, too."""

import pytest

from communities.audience_rules import AudienceRule, rule_of
from communities.models import AudienceUserObjectPermission, Membership
from communities.models.membership import Circle
from communities.scope import scope
from forums.actions.forum_changes import change_audience, dismiss_guest, name_guest
from meetings.models import CalledOff, Rsvp
from tests.cast import Cast
from tests.meetings.invitation_scenes import calendar_of, invites, told
from tests.meetings.scenes import meetings_of, says
from tests.meetings.test_announcing import since, subjects
from tests.meetings.test_belonging import an_hour_later
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db


def narrows(cast: Cast, *, guests: list[Membership] | None = None) -> AudienceRule:
    """Close the superintendents' forum to all but the core circle; return the rule before."""
    forum = cast.superintendents
    forum.community = cast.community
    before = rule_of(forum.audience_id)
    rule = AudienceRule(roles=before.roles, sites=before.sites, circles=frozenset({Circle.CORE}))
    Membership.objects.filter(pk=cast.tess.pk).update(circle=Circle.CORE)
    change_audience(forum, rule=rule, guests=guests or [], by=cast.fay)
    return before


def test_who_sees_the_forum_no_more_is_told_of_its_meetings(cast: Cast) -> None:
    with scope(cast.community):
        audience = cast.superintendents.audience
    series = invites(cast, audience=audience)
    invites(cast, title="Open evening", rule="")
    with scope(cast.community):
        says(cast.sam, meetings_of(series)[0])
        narrows(cast)
    (mail,) = since(cast.sam, 2)
    assert subjects([mail]) == ["No longer invited: Monthly table"]
    assert calendar_of(mail)["METHOD"] == "CANCEL"
    # Who still sees it hears nothing.
    assert since(cast.tess, 2) == []
    with scope(cast.community):
        assert not Rsvp.objects.exists()
        assert not CalledOff.objects.exists()


def test_who_is_let_in_again_before_the_mail_is_written_hears_nothing(cast: Cast) -> None:
    with scope(cast.community):
        audience = cast.superintendents.audience
    invites(cast, audience=audience)
    with scope(cast.community):
        before = narrows(cast)
        change_audience(cast.superintendents, rule=before, guests=[], by=cast.fay)
    assert since(cast.sam, 1) == []


def test_who_was_told_and_is_let_in_again_is_told_that_too(cast: Cast) -> None:
    with scope(cast.community):
        audience = cast.superintendents.audience
    invites(cast, audience=audience)
    with scope(cast.community):
        before = narrows(cast)
    assert subjects(since(cast.sam, 1)) == ["No longer invited: Monthly table"]
    with scope(cast.community):
        change_audience(cast.superintendents, rule=before, guests=[], by=cast.fay)
    (mail,) = an_hour_later()
    assert mail.to == cast.sam.user.email
    assert "Monthly table" in text_of(mail)


def test_a_guest_is_told_what_comes_and_that_it_is_over(cast: Cast) -> None:
    with scope(cast.community):
        audience = cast.superintendents.audience
    series = invites(cast, audience=audience)
    with scope(cast.community):
        cast.superintendents.community = cast.community
        name_guest(cast.superintendents, cast.rosa, by=cast.fay)
    (mail,) = an_hour_later()
    assert mail.to == cast.rosa.user.email
    assert "Monthly table" in text_of(mail)
    with scope(cast.community):
        grant = AudienceUserObjectPermission.objects.get(user=cast.rosa.user_id)
        grant.community = cast.community
        says(cast.rosa, meetings_of(series)[0])
        dismiss_guest(grant, cast.superintendents, by=cast.fay)
    assert since(cast.rosa, 1)
    assert calendar_of(told(cast.rosa)[-1])["METHOD"] == "CANCEL"
