"""Each item of a digest can be answered: by its own address, and by links with one button."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from communities.models import DueWork, Membership
from communities.scope import scope
from digests.models import DigestLabels, DigestRun
from forums.actions import open_poll
from forums.models import MailRest, PollVote, Post, Reaction, Topic
from mailroom.models import State
from notifications import acts
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.digests.scenes import MONDAY, answer, ask, only_mail, part, send, settle_in
from tests.made_files import PDF
from tests.mailroom.letters import HOST, answers, arrive, letter
from tests.notifications.notice_scenes import work
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def receives(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def told_sam(cast: Cast) -> tuple[Topic, OutgoingMail]:
    """Tess opened two topics, and answered in one of Sam's; return his own and his digest."""
    settle_in(cast.community, cast.other)
    mine = ask(cast.superintendents, cast.sam, "Buses")
    answer(mine, cast.tess, "We pay per ride.")
    ask(cast.superintendents, cast.tess, "Winter", body="Who stays at home?")
    poll = ask(cast.superintendents, cast.tess, "Spring", body="When do we meet?")
    with scope(cast.community):
        open_poll(
            poll, question="When?", options=["Tue", "Sat"], multiple=False, results="always",
            closes_at=None,
        )  # fmt: skip
    send()
    return mine, only_mail(cast.sam)


def line_of(mail: OutgoingMail, title: str) -> str:
    """Return the lines of the mail that tell of one topic."""
    lines = part(mail).partition(f" {title}\n")
    return f"{lines[0].rpartition('\n')[2]} {title}\n" + re.split(r"\n\n|\n#", lines[2])[0]


def link(mail: OutgoingMail, title: str, act: str) -> str:
    found = re.search(rf"https?://[^/]+(/mail/say/\S+/{act}/\S+)", line_of(mail, title))
    assert found, line_of(mail, title)
    return found[1]


def test_each_item_says_its_label_and_where_to_answer_it(cast: Cast, receives: None) -> None:
    _mine, mail = told_sam(cast)
    token = DigestRun.objects.get(user=cast.sam.user).token
    assert line_of(mail, "Buses").startswith("#A1 Buses")
    assert f"Answer by mail: reply+{token}-a1@{HOST}" in line_of(mail, "Buses")
    assert "#B1" in part(mail)
    assert "#C1 When?" in part(mail)
    assert "mailto:reply+" in part(mail, "html")
    for kind in ("plain", "html"):
        assert "\x02" not in part(mail, kind)
    # He asked himself: he cannot face it too, and nobody votes there.
    assert "face/" not in line_of(mail, "Buses")
    assert "vote/" not in line_of(mail, "Buses")
    with scope(cast.community):
        (row,) = DigestLabels.objects.filter(member=cast.sam)
        assert [label for label, _kind, _id in row.labels] == ["A1", "B1", "C1"]


def test_without_a_host_for_mail_no_item_says_how_to_answer(cast: Cast) -> None:
    _mine, mail = told_sam(cast)
    assert "#A1" not in part(mail)
    assert "Answer by mail" not in part(mail, "html")
    assert DigestRun.objects.get(user=cast.sam.user).token is None
    with scope(cast.community):
        assert not DigestLabels.objects.exists()


def ten_minutes_later() -> None:
    DueWork.objects.filter(kind="publish_part").update(due_at="2026-01-01T00:00Z")
    work()


