"""Four weeks of a resident who has nothing but mail: no page is opened, only buttons pressed."""

import re
import smtplib
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities import invitations as acts
from communities.models import DueWork, Membership
from communities.models.invitation import Source
from communities.models.membership import Status
from communities.roster import RosterPerson
from communities.scope import scope
from digests.actions import compose_and_queue
from forums.actions import open_poll
from forums.models import PollVote, Post, Reaction, Topic
from mailroom.models import InboundMessage, State
from mailroom.reasons import Reason
from tests.cast import Cast, make_cast
from tests.digests.scenes import answer, ask
from tests.made_files import picture
from tests.mailroom.letters import HOST
from tests.mailroom.mailbox import Mailbox
from tests.notifications.notice_scenes import work
from tests.smtp_peer import SmtpPeer

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NORA = "nora@hill.example"


@pytest.fixture
def nora(door: smtplib.LMTP, smtp_peer: SmtpPeer, settings: Settings) -> Mailbox:
    settings.INBOUND_AUTHSERV = "mx.porchlight.example"
    return Mailbox(NORA, "Nora Díaz", smtp_peer, door)


def noon(days: int) -> datetime:
    """Return noon in New York of a day from now, nearly."""
    return (timezone.now() + timedelta(days=days)).replace(hour=17, minute=0)


def digest(days: int) -> None:
    compose_and_queue(noon(days))


def ten_minutes_later() -> None:
    DueWork.objects.filter(kind="publish_part").update(due_at=timezone.now())
    work()


def hers(cast: Cast) -> tuple[list[str], list[str], list[str]]:
    """Return what she posted, how she reacted and what she voted for."""
    with scope(cast.community):
        me = Membership.objects.get(user__email=NORA)
        return (
            list(Post.objects.filter(author=me).order_by("pk").values_list("body", flat=True)),
            list(Reaction.objects.filter(member=me).values_list("kind", flat=True)),
            list(PollVote.objects.filter(member=me).values_list("option__text", flat=True)),
        )


def test_a_resident_takes_part_for_four_weeks_with_nothing_but_mail(nora: Mailbox) -> None:
    cast = make_cast()
    _joins_in_spanish(cast, nora)
    _answers_an_item_and_a_whole_digest(cast, nora)
    _opens_a_topic_with_a_photo(cast, nora)
    _votes_and_says_me_too_at_once(cast, nora)
    _has_a_break_and_comes_back(cast, nora)
    _leaves(cast, nora)
    settled = {State.DONE, State.HELD, State.ANSWERED}
    found = list(InboundMessage.objects.values_list("state", flat=True))
    assert set(found) <= settled
    assert len(found) == len(nora.sent)


def _joins_in_spanish(cast: Cast, nora: Mailbox) -> None:
    person = RosterPerson(
        NORA, "Nora Díaz", 1, "Eastgate", ["resident-leader"], "outer", "member", "es"
    )
    with scope(cast.community):
        acts.invite(cast.community, person, by=cast.fay, source=Source.PAPER)
    invitation = nora.new_mail()
    assert "Four Rivers Network" in invitation.text
    assert nora.answer(invitation, "Sí").state == State.DONE
    welcome = nora.new_mail()
    assert nora.answer(welcome, "DIARIO").reason == Reason.COMMAND
    nora.new_mails()


