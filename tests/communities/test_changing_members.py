"""A member's role, site and standing change, or he is removed: it counts at once, everywhere."""

from collections.abc import Callable

import pytest
from django.test import Client
from guardian.shortcuts import assign_perm

from accounts.models import User
from communities.due_work import do_one
from communities.joining import ask_to_join
from communities.models import Community, DueWork, Membership, Role
from communities.models.community import Joining
from communities.models.membership import Status
from communities.scope import scope
from forums.models import ForumUserObjectPermission
from notifications.models import OutgoingMail
from tests.cast import Cast, make_user
from tests.digests.scenes import MONDAY, ask, mails, message, part, send, settle_in

type SignIn = Callable[[Membership], Client]
PEOPLE = "/c/four-rivers/people/"
SUPERINTENDENTS = "/c/four-rivers/forums/superintendents/"
REASON = {"reason": "You moved away, and asked us to."}


def edit(client: Client, member: Membership, roles: list[Role], **given: object) -> int:
    values = {"roles": [role.pk for role in roles], "site": "", "circle": "outer"} | given
    return int(client.post(f"{PEOPLE}{member.pk}/edit/", values).status_code)


def status_of(cast: Cast, member: Membership) -> str:
    with scope(cast.community):
        return str(Membership.objects.get(pk=member.pk).status)


def test_a_new_role_opens_page_list_and_digest_at_once(cast: Cast, as_member: SignIn) -> None:
    settle_in(cast.community)
    topic = ask(cast.superintendents, cast.tess, "Who pays for buses?")
    pat = as_member(cast.pat)
    assert pat.get(SUPERINTENDENTS).status_code == 404
    assert edit(as_member(cast.fay), cast.pat, [cast.roles["superintendent"]]) == 302
    assert pat.get(SUPERINTENDENTS).status_code == 200
    assert "Superintendents" in pat.get("/c/four-rivers/forums/").content.decode()
    assert pat.get(f"/c/four-rivers/topics/{topic.number}/unread/").status_code == 302
    send(MONDAY)
    assert "Who pays for buses?" in part(mails(cast.pat)[0])


def test_a_role_taken_away_closes_page_list_and_digest_at_once(
    cast: Cast, as_member: SignIn
) -> None:
    settle_in(cast.community)
    topic = ask(cast.superintendents, cast.tess, "Who pays for buses?")
    sam = as_member(cast.sam)
    assert sam.get(SUPERINTENDENTS).status_code == 200
    assert edit(as_member(cast.fay), cast.sam, [cast.roles["principal"]]) == 302
    assert sam.get(SUPERINTENDENTS).status_code == 404
    assert sam.get(f"/c/four-rivers/topics/{topic.number}/").status_code == 404
    assert "Superintendents" not in sam.get("/c/four-rivers/forums/").content.decode()
    send(MONDAY)
    assert mails(cast.sam) == []


def test_a_facilitator_makes_a_member_a_guest_and_nothing_higher(
    cast: Cast, as_member: SignIn
) -> None:
    fay, pat = as_member(cast.fay), as_member(cast.pat)
    principal = [cast.roles["principal"]]
    assert edit(fay, cast.pat, principal, standing="facilitator") == 422
    assert edit(fay, cast.pat, principal, standing="guest") == 302
    assert pat.get("/c/four-rivers/forums/family-engagement/").status_code == 404
    assert pat.get(PEOPLE).status_code == 403