def test_an_answer_to_an_item_is_a_reply_in_its_discussion_after_ten_minutes(
    cast: Cast, receives: None
) -> None:
    mine, _mail = told_sam(cast)
    token = DigestRun.objects.get(user=cast.sam.user).token
    to = f"Reply+{token}-A1@{HOST}".upper()
    quoted = "How much?\n\nOn Mon, 2 Mar 2026 at 8:05, News <n@y.example> wrote:\n> We pay.\n"
    got = arrive(letter(to, quoted, sender="sam@example.org"))
    assert got.state == State.DONE
    receipt = text_of(OutgoingMail.objects.get(kind="receipt"))
    assert "#A1 Buses" in receipt
    assert "How much?" in receipt
    with scope(cast.community):
        assert Post.objects.filter(topic=mine).count() == 2
    ten_minutes_later()
    with scope(cast.community):
        post = Post.objects.get(topic=mine, number=3)
        assert post.body == "How much?"
        assert "We pay." in MailRest.objects.get(post=post).text
    unknown = arrive(letter(f"reply+{token}-c9@{HOST}", "Hello", sender="sam@example.org"))
    assert unknown.state == State.ANSWERED
    stolen = arrive(letter(f"reply+{token}-a1@{HOST}", "Hello", sender="who@else.example"))
    assert stolen.state == State.HELD


def test_an_answer_to_an_item_is_taken_back_from_its_address_or_the_digest_s(
    cast: Cast, receives: None
) -> None:
    mine, _mail = told_sam(cast)
    token = DigestRun.objects.get(user=cast.sam.user).token
    item, whole = f"reply+{token}-a1@{HOST}", f"reply+{token}@{HOST}"
    for to in (item, whole):
        photo = letter(item, "", sender="sam@example.org")
        photo.add_attachment(PDF, maintype="application", subtype="pdf", filename="plan.pdf")
        arrive(photo)
        assert "You send: plan.pdf" in text_of(
            OutgoingMail.objects.filter(kind="receipt").latest("pk")
        )
        arrive(letter(to, "Undo A1\n\nSam", sender="sam@example.org"))
        assert "under #A1 is taken back" in text_of(answers(cast.sam)[-1])
    assert arrive(letter(item, "> Per day?\n", sender="sam@example.org")).state == State.ANSWERED
    arrive(letter(item, "me too, and we pay per day.", sender="sam@example.org"))
    ten_minutes_later()
    with scope(cast.community):
        posts = Post.objects.filter(topic=mine, number__gt=2)
        assert [post.body for post in posts] == ["me too, and we pay per day."]


def said(member: Membership) -> list[str]:
    with scope(member.community_id):
        return list(Reaction.objects.filter(member=member).values_list("kind", flat=True))


def test_a_link_shows_one_button_and_only_its_press_counts(
    cast: Cast, client: Client, receives: None
) -> None:
    _mine, mail = told_sam(cast)
    path = link(mail, "Winter", "face")
    assert "We face this too" in client.get(path).text
    assert said(cast.sam) == []
    assert "You said “We face this too”." in client.post(path).text
    client.post(path)
    assert said(cast.sam) == ["face"]
    assert "You thanked Tess" in client.post(link(mail, "Buses", "thanks")).text
    # A link says only what it is for.
    assert client.post(path.replace("/face/", "/thanks/")).status_code == 404


def test_a_link_takes_a_vote(cast: Cast, client: Client, receives: None) -> None:
    _mine, mail = told_sam(cast)
    path = link(mail, "When?", "vote")
    page = client.get(path).text
    assert "Tue" in page
    assert client.post(path).status_code == 422
    assert client.post(path, {"choice": ["1", "2"]}).status_code == 422
    assert client.post(path, {"choice": "9"}).status_code == 422
    assert "You voted: Sat." in client.post(path, {"choice": "2"}).text
    with scope(cast.community):
        assert PollVote.objects.get().option.text == "Sat"


def test_a_link_of_somebody_who_may_not_read_it_any_more_leads_nowhere(
    cast: Cast, client: Client, receives: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _mine, mail = told_sam(cast)
    path = link(mail, "Winter", "thanks")
    monkeypatch.setattr(acts, "SAY_LINK_LASTS", timedelta(days=-1))
    assert "This link is too old" in client.post(path).text
    monkeypatch.undo()
    with scope(cast.community):
        Post.objects.filter(topic__title="Winter").update(removed_at=MONDAY)
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert said(cast.sam) == []
