"""A resident who only has mail: in, about, and out for good; nothing of him is left."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from communities import invitations as acts
from communities.leaving import Words, leave_for_good
from communities.leaving_links import leaving_url
from communities.models import Community, Membership
from communities.models.invitation import Source
from communities.models.membership import Status
from communities.roster import RosterPerson
from communities.scope import scope
from communities.switcher import my_communities
from forums.actions.drafts import save_draft
from forums.models import Post, Topic
from mailroom.models import State
from mailroom.reasons import Reason
from notifications.models import OutgoingMail, ReplyAddress
from tests.cast import Cast
from tests.made_files import PDF
from tests.mailroom.letters import HOST, arrive, letter, reply_to
from tests.notifications import notice_scenes
from tests.notifications.notice_scenes import ask, work
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db
NORA = "nora@hill.example"
BELIEVED = {"Authentication-Results": "mx.porchlight.example; dmarc=pass"}


@pytest.fixture(autouse=True)
def _judged(settings: pytest.FixtureRequest) -> None:
    settings.INBOUND_AUTHSERV = "mx.porchlight.example"  # type: ignore[attr-defined]


def mails_to(email: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=email).order_by("pk"))


def say(words: str, *, to: str, subject: str = "Re: hola") -> str:
    """Mail as Nora, and return what became of it."""
    mail = letter(to, words, sender=f"Nora Díaz <{NORA}>", subject=subject, headers=BELIEVED)
    got = arrive(mail)
    work()
    return got.reason or got.state


def nora() -> User:
    return User.objects.get(email=NORA)


def traces(cast: Cast, *words: str) -> list[str]:
    """Return the rows of all tables in which one of these words stands, in whatever column."""
    pattern = "|".join(words)
    found = []
    with scope(cast.community, cast.other), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND has_table_privilege(oid, 'SELECT')"
            " AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} AS t WHERE t::text ~* %s", [pattern])
            found += [f"{table}: {row[0]}" for row in cursor.fetchall()]
        for table in ("notifications_outgoingmail", "mailroom_inboundmessage"):
            cursor.execute(
                f"SELECT encode(content, 'escape') FROM {table} WHERE encode(content, 'escape') ~* %s",
                [pattern],
            )
            found += [f"{table}: {row[0]}" for row in cursor.fetchall()]
    return found


def test_a_resident_lives_by_mail_and_leaves_nothing_behind(cast: Cast) -> None:
    person = RosterPerson(
        NORA, "Nora Díaz", 1, "Eastgate", ["resident-leader"], "outer", "member", "es"
    )
    with scope(cast.community):
        acts.invite(cast.community, person, by=cast.fay, source=Source.PAPER)
    work()
    assert say("Sí", to=reply_to(mails_to(NORA)[0])) == State.DONE
    us = reply_to(mails_to(NORA)[-1])
    for word in ("DIARIO", "PAUSA 2 SEMANAS"):
        assert say(word, to=us) == Reason.COMMAND
    assert nora().mails_pause == nora().today + timedelta(days=14)
    assert say("REANUDAR", to=us) == Reason.COMMAND
    assert [entry.pace for entry in my_communities(nora())] == ["daily"]

    forum = f"family-engagement.four-rivers@{HOST}"
    say("Zanahorias para todos.", to=forum, subject="Huerta")
    say("Calabazas solas.", to=forum, subject="Berenjena")
    topic = ask(cast.families, cast.pat, "Buses")
    with scope(cast.community):
        mine = Topic.objects.get(title="Huerta")
        mine.community = cast.community
        member = Membership.objects.select_related("user").get(user=nora())
        member.community = cast.community
        save_draft(member, fields={"body": "Remolacha"}, topic=topic)
    notice_scenes.answer(mine, cast.pat, "Which carrots, @Nora Díaz?")
    work()
    (told,) = notice_scenes.mails(member)
    reply = letter(reply_to(told), "Las moradas.\n\n-- \nNora, calle Alcachofa\n", sender=NORA)
    reply.add_attachment(PDF, maintype="application", subtype="pdf", filename="huerto.pdf")
    assert arrive(reply).state == State.DONE
    work()
    for found in notice_scenes.mails(cast.pat):
        found.sent()

    assert say("Salir.", to=us) == Reason.COMMAND
    asked = mails_to(NORA)[-1]
    assert say("Quizás", to=reply_to(asked)) == Reason.REFUSED
    assert say("Sí, borrar", to=reply_to(asked)) == State.DONE
    assert "Usted dejó Four Rivers Network" in text_of(mails_to(NORA)[-1])
    assert my_communities(nora()) == []
    with scope(cast.community):
        assert [post.body for post in Post.objects.filter(topic=mine).order_by("number")] == [
            *("", "Which carrots, @Nora Díaz?", ""),
        ]
        left = Membership.objects.select_related("user").get(pk=member.pk)
        assert (left.status, left.user.name, left.user.is_active) == (
            Status.LEFT,
            "Former member",
            False,
        )
    assert not ReplyAddress.objects.filter(user=nora()).exists()
    words = ("zanahoria", "calabaza", "berenjena", "remolacha", "moradas", "huerto", "alcachofa")
    assert traces(cast, *words) == []
    # Her account stays: she may belong to other communities. Her name stays where Pat wrote it.
    own = [t for t in traces(cast, "nora@", "díaz", "diaz") if "carrots" not in t]
    assert {t.partition(":")[0] for t in own} == {
        *("accounts_user", "account_emailaddress", "notifications_outgoingmail"),
        *("search_entry", "search_word"),
    }


def form(cast: Cast, out_of: Community | str, words: str) -> dict[str, object]:
    return {"out_of": out_of if isinstance(out_of, str) else out_of.pk, "words": words}


def test_one_leaves_everything_by_a_link_and_the_account_is_closed(
    cast: Cast, client: Client
) -> None:
    topic = ask(cast.superintendents, cast.sam, "Kohlrabi", "Who grows it?")
    notice_scenes.answer(topic, cast.tess)
    work()
    page = urlsplit(leaving_url(cast.sam.user_id, cast.community.pk)).path
    assert "Nothing happens before you press the button" in client.get(page).text
    assert client.post(page, {"out_of": "elsewhere"}).status_code == 422
    assert len(my_communities(cast.sam.user)) == 2
    assert "your account is closed" in client.post(page, form(cast, "all", "nameless")).text
    gone = User.objects.get(pk=cast.sam.user_id)
    assert (gone.is_active, gone.name) == (False, "Former member")
    assert re.fullmatch(r"gone-\w+@erased\.invalid", gone.email)
    assert [entry.status for entry in my_communities(gone)] == []
    with scope(cast.community):
        assert Post.objects.get(topic=topic, number=1).body == "Who grows it?"
    assert traces(cast, "sam@example", "Sam Ortiz") == []
    assert client.get(page).status_code == 404
    assert notice_scenes.mails(cast.sam) == []


def test_mails_that_wait_for_who_left_are_not_sent(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    notice_scenes.answer(topic, cast.tess)
    work()
    (mail,) = notice_scenes.mails(cast.sam)
    assert mail.state == "waiting"
    leave_for_good(cast.sam, Words.NAMED)
    mail.refresh_from_db()
    assert mail.state == "dropped"
    with scope(cast.community):
        assert Post.objects.get(topic=topic, number=1).author.user_id == cast.sam.user_id
    assert not ReplyAddress.objects.filter(user=cast.sam.user_id, community=cast.community).exists()


def test_the_only_admin_is_told_to_name_another_one(cast: Cast, client: Client) -> None:
    page = urlsplit(leaving_url(cast.ada.user_id, cast.community.pk)).path
    for words in ("named", "erased"):
        answer = client.post(page, form(cast, cast.community, words))
        assert answer.status_code == 409
        assert "only admin" in answer.text
    assert my_communities(cast.ada.user) != []
