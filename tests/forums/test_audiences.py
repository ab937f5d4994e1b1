"""Who sees a forum: said on one screen, shown before it counts, and true everywhere at once."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.audience_draft import draft_audience
from communities.audience_rules import AudienceRule, members_by_rule, write_rule
from communities.audiences import seen_by, why_seen
from communities.models import (
    Audience,
    AudienceUserObjectPermission,
    Community,
    Membership,
)
from communities.roles import roles_by_id
from communities.scope import scope
from forums.actions import open_topic
from forums.missing_voices import HEARD_WITHIN
from forums.models import Forum, ForumUserObjectPermission
from forums.models.forum import Kind, kind_of
from tests.cast import Cast, make_member, make_user
from tests.digests.scenes import MONDAY, ask, mails, send, settle_in

type SignIn = Callable[[Membership], Client]
FORUMS = "/c/four-rivers/forums/"
FAMILIES = f"{FORUMS}family-engagement/"
EVERYONE = {"who": "rule", "any_roles": "any", "any_sites": "any", "any_circles": "any"}


def fresh(member: Membership) -> Membership:
    """Return the member as the next request finds him."""
    return Membership.objects.select_related("community", "site", "user").get(pk=member.pk)


def only_roles(cast: Cast, *names: str) -> dict[str, Any]:
    ids = [cast.roles[name].pk for name in names]
    return {**EVERYONE, "any_roles": "some", "roles": ids}


@pytest.mark.parametrize(
    ("roles", "sites", "circles", "kind"),
    [
        (None, None, None, Kind.EVERYONE),
        ({1}, None, None, Kind.ROLE_ALIKE),
        ({1, 2}, None, None, Kind.MIXED_ROLE),
        ({1, 2}, {1}, None, Kind.MIXED_ROLE),
        (None, {1}, None, Kind.SITE),
        (None, {1, 2}, None, Kind.WORKING),
        ({1}, {1}, None, Kind.WORKING),
        ({1, 2}, None, {"core"}, Kind.WORKING),
    ],
)
def test_the_kind_of_a_forum_follows_from_the_rule(
    roles: set[int] | None, sites: set[int] | None, circles: set[str] | None, kind: Kind
) -> None:
    axes = [None if axis is None else frozenset(axis) for axis in (roles, sites, circles)]
    assert kind_of(AudienceRule(*axes)) == kind  # type: ignore[arg-type]


def test_named_people_only_are_a_working_group() -> None:
    assert kind_of(AudienceRule(named_only=True)) == Kind.WORKING


def test_what_is_shown_before_saving_is_what_holds_after_it(cast: Cast) -> None:
    with scope(cast.community):
        roles = [None, frozenset({cast.roles["superintendent"].pk})]
        roles.append(frozenset(role.pk for role in cast.roles.values()))
        sites = [None, frozenset({cast.sites["Eastgate"].pk})]
        circles = [None, frozenset({"core"}), frozenset({"outer", "inner"})]
        Membership.objects.filter(pk=cast.tess.pk).update(circle="core")
        audience = Audience.objects.create(community=cast.community)
        for given in product(roles, sites, circles, (False, True)):
            rule = AudienceRule(*given)
            write_rule(audience, rule)
            before = {m.pk for m in members_by_rule(cast.community, rule)}
            after = set(Membership.objects.in_audience(audience.pk).values_list("pk", flat=True))
            fitting = {m.pk for m in Membership.objects.active() if rule.fits(m)}
            assert before == after == fitting, rule


def test_an_empty_list_is_never_written(cast: Cast) -> None:
    with scope(cast.community), pytest.raises(ValueError, match="not empty"):
        write_rule(cast.families.audience, AudienceRule(roles=frozenset()))


def test_a_facilitator_narrows_a_forum_and_it_counts_at_once_everywhere(
    cast: Cast, as_member: SignIn
) -> None:
    settle_in(cast.community)
    topic = ask(cast.families, cast.pat, "Homework clubs")
    rosa, version = as_member(cast.rosa), cast.community.people_version
    assert rosa.get(FAMILIES).status_code == 200
    given = only_roles(cast, "superintendent", "principal")
    answer = as_member(cast.fay).post(f"{FAMILIES}audience/", given)
    assert answer.status_code == 302
    assert rosa.get(FAMILIES).status_code == 404
    assert rosa.get(f"/c/four-rivers/topics/{topic.number}/").status_code == 404
    assert "Family engagement" not in rosa.get(FORUMS).content.decode()
    send(MONDAY)
    assert mails(cast.rosa) == []
    assert len(mails(cast.tess)) == 1
    assert Community.objects.get(pk=cast.community.pk).people_version != version


def test_a_mixed_role_forum_keeps_two_roles(cast: Cast, as_member: SignIn) -> None:
    given = only_roles(cast, "superintendent")
    answer = as_member(cast.fay).post(f"{FAMILIES}audience/", given)
    assert answer.status_code == 422
    assert "needs at least two roles" in answer.content.decode()
    with scope(cast.community):
        assert Forum.objects.get(pk=cast.families.pk).kind == Kind.MIXED_ROLE
        assert cast.families.audience_id in fresh(cast.rosa).audience_ids


@pytest.mark.parametrize("axis", ["roles", "sites", "circles"])
def test_some_of_them_wants_at_least_one(cast: Cast, as_member: SignIn, axis: str) -> None:
    given = {**EVERYONE, f"any_{axis}": "some"}
    answer = as_member(cast.fay).post(f"{FAMILIES}audience/", given)
    assert answer.status_code == 422
    assert f"or choose “Any {axis[:-1]}”" in answer.content.decode()


def test_looking_first_shows_the_people_and_changes_nothing(cast: Cast, as_member: SignIn) -> None:
    given = {**only_roles(cast, "superintendent", "principal"), "preview": "1"}
    given["guests"] = [cast.gus.pk]
    answer = as_member(cast.fay).post(f"{FAMILIES}audience/", given)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Seen by 3 people in 2 roles at 2 sites." in page
    assert "1 facilitator sees it too. 1 invited guest sees it too." in page
    groups = {
        title: [p.name for p in people] for title, people, _ in answer.context["draft"]["groups"]
    }
    assert list(groups.values()) == [
        ["Pat Lund", "Sam Ortiz", "Tess Bell"],
        ["Gus Hill"],
        ["Fay Moua"],
    ]
    with scope(cast.community):
        assert AudienceUserObjectPermission.objects.count() == 0
        assert cast.families.audience_id in fresh(cast.rosa).audience_ids


def test_the_sentence_before_is_the_sentence_after(cast: Cast) -> None:
    with scope(cast.community):
        rule = AudienceRule(sites=frozenset({cast.sites["Eastgate"].pk}))
        draft = draft_audience(cast.community, rule, guests=(), keepers=[cast.fay.pk])
        audience = cast.families.audience
        audience.community = cast.community
        write_rule(audience, rule)
        after = seen_by(cast.community, audience.pk, roles_by_id(cast.community))
    assert (draft.summary.people, draft.summary.sites, draft.summary.facilitators) == (2, 1, 1)
    assert after == "Seen by 2 people at one site. 1 facilitator sees it too."


def test_looking_costs_the_same_for_two_and_for_twenty(cast: Cast, as_member: SignIn) -> None:
    client, given = as_member(cast.fay), {**EVERYONE, "preview": "1"}
    client.post(f"{FAMILIES}audience/", given)
    counts = []
    for size in (2, 20):
        with scope(cast.community):
            for number in range(size):
                make_member(
                    cast.community,
                    make_user(f"P{size}x{number} Long"),
                    roles=list(cast.roles.values()),
                    site=cast.sites["Eastgate"],
                )
        with CaptureQueriesContext(connection) as queries:
            client.post(f"{FAMILIES}audience/", given)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_named_people_and_nobody_else(cast: Cast, as_member: SignIn) -> None:
    given = {"who": "named", "guests": [cast.gus.pk, cast.pat.pk]}
    assert as_member(cast.fay).post(f"{FAMILIES}audience/", given).status_code == 302
    with scope(cast.community):
        inside = Membership.objects.in_audience(cast.families.audience_id)
        assert {m.pk for m in inside} == {cast.gus.pk, cast.pat.pk, cast.fay.pk}
        grant = AudienceUserObjectPermission.objects.get(user=cast.gus.user)
        assert grant.granted_by_id == cast.fay.pk
    page = as_member(cast.gus).get(FAMILIES).content.decode()
    assert "Seen by 2 people who were named one by one. 1 facilitator sees it too." in page
    assert "you were invited to it as a guest" in page
    nobody = as_member(cast.fay).post(f"{FAMILIES}audience/", {"who": "named"})
    assert nobody.status_code == 422


def test_nobody_of_another_community_can_be_named(cast: Cast, as_member: SignIn) -> None:
    given = {"who": "named", "guests": [cast.olga.pk]}
    assert as_member(cast.fay).post(f"{FAMILIES}audience/", given).status_code == 422


def test_everybody_is_told_why_he_sees_it(cast: Cast) -> None:
    with scope(cast.community):
        audience = cast.families.audience
        audience.community = cast.community
        assert "your role: superintendent" in why_seen(fresh(cast.sam), audience.pk)
        write_rule(audience, AudienceRule(circles=frozenset({"outer"})))
        assert "your circle: Outer circle" in why_seen(fresh(cast.sam), audience.pk)
        write_rule(audience, AudienceRule(sites=frozenset({cast.sites["Northbank"].pk})))
        assert "you are at Northbank" in why_seen(fresh(cast.sam), audience.pk)
        assert "keep this forum going" in why_seen(fresh(cast.fay), audience.pk)
        write_rule(audience, AudienceRule())
        assert "everyone in Four Rivers" in why_seen(fresh(cast.sam), audience.pk)


def test_a_member_may_not_say_who_sees_a_forum(cast: Cast, as_member: SignIn) -> None:
    sam = as_member(cast.sam)
    for path in ("family-engagement/audience/", "family-engagement/edit/", "new/"):
        answer = sam.get(FORUMS + path)
        assert answer.status_code == 403
        assert "Only" in answer.content.decode()
    assert "Change who sees it" not in sam.get(FAMILIES).content.decode()


def test_a_facilitator_opens_a_forum(cast: Cast, as_member: SignIn) -> None:
    words = {"name": "New", "name_es": "Nuevo", "description": "D", "description_es": ""}
    client = as_member(cast.fay)
    answer = client.post(f"{FORUMS}new/", {**words, **only_roles(cast, "resident leader")})
    # The address itself is taken by the page for opening forums.
    assert answer.headers["Location"] == f"{FORUMS}new-2/"
    with scope(cast.community):
        forum = Forum.objects.get(slug="new-2")
        assert forum.kind == Kind.ROLE_ALIKE
        keepers = ForumUserObjectPermission.objects.filter(content_object=forum)
        assert {grant.user_id for grant in keepers} == {cast.fay.user_id, cast.ada.user_id}
    assert "Nuevo" in as_member(cast.rosa).get(FORUMS).content.decode()
    assert as_member(cast.sam).get(f"{FORUMS}new-2/").status_code == 404


def test_a_forum_without_a_name_keeps_what_was_typed(cast: Cast, as_member: SignIn) -> None:
    given = {"name": "", "description": "For all of us", **only_roles(cast, "principal")}
    client = as_member(cast.fay)
    answer = client.post(f"{FORUMS}new/", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Give the forum a name." in page
    assert "For all of us" in page
    looked = client.post(f"{FORUMS}new/", {**given, "preview": "1"})
    assert looked.status_code == 200
    assert "Give the forum a name." not in looked.content.decode()
    assert "For all of us" in looked.content.decode()


def test_a_forum_is_renamed_and_keeps_its_address(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.fay)
    given = {"name": "Families first", "name_es": "Primero las familias", "description": "D"}
    assert client.post(f"{FAMILIES}edit/", given).headers["Location"] == FAMILIES
    assert "Families first" in client.get(FAMILIES).content.decode()
    assert client.post(f"{FAMILIES}edit/", {"name": ""}).status_code == 422


def test_facilitators_see_which_voices_are_missing(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        old = timezone.now() - HEARD_WITHIN - timedelta(days=1)
        open_topic(cast.families, by=cast.rosa, title="Long ago", body="?", at=old)
        open_topic(cast.families, by=cast.sam, title="Today", body="?")
    client = as_member(cast.fay)
    page = client.get(FAMILIES).content.decode()
    assert "No resident leader has posted in 30 days." in page
    assert "No principal has posted in 30 days." in page
    assert "No superintendent has posted" not in page
    assert "has posted in 30 days" not in as_member(cast.sam).get(FAMILIES).content.decode()
    alike = client.get(f"{FORUMS}superintendents/").content.decode()
    assert "has posted in 30 days" not in alike
