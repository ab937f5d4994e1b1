"""From the mail's link into a community, whoever one is."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities import invitations as acts
from communities.joining import join_token
from communities.models import DueWork, Invitation, Membership
from communities.models.membership import Standing, Status
from communities.provisioning import plan_more_people
from communities.roster import RosterPerson
from communities.roster_source import source_of_text
from communities.scope import scope
from forums.models import ForumUserObjectPermission
from notifications.invitation_mail import send_invitation
from notifications.models import OutgoingMail
from tests.cast import Cast, make_user
from tests.opened_mail import opened, text_of


def invited(cast: Cast, email: str, **given: str) -> Invitation:
    values: dict[str, str] = {"circle": "inner", "standing": "member", "language": "es"} | given
    person = RosterPerson(email, "Nora Díaz", 1, "Eastgate", ["resident-leader"], **values)
    with scope(cast.community):
        acts.invite(cast.community, person, by=cast.fay)
        return Invitation.objects.get(email=email)


def link(invitation: Invitation) -> str:
    return reverse("communities:join", args=["four-rivers", join_token(invitation)])


def membership(cast: Cast, email: str) -> Membership | None:
    with scope(cast.community):
        found = Membership.objects.filter(user__email=email)
        return found.select_related("site", "user").prefetch_related("role_links__role").first()


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backend.SessionBackend")
    return client


def test_looking_at_the_link_changes_nothing(cast: Cast) -> None:
    invitation = invited(cast, "nora@example.org")
    client = Client()
    page = client.get(link(invitation))
    assert "To learn from each other what works for families." in page.content.decode()
    assert not signed_in(client)
    assert not User.objects.filter(email="nora@example.org").exists()


def test_the_button_makes_an_account_a_membership_and_a_session(cast: Cast) -> None:
    invitation = invited(cast, "nora@example.org")
    client = Client()
    response = client.post(link(invitation))
    assert response["Location"] == reverse("communities:welcome", args=["four-rivers"])
    assert signed_in(client)
    member = membership(cast, "nora@example.org")
    assert member is not None
    assert (member.status, member.circle, member.standing) == ("active", "inner", "member")
    assert member.line == "resident leader, Eastgate"
    assert (member.user.display_name, member.user.language) == ("Nora Díaz", "es")
    assert EmailAddress.objects.get(email="nora@example.org").verified
    page = client.get(response["Location"]).content.decode()
    assert "To learn from each other what works for families." in page


def test_the_link_opens_no_second_session(cast: Cast) -> None:
    invitation = invited(cast, "nora@example.org")
    Client().post(link(invitation))
    other = Client()
    assert other.post(link(invitation)).status_code == 409
    assert not signed_in(other)
    assert "You have joined already" in other.get(link(invitation)).content.decode()


def test_an_account_that_was_used_before_joins_and_is_asked_to_sign_in(cast: Cast) -> None:
    invitation = invited(cast, "olga@example.org")
    client = Client()
    response = client.post(link(invitation))
    assert response["Location"].startswith(reverse("account_login"))
    assert not signed_in(client)
    member = membership(cast, "olga@example.org")
    assert member is not None
    assert member.is_active


def test_a_person_who_is_signed_in_joins_and_comes_in(cast: Cast) -> None:
    invitation = invited(cast, "olga@example.org")
    client = browser(cast.olga.user)
    assert client.post(link(invitation))["Location"].endswith("/welcome/")


def test_somebody_else_who_is_signed_in_changes_nothing(cast: Cast) -> None:
    invitation = invited(cast, "nora@example.org")
    client = browser(cast.olga.user)
    page = client.get(link(invitation)).content.decode()
    assert "This invitation is for nora@example.org. You are signed in as olga@example.org." in page
    assert client.post(link(invitation)).status_code == 409
    assert membership(cast, "nora@example.org") is None
    assert membership(cast, "olga@example.org") is None


def test_a_closed_account_is_not_opened_by_a_link(cast: Cast) -> None:
    User.objects.filter(email="olga@example.org").update(is_active=False)
    assert Client().post(link(invited(cast, "olga@example.org"))).status_code == 409
    assert membership(cast, "olga@example.org") is None


def test_a_facilitator_who_joins_keeps_the_forums_going(cast: Cast) -> None:
    Client().post(link(invited(cast, "nora@example.org", standing=Standing.FACILITATOR)))
    member = membership(cast, "nora@example.org")
    assert member is not None
    with scope(cast.community):
        grants = ForumUserObjectPermission.objects.filter(user=member.user)
        assert grants.count() == len(cast.forums) - 1


def stale(invitation: Invitation) -> str:
    with scope(invitation.community_id):
        Invitation.objects.filter(pk=invitation.pk).update(
            round=2, issued_at=timezone.now() - timedelta(days=1)
        )
    return link(invitation)


def test_a_link_of_an_earlier_round_offers_a_new_one_and_does_nothing_else(cast: Cast) -> None:
    address = stale(invited(cast, "nora@example.org"))
    assert "Send me a new link" in Client().get(address).content.decode()
    assert Client().post(address).status_code == 409
    assert membership(cast, "nora@example.org") is None


def test_a_link_is_too_old_after_ninety_days(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    invitation = invited(cast, "nora@example.org")
    now = timezone.now().timestamp()
    for days, words in ((89, "Join Four Rivers"), (91, "Send me a new link")):
        with monkeypatch.context() as then:
            then.setattr("time.time", lambda days=days: now - days * 86400)
            address = link(invitation)
        assert words in Client().get(address).content.decode()


def test_a_new_link_goes_to_the_invited_address_only_and_not_again_and_again(cast: Cast) -> None:
    invitation = invited(cast, "nora@example.org")
    address = stale(invitation)
    DueWork.objects.all().delete()
    client = browser(cast.olga.user)
    for _again in range(3):
        response = client.post(f"{address}link/")
        assert response["Location"].endswith("?sent=1")
    with scope(cast.community):
        assert Invitation.objects.get(pk=invitation.pk).round == 3
        send_invitation(DueWork.objects.get().object_id)
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["nora@example.org"]


def test_a_withdrawn_invitation_says_so(cast: Cast) -> None:
    invitation = invited(cast, "nora@example.org")
    with scope(cast.community):
        acts.withdraw(invitation)
    assert "This invitation was withdrawn" in Client().get(link(invitation)).content.decode()
    assert Client().post(link(invitation)).status_code == 409
    Client().post(f"{link(invitation)}link/")
    with scope(cast.community):
        assert Invitation.objects.get().status == Invitation.Status.WITHDRAWN


@pytest.mark.parametrize("token", ["x", "eyJpbnZpdGF0aW9uIjoxfQ:1:x"])
def test_a_broken_link_is_explained(cast: Cast, token: str) -> None:
    response = Client().get(reverse("communities:join", args=["four-rivers", token]))
    assert response.status_code == 404
    assert "This link is not complete" in response.content.decode()


def test_a_link_works_in_its_own_community_only(cast: Cast) -> None:
    token = join_token(invited(cast, "nora@example.org"))
    for address in (
        reverse("communities:join", args=["lakes", token]),
        reverse("communities:fresh_link", args=["lakes", token]),
    ):
        assert Client().post(address).status_code == 404


def test_the_mail_is_in_the_invited_persons_language_and_its_link_works(cast: Cast) -> None:
    invitation = invited(cast, "nora@example.org", language="en")
    with scope(cast.community):
        send_invitation(invitation.pk)
        send_invitation(invitation.pk)
    mail = OutgoingMail.objects.get()
    message = opened(mail)
    assert message["Subject"] == "Fay Moua invites you to Four Rivers Network"
    assert message["Reply-To"] == "fay@example.org"
    text = text_of(mail)
    assert "To learn from each other what works for families." in text
    found = re.search(r"https?://[^/\s]+(/c/four-rivers/join/\S+)", text)
    assert found is not None
    assert Client().post(found[1]).status_code == 302
    assert membership(cast, "nora@example.org") is not None


def test_nothing_is_sent_for_an_invitation_that_was_taken_back_meanwhile(cast: Cast) -> None:
    invitation = invited(cast, "nora@example.org")
    with scope(cast.community):
        acts.withdraw(invitation)
        send_invitation(invitation.pk)
    assert not OutgoingMail.objects.exists()


def test_who_left_comes_back_by_a_new_invitation_to_what_he_wrote(cast: Cast) -> None:
    invitation = invited(cast, "lee@example.org")
    Client().post(link(invitation))
    member = membership(cast, "lee@example.org")
    assert member is not None
    assert (member.pk, member.status, member.left_at) == (cast.lee.pk, Status.ACTIVE, None)


def test_a_member_of_two_communities_joins_a_third(cast: Cast) -> None:
    """Sam is a superintendent here and a funder at Lakes; the third sees neither."""
    third = type(cast.community).objects.create(name="Hills", slug="hills")
    with scope(third):
        acts.invite(
            third, RosterPerson("sam@example.org", "S. Ortiz", 1, circle="core", standing="guest")
        )
        token = join_token(Invitation.objects.get())
    browser(cast.sam.user).post(reverse("communities:join", args=["hills", token]))
    with scope(third):
        member = Membership.objects.get()
        assert (member.user_id, member.standing) == (cast.sam.user_id, "guest")
        assert member.name == "Sam Ortiz"
    again = membership(cast, "sam@example.org")
    assert again is not None
    assert (again.standing, again.line) == ("member", "superintendent, Northbank")


def test_two_people_with_one_mailbox_join_as_one_account_with_both_names(cast: Cast) -> None:
    with scope(cast.community):
        roster = plan_more_people(
            cast.community,
            source_of_text(
                "name,e-mail\nAna Rosario,casa@example.org\nLuis Rosario,casa@example.org"
            ),
        )
        acts.invite_roster(cast.community, roster)
        invitation = Invitation.objects.get()
    Client().post(link(invitation))
    member = membership(cast, "casa@example.org")
    assert member is not None
    assert member.name == "Ana Rosario and Luis Rosario"


def test_a_person_whose_address_changes_stays_one_person(cast: Cast) -> None:
    """The list of last year has the old address, that of this year the new one."""
    old = invited(cast, "nora@example.org")
    Client().post(link(old))
    user = User.objects.get(email="nora@example.org")
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email="nd@example.com", verified=True, primary=True)
    User.objects.filter(pk=user.pk).update(email="nd@example.com")
    with scope(cast.community):
        roster = plan_more_people(
            cast.community, source_of_text("nora@example.org\nnd@example.com")
        )
    assert roster.people == []
    assert [line.level.name for line in roster.lines] == ["NOTE", "NOTE"]
    # She is invited elsewhere at the new address, and is the same person there.
    with scope(cast.other):
        acts.invite(cast.other, RosterPerson("nd@example.com", "", 1, circle="outer"))
        token = join_token(Invitation.objects.get())
    Client().post(reverse("communities:join", args=["lakes", token]))
    with scope(cast.other):
        assert Membership.objects.filter(user=user).exists()


def test_an_account_made_for_an_admin_opens_by_its_first_link(cast: Cast) -> None:
    make_user("Nina New", last_login=None)
    client = Client()
    client.post(link(invited(cast, "nina@example.org")))
    assert signed_in(client)
