"""What else stands in the record: who sees and keeps forums, who is who, answers, proposals."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import AudienceUserObjectPermission, Membership
from communities.scope import scope
from forums.actions import open_poll, open_topic, react, reply
from forums.actions.proposals import propose_forum
from forums.models import Form, ForumUserObjectPermission, ReactionKind, Topic
from moderation.models import Act
from tests.cast import Cast

AsMember = Callable[[Membership], Client]
FORUM = "/c/four-rivers/forums/superintendents/"
EVERYONE = {"who": "rule", "any_roles": "any", "any_sites": "any", "any_circles": "any"}
RECORD = "/c/four-rivers/moderation/record/"


def acts(cast: Cast) -> list[tuple[str, str]]:
    with scope(cast.community):
        return list(Act.objects.order_by("pk").values_list("act", "note"))


@pytest.fixture
def question(cast: Cast) -> Topic:
    with scope(cast.community):
        topic = open_topic(
            cast.superintendents, by=cast.sam, title="Who?", body="Who pays?", form=Form.QUESTION
        )
        post = reply(topic, by=cast.tess, body="The district.")
        react(post, ReactionKind.TRIED, by=cast.gus, what_happened="It helped.")
        return topic


def test_who_sees_a_forum_before_and_after(cast: Cast, as_member: AsMember) -> None:
    roles = [cast.roles["superintendent"].pk, cast.roles["principal"].pk]
    sent = {**EVERYONE, "any_roles": "some", "roles": roles, "guests": [cast.rosa.pk]}
    fay = as_member(cast.fay)
    page = fay.post(f"{FORUM}audience/", sent)
    assert page.status_code == 302, page.content.decode()
    assert acts(cast) == [
        ("audience_changed", "superintendents → superintendents, principals"),
        ("guest_named", "Rosa Peña"),
    ]
    html = fay.get(RECORD).content.decode()
    assert "Fay Moua changed who sees a forum." in html
    # From there it is changed back.
    assert f'href="{FORUM}keepers/"' in html


def test_keepers_and_guests(cast: Cast, as_member: AsMember) -> None:
    fay = as_member(cast.fay)
    fay.post(f"{FORUM}keepers/", {"keeper-member": cast.pat.pk})
    fay.post(f"{FORUM}guests/", {"guest-member": cast.rosa.pk})
    with scope(cast.community):
        keeper = ForumUserObjectPermission.objects.get(user=cast.pat.user).pk
        guest = AudienceUserObjectPermission.objects.get(user=cast.rosa.user).pk
    fay.post(f"{FORUM}keepers/{keeper}/delete/")
    fay.post(f"{FORUM}guests/{guest}/delete/")
    assert acts(cast) == [
        ("keeper_named", "Pat Lund"),
        ("guest_named", "Rosa Peña"),
        ("keeper_dismissed", "Pat Lund"),
        ("guest_dismissed", "Rosa Peña"),
    ]


def test_a_members_role_and_site_before_and_after_and_his_removal(
    cast: Cast, as_member: AsMember
) -> None:
    fay, url = as_member(cast.fay), f"/c/four-rivers/people/{cast.tess.pk}/"
    role = cast.roles["principal"].pk
    sent = {"roles": [role], "site": cast.sites["Northbank"].pk, "circle": "outer"}
    fay.post(f"{url}edit/", {**sent, "standing": "member"})
    # The same again changes nothing.
    fay.post(f"{url}edit/", {**sent, "standing": "member"})
    fay.post(f"{url}removal/", {"reason": "She left the district."})
    assert acts(cast) == [
        (
            "changed",
            "superintendent · Eastgate · Outer circle · Member"
            " → principal · Northbank · Outer circle · Member",
        ),
        ("ended", "She left the district."),
    ]
    assert "Fay Moua removed a member from the community." in fay.get(RECORD).content.decode()


def test_answers_by_a_facilitator_and_not_by_who_asked(
    cast: Cast, question: Topic, as_member: AsMember
) -> None:
    url, fay = question.get_absolute_url(), as_member(cast.fay)
    as_member(cast.sam).post(f"{url}posts/2/acceptance/")
    assert acts(cast) == []
    fay.post(f"{url}acceptance/delete/")
    fay.post(f"{url}posts/2/acceptance/")
    assert acts(cast) == [("answer_taken_back", ""), ("answer_accepted", "#2")]


def test_a_line_of_what_was_tried_with_its_words(
    cast: Cast, question: Topic, as_member: AsMember
) -> None:
    url = f"{question.get_absolute_url()}posts/2/trials/{cast.gus.pk}/delete/"
    fay = as_member(cast.fay)
    fay.post(url)
    fay.post(url)
    assert acts(cast) == [("trial_removed", "Gus Hill: It helped.")]


def test_a_poll_of_anothers_topic(cast: Cast, question: Topic, as_member: AsMember) -> None:
    with scope(cast.community):
        open_poll(
            question,
            question="Which day?",
            options=["Monday", "Friday"],
            multiple=False,
            results="always",
            closes_at=None,
        )
    fay, url = as_member(cast.fay), f"{question.get_absolute_url()}poll/"
    fay.post(f"{url}closure/")
    fay.post(f"{url}closure/")
    fay.post(f"{url}delete/")
    assert acts(cast) == [("poll_closed", "Which day?"), ("poll_taken_away", "Which day?")]


def test_proposals(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        one = propose_forum(by=cast.sam, name="Drivers", for_whom="Drivers", why="They wait.")
        two = propose_forum(by=cast.sam, name="Nurses", for_whom="Nurses", why="They wait.")
    fay = as_member(cast.fay)
    fay.post(f"/c/four-rivers/forums/proposals/{one.pk}/refusal/", {"reason": "Too few."})
    page = fay.post(
        f"/c/four-rivers/forums/new/?proposal={two.pk}",
        {"name": "Nurses", "description": "For nurses", **EVERYONE},
    )
    assert page.status_code == 302, page.content.decode()
    assert acts(cast) == [
        ("proposal_declined", "Too few."),
        ("opened", "everyone"),
        ("proposal_opened", ""),
    ]
    html = fay.get(RECORD).content.decode()
    assert "Fay Moua declined a forum that was proposed." in html
    assert "Drivers" in html