def test_who_is_removed_gets_the_reason_and_nothing_else_any_more(
    cast: Cast, as_member: SignIn
) -> None:
    settle_in(cast.community)
    ask(cast.superintendents, cast.tess, "Who pays for buses?")
    sam, fay = as_member(cast.sam), as_member(cast.fay)
    version = cast.community.people_version
    assert fay.post(f"{PEOPLE}{cast.sam.pk}/removal/", {"reason": ""}).status_code == 422
    assert status_of(cast, cast.sam) == Status.ACTIVE
    assert fay.post(f"{PEOPLE}{cast.sam.pk}/removal/", REASON).status_code == 302
    assert status_of(cast, cast.sam) == Status.REMOVED
    for path in ("", "forums/", "forums/superintendents/", "people/"):
        assert sam.get(f"/c/four-rivers/{path}").status_code == 404
    assert "Sam Ortiz" not in as_member(cast.tess).get(PEOPLE).content.decode()
    mail = OutgoingMail.objects.get(kind="membership_ended")
    assert mail.to == "sam@example.org"
    assert REASON["reason"] in part(mail)
    assert message(mail)["Subject"] == "You are no longer a member of Four Rivers Network"
    send(MONDAY)
    assert mails(cast.sam) == []
    assert Community.objects.get(pk=cast.community.pk).people_version != version


def test_a_removed_member_loses_rights_on_single_forums(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        assign_perm("facilitate_forum", cast.pat.user, cast.superintendents)
    as_member(cast.fay).post(f"{PEOPLE}{cast.pat.pk}/removal/", REASON)
    with scope(cast.community):
        assert not ForumUserObjectPermission.objects.filter(user=cast.pat.user).exists()


@pytest.mark.parametrize(
    ("by", "whom"), [("pat", "sam"), ("fay", "fay"), ("fay", "ada"), ("ada", "ada")]
)
def test_who_may_not_remove_is_told_why(cast: Cast, as_member: SignIn, by: str, whom: str) -> None:
    member = getattr(cast, whom)
    answer = as_member(getattr(cast, by)).post(f"{PEOPLE}{member.pk}/removal/", REASON)
    assert answer.status_code == 403
    assert status_of(cast, member) == Status.ACTIVE


def test_an_admin_removes_a_facilitator(cast: Cast, as_member: SignIn) -> None:
    assert as_member(cast.ada).post(f"{PEOPLE}{cast.fay.pk}/removal/", REASON).status_code == 302
    with scope(cast.community):
        assert not ForumUserObjectPermission.objects.filter(user=cast.fay.user).exists()


def test_an_open_door_does_not_let_the_removed_in_again(cast: Cast, as_member: SignIn) -> None:
    Community.objects.filter(pk=cast.community.pk).update(joining=Joining.OPEN)
    as_member(cast.fay).post(f"{PEOPLE}{cast.sam.pk}/removal/", REASON)
    answer = as_member(cast.sam).post("/c/four-rivers/about/request/")
    assert answer.status_code == 403
    assert "facilitators for an invitation" in answer.content.decode()
    assert as_member(cast.lee).post("/c/four-rivers/about/request/").status_code == 302
    assert status_of(cast, cast.sam) == Status.REMOVED
    assert status_of(cast, cast.lee) == Status.ACTIVE


def asks(cast: Cast, user: User, note: str) -> None:
    Community.objects.filter(pk=cast.community.pk).update(joining=Joining.REQUEST)
    cast.community.joining = Joining.REQUEST
    with scope(cast.community):
        ask_to_join(cast.community, user, note=note)
    for due in DueWork.objects.filter(kind="tell_of_request"):
        do_one(due.pk)


def test_facilitators_hear_by_mail_of_who_asks_to_join(cast: Cast) -> None:
    User.objects.filter(pk=cast.ada.user_id).update(language="es")
    asks(cast, make_user("Nora Day"), "I teach in Lakes.")
    waiting = {mail.to: mail for mail in OutgoingMail.objects.filter(kind="request_waiting")}
    assert waiting.keys() == {"fay@example.org", "ada@example.org"}
    text = part(waiting["fay@example.org"])
    assert "Nora Day (nora@example.org) asks to join Four Rivers Network" in text
    assert "I teach in Lakes." in text
    assert "/c/four-rivers/people/requests/" in text
    assert message(waiting["ada@example.org"])["Subject"].startswith("Nora Day pide unirse")


def test_a_changed_note_is_not_mailed_again(cast: Cast) -> None:
    nora = make_user("Nora Day")
    asks(cast, nora, "I teach.")
    asks(cast, nora, "I teach in Lakes.")
    assert OutgoingMail.objects.filter(kind="request_waiting").count() == 2