def _answers_an_item_and_a_whole_digest(cast: Cast, nora: Mailbox) -> None:
    """In the first week."""
    families = cast.forums["families"]
    buses = ask(families, cast.pat, "Buses", at=noon(0), body="Who walks?")
    ask(families, cast.sam, "Winter coats", at=noon(0), body="Who has some?")
    digest(1)
    mail = nora.new_mail()
    assert "Buses" in mail.text
    assert "Winter coats" in mail.text
    labels = {
        line.split(" ", 1)[1]: line.split()[0]
        for line in mail.text.splitlines()
        if line.startswith("#")
    }
    words = f"{labels['Buses']} En Eastgate caminan dos madres.\n{labels['Winter coats']} nosotros también"
    assert nora.answer(mail, words).state == State.DONE
    receipt = nora.new_mail()
    assert "En Eastgate caminan dos madres." in receipt.text
    assert hers(cast) == ([], [], [])
    ten_minutes_later()
    assert hers(cast)[:2] == (["En Eastgate caminan dos madres."], ["face"])
    answer(buses, cast.pat, "Thank you, @Nora Díaz. Which street?", at=noon(1))
    told = nora.new_mails()
    assert [mail.subject for mail in told if "Buses" in mail.subject]
    assert nora.answer(told[-1], "La calle Tercera.").state == State.DONE
    ten_minutes_later()
    assert hers(cast)[0][1:] == ["La calle Tercera."]
    nora.new_mails()


def _opens_a_topic_with_a_photo(cast: Cast, nora: Mailbox) -> None:
    """In the second week."""
    photo = picture("JPEG", size=(400, 300))
    got = nora.send(
        f"{cast.forums['families'].slug}.four-rivers@{HOST}",
        "Así está la parada.\n",
        subject="La parada de la calle Tercera",
        photo=photo,
    )
    assert got.state == State.DONE
    ten_minutes_later()
    with scope(cast.community):
        topic = Topic.objects.get(title="La parada de la calle Tercera")
        assert [file.name for file in topic.posts.get().attachments.all()] == ["IMG_0042.jpg"]
    assert "La parada de la calle Tercera" in nora.new_mail().text


def _votes_and_says_me_too_at_once(cast: Cast, nora: Mailbox) -> None:
    """In the third week."""
    poll = ask(cast.forums["families"], cast.fay, "Our next meeting", at=noon(14), body="When?")
    with scope(cast.community):
        open_poll(
            poll, question="When?", options=["Tue", "Sat"], multiple=False, results="always",
            closes_at=None,
        )  # fmt: skip
    digest(15)
    mail = nora.new_mail()
    # The button alone chooses nothing, and says so.
    assert "Primero elija una respuesta" in nora.press(mail, "/vote/")
    item = re.search(r"Responder por correo: (\S+)", mail.text)
    assert item
    assert nora.send(item[1], "voto 2\n", subject="Re: When?").state == State.DONE
    ten_minutes_later()
    assert hers(cast)[2] == ["Sat"]
    nora.new_mails()


def _has_a_break_and_comes_back(cast: Cast, nora: Mailbox) -> None:
    ask(cast.forums["families"], cast.pat, "Spring", at=noon(16), body="Who plants?")
    digest(16)
    mail = nora.new_mail()
    assert nora.answer(mail, "PAUSA 3 SEMANAS").reason == Reason.COMMAND
    assert "Por ahora no le llegan novedades por correo." in nora.new_mail().text
    ask(cast.forums["families"], cast.pat, "Summer", at=noon(17), body="Who swims?")
    digest(17)
    assert nora.new_mails() == []
    assert nora.answer(mail, "REANUDAR").reason == Reason.COMMAND
    nora.new_mails()
    digest(18)
    assert "Summer" in nora.new_mail().text


def _leaves(cast: Cast, nora: Mailbox) -> None:
    """At the end of the fourth week."""
    ask(cast.forums["families"], cast.pat, "Autumn", at=noon(26), body="Who rakes?")
    digest(27)
    mail = nora.new_mail()
    assert nora.answer(mail, "SALIR").reason == Reason.COMMAND
    assert nora.answer(nora.new_mail(), "Sí").state == State.DONE
    assert "Usted dejó Four Rivers Network" in nora.new_mail().text
    with scope(cast.community):
        assert Membership.objects.get(user__email=NORA).status == Status.LEFT
    ask(cast.forums["families"], cast.pat, "Snow", at=noon(27), body="Who shovels?")
    nora.new_mails()
    digest(28)
    assert nora.new_mails() == []
    assert nora.answer(mail, "One more thing.").state == State.ANSWERED
