"""Joining with nothing but a mail program: by a yes, or by writing to the community."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from communities import invitations as acts
from communities.membership_changes import remove
from communities.models import Community, Invitation, Membership
from communities.models.community import Joining
from communities.models.invitation import Answered, Source
from communities.models.membership import Standing, Status
from communities.roster import RosterPerson
from communities.scope import scope
from mailroom.models import State
from mailroom.reasons import Reason
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.mailroom.letters import HOST, arrive, letter, reply_to
from tests.notifications.notice_scenes import work
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db
OURS = f"four-rivers@{HOST}"
NORA = "nora@example.org"


def invited_on_paper(cast: Cast) -> OutgoingMail:
    person = RosterPerson(
        NORA, "Nora Díaz", 1, "Eastgate", ["resident-leader"], "outer", "member", "es"
    )
    with scope(cast.community):
        acts.invite(cast.community, person, by=cast.fay, source=Source.PAPER)
    work()
    return mails_to(NORA)[0]


def mails_to(email: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=email).order_by("pk"))


def nora(cast: Cast) -> Membership | None:
    with scope(cast.community):
        return Membership.objects.filter(user__email=NORA).select_related("site", "user").first()


def opened_to(cast: Cast, joining: Joining) -> None:
    Community.objects.filter(pk=cast.community.pk).update(joining=joining)


def button(mail: OutgoingMail) -> str:
    found = re.search(r"https?://\S+/join/\S+", text_of(mail))
    assert found
    return urlsplit(found[0]).path


def test_a_yes_in_spanish_joins_who_signed_up_on_paper(cast: Cast) -> None:
    mail = invited_on_paper(cast)
    assert "en papel" in text_of(mail)
    got = arrive(letter(reply_to(mail), "¡Sí, gracias!\n", sender=NORA))
    assert got.state == State.DONE
    member = nora(cast)
    assert member is not None
    assert member.is_active
    assert member.site == cast.sites["Eastgate"]
    with scope(cast.community):
        invitation = Invitation.objects.get(email=NORA)
    assert (invitation.answered_by, invitation.source) == (Answered.MAIL, Source.PAPER)
    assert (invitation.invited_by_id, invitation.answered_at is not None) == (cast.fay.pk, True)
    welcome = mails_to(NORA)[1]
    assert "Four Rivers Network" in text_of(welcome)
    assert arrive(letter(reply_to(welcome), "BAJA", sender=NORA)).reason == Reason.COMMAND


def test_another_answer_goes_to_who_invited_and_joins_nobody(cast: Cast) -> None:
    mail = invited_on_paper(cast)
    got = arrive(letter(reply_to(mail), "Yes, but who are you?", sender=NORA))
    assert (got.state, got.reason) == (State.HELD, Reason.PASSED_ON)
    arrive(letter(reply_to(mail), "Yes", sender="eve@example.org"))
    assert nora(cast) is None
    first, second = mails_to("fay@example.org")
    assert "Yes, but who are you?" in text_of(first)
    assert NORA in text_of(first)
    assert "eve@example.org" in text_of(second)


def test_a_no_ends_it(cast: Cast) -> None:
    mail = invited_on_paper(cast)
    arrive(letter(reply_to(mail), "No, gracias", sender=NORA))
    arrive(letter(reply_to(mail), "sí", sender=NORA))
    assert nora(cast) is None
    assert len(mails_to(NORA)) == 2


def test_who_writes_to_an_open_community_gets_one_button(cast: Cast) -> None:
    opened_to(cast, Joining.OPEN)
    for _twice in range(2):
        got = arrive(letter(OURS, "Hola, quiero participar con ustedes.", sender=f"Nora <{NORA}>"))
        assert (got.state, got.reason) == (State.DONE, Reason.SHOWN_IN)
        work()
    (mail,) = mails_to(NORA)
    assert "Usted escribió a Four Rivers Network" in text_of(mail)
    assert not User.objects.filter(email=NORA).exists()
    Client().post(button(mail))
    member = nora(cast)
    assert member is not None
    assert (member.is_active, member.user.display_name) == (True, "Nora")


def test_where_facilitators_decide_it_becomes_a_request(cast: Cast) -> None:
    opened_to(cast, Joining.REQUEST)
    arrive(letter(OURS, "I teach at the Hill school and would like to join you.", sender=NORA))
    work()
    (mail,) = mails_to(NORA)
    assert nora(cast) is None
    page = Client().post(button(mail), follow=True)
    assert "with the facilitators" in page.text
    member = nora(cast)
    assert member is not None
    assert (member.status, "Hill school" in member.request_note) == (Status.REQUESTED, True)


def test_where_one_is_invited_a_stranger_learns_nothing_and_the_invited_gets_his_mail_again(
    cast: Cast,
) -> None:
    first = invited_on_paper(cast)
    got = arrive(letter(OURS, "Hello?", sender="eve@example.org"))
    assert (got.state, got.reason, got.community) == (
        State.ANSWERED,
        Reason.NO_SUCH_ADDRESS,
        None,
    )
    with scope(cast.community):
        Invitation.objects.update(issued_at=timezone.now() - timedelta(days=2))
    arrive(letter(OURS, "Hello?", sender=NORA))
    work()
    assert len(mails_to(NORA)) == 2
    Client().post(button(first))
    assert nora(cast) is None


def test_nobody_finds_again_by_himself_what_he_was_once_invited_to(cast: Cast) -> None:
    opened_to(cast, Joining.OPEN)
    mail = invited_on_paper(cast)
    with scope(cast.community):
        invitation = Invitation.objects.get(email=NORA)
        invitation.standing = Standing.FACILITATOR
        invitation.issued_at = timezone.now() - timedelta(days=2)
        invitation.save()
        acts.withdraw(invitation)
    arrive(letter(OURS, "Hello?", sender=NORA))
    work()
    assert Client().post(button(mail)).status_code == 409
    Client().post(button(mails_to(NORA)[1]))
    member = nora(cast)
    assert member is not None
    assert (member.standing, member.site) == (Standing.MEMBER, None)
    with scope(cast.community):
        remove(member, by=cast.ada, reason="Enough.")
    got = arrive(letter(OURS, "Hello again?", sender=NORA))
    assert got.reason == Reason.NO_SUCH_ADDRESS
