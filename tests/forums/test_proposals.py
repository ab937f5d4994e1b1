"""Members propose forums; a facilitator opens or declines, and the proposer hears of it."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.due_work import due
from communities.models import Membership
from communities.scope import scope
from forums.actions.proposals import AnsweredError, decline_proposal, note_opened, propose_forum
from forums.models import Forum, ForumProposal
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.digests.scenes import message, part
from tests.notifications.notice_scenes import work

type SignIn = Callable[[Membership], Client]
PROPOSALS = "/c/four-rivers/forums/proposals/"
NEW = "/c/four-rivers/forums/new/"
WORDS = {"name": "Bus drivers", "for_whom": "All who drive", "why": "Nobody asks them."}
EVERYONE = {"who": "rule", "any_roles": "any", "any_sites": "any", "any_circles": "any"}


@pytest.fixture
def proposal(cast: Cast) -> ForumProposal:
    with scope(cast.community):
        return propose_forum(by=cast.rosa, **WORDS)


def test_a_member_proposes_and_sees_only_his_own(cast: Cast, as_member: SignIn) -> None:
    rosa = as_member(cast.rosa)
    assert rosa.post(f"{PROPOSALS}new/", WORDS).headers["Location"] == PROPOSALS
    rosa.post(f"{PROPOSALS}new/", WORDS)
    with scope(cast.community):
        assert ForumProposal.objects.count() == 1
    assert "Bus drivers" in rosa.get(PROPOSALS).content.decode()
    assert "Bus drivers" not in as_member(cast.sam).get(PROPOSALS).content.decode()
    fay = as_member(cast.fay)
    assert "Bus drivers" in fay.get(PROPOSALS).content.decode()
    assert "1 proposed forum" in fay.get("/c/four-rivers/forums/").content.decode()


def test_what_is_missing_is_said_and_what_was_typed_is_kept(cast: Cast, as_member: SignIn) -> None:
    answer = as_member(cast.sam).post(f"{PROPOSALS}new/", {**WORDS, "why": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say in a sentence why it is needed." in page
    assert "All who drive" in page


def test_a_facilitator_declines_with_a_reason_that_the_proposer_gets(
    cast: Cast, as_member: SignIn, proposal: ForumProposal
) -> None:
    fay, path = as_member(cast.fay), f"{PROPOSALS}{proposal.pk}/refusal/"
    assert fay.post(path, {"reason": ""}).status_code == 422
    assert fay.post(path, {"reason": "They meet on Mondays."}).status_code == 302
    mail = OutgoingMail.objects.get(kind="proposal_answered")
    assert mail.to == "rosa@example.org"
    assert "They meet on Mondays." in part(mail)
    assert message(mail)["Subject"] == "El foro que propuso: Bus drivers"
    assert "They meet on Mondays." in as_member(cast.rosa).get(PROPOSALS).content.decode()
    again = fay.post(path, {"reason": "Once more."}, follow=True)
    assert "answered this proposal already" in again.content.decode()
    assert OutgoingMail.objects.filter(kind="proposal_answered").count() == 1


def test_a_facilitator_opens_it_from_a_form_that_is_filled_in(
    cast: Cast, as_member: SignIn, proposal: ForumProposal
) -> None:
    fay, path = as_member(cast.fay), f"{NEW}?proposal={proposal.pk}"
    page = fay.get(path).content.decode()
    assert 'value="Bus drivers"' in page
    assert "All who drive" in page
    given = {"name": "Drivers", "description": "For who drives.", **EVERYONE}
    assert fay.post(path, given).headers["Location"] == "/c/four-rivers/forums/drivers/"
    with scope(cast.community):
        answered = ForumProposal.objects.select_related("forum", "answered_by").get()
        assert answered.status == ForumProposal.Status.OPENED
        assert answered.forum is not None
        assert (answered.forum.slug, answered.answered_by) == ("drivers", cast.fay)
    mail = OutgoingMail.objects.get(kind="proposal_answered")
    assert "/c/four-rivers/forums/drivers/" in part(mail)


def test_two_facilitators_open_one_forum(
    cast: Cast, as_member: SignIn, proposal: ForumProposal
) -> None:
    given = {"name": "Drivers", "description": "", **EVERYONE}
    path = f"{NEW}?proposal={proposal.pk}"
    as_member(cast.ada).post(path, given)
    answer = as_member(cast.fay).post(path, given, follow=True)
    assert "answered this proposal already" in answer.content.decode()
    with scope(cast.community):
        assert Forum.objects.filter(name="Drivers").count() == 1
        with pytest.raises(AnsweredError):
            decline_proposal(proposal, by=cast.fay, reason="No.")
        with pytest.raises(AnsweredError):
            note_opened(proposal, cast.families, by=cast.fay)


def test_guests_do_not_propose_and_members_do_not_answer(
    cast: Cast, as_member: SignIn, proposal: ForumProposal
) -> None:
    assert as_member(cast.gus).post(f"{PROPOSALS}new/", WORDS).status_code == 403
    sam = as_member(cast.sam)
    assert sam.post(f"{PROPOSALS}{proposal.pk}/refusal/", {"reason": "No."}).status_code == 403
    assert sam.get(f"{NEW}?proposal={proposal.pk}").status_code == 403
    assert "Propose a forum" in sam.get("/c/four-rivers/forums/").content.decode()


def test_a_proposal_that_is_none_is_not_there(cast: Cast, as_member: SignIn) -> None:
    fay = as_member(cast.fay)
    assert fay.get(f"{NEW}?proposal=999999").status_code == 404
    assert fay.get(f"{NEW}?proposal=x").status_code == 200


def test_the_facilitators_are_told_once_of_a_new_proposal(cast: Cast) -> None:
    for _twice in range(2):
        with scope(cast.community):
            proposal = propose_forum(
                by=cast.sam, name="Bus drivers", for_whom="Who drives", why="Nobody asks them."
            )
        work()
    letters = OutgoingMail.objects.filter(kind="moderation").order_by("to")
    assert [mail.to for mail in letters] == ["ada@example.org", "fay@example.org"]
    assert message(letters[0])["Subject"] == "Sam Ortiz proposes a forum: Bus drivers"
    assert "Nobody asks them." in part(letters[0])
    assert PROPOSALS in part(letters[0])
    with scope(cast.community):
        decline_proposal(proposal, by=cast.fay, reason="Too few.")
        due("tell_of_proposal", proposal.pk, community=cast.community)
    work()
    assert letters.count() == 2


def test_a_facilitator_who_proposes_tells_the_others(cast: Cast) -> None:
    with scope(cast.community):
        propose_forum(by=cast.fay, name="Bus drivers", for_whom="Who drives", why="So.")
    work()
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["ada@example.org"]
