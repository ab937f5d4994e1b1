"""A digest is answered as a whole: taken apart, shown back, taken back, and done after ten minutes."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from communities.membership_changes import leave
from communities.models import DueWork, Membership
from communities.scope import scope
from digests.models import DigestRun
from forums.actions.closing import lock_topic
from forums.mailed_words import read_words
from forums.models import PollVote, Post, Reaction
from mailroom.models import InboundMessage, MailedPart, State
from mailroom.reading.html_text import text_of_html
from mailroom.reasons import Reason
from mailroom.taking_apart import Named, Part, TakenApart, take_apart
from notifications.acts import Act, Said
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.digests.digest_corpus import score
from tests.digests.scenes import ask, only_mail, part, send, settle_in
from tests.digests.test_labels import told_sam
from tests.made_files import PDF
from tests.mailroom.letters import HOST, answers, arrive, letter
from tests.notifications.notice_scenes import work
from tests.opened_mail import html_of, opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def address(cast: Cast) -> str:
    return str(opened(only_mail(cast.sam))["Reply-To"])


def answer(cast: Cast, text: str) -> InboundMessage:
    return arrive(letter(address(cast), text, sender="sam@example.org", subject="Re: News"))


def receipt(member: Membership) -> OutgoingMail:
    return OutgoingMail.objects.filter(kind="receipt", user=member.user).latest("pk")


def undo_paths(mail: OutgoingMail) -> list[str]:
    return re.findall(r"https?://[^/]+(/mail/part/\S+)", text_of(mail))


def ten_minutes_later() -> None:
    DueWork.objects.filter(kind="publish_part").update(due_at="2026-01-01T00:00Z")
    work()


def said(cast: Cast) -> tuple[list[str], list[str], list[str]]:
    """Return what Sam posted, how he reacted, and what he voted for."""
    with scope(cast.community):
        return (
            list(Post.objects.filter(author=cast.sam).exclude(number=1).values_list("body", flat=True)),
            list(Reaction.objects.filter(member=cast.sam).values_list("kind", flat=True)),
            list(PollVote.objects.filter(member=cast.sam).values_list("option__text", flat=True)),
        )  # fmt: skip


NOTHING: tuple[list[str], list[str], list[str]] = ([], [], [])


def test_parts_wait_for_ten_minutes_and_are_done_then(cast: Cast, client: Client) -> None:
    told_sam(cast)
    got = answer(cast, "Hi all,\n\n#A1 we pay per day. #B1 me too\n#C1 vote 2\n\nSam Ortiz\n")
    assert got.state == State.DONE
    assert said(cast) == NOTHING
    text = text_of(receipt(cast.sam))
    for words in ("#A1 Buses", "we pay per day.", "#B1 Winter", "We face this too", "Vote: Sat"):
        assert words in text
    assert opened(receipt(cast.sam))["Reply-To"] == address(cast)
    assert len(undo_paths(receipt(cast.sam))) == 3
    assert not OutgoingMail.objects.filter(kind="notices").exists()
    ten_minutes_later()
    assert said(cast) == (["we pay per day."], ["face"], ["Sat"])
    ten_minutes_later()
    page = client.get(undo_paths(receipt(cast.sam))[0]).text
    assert "It is done" in page
    assert "/posts/3/" in page


def test_a_part_is_taken_back_by_its_link_and_by_mail(cast: Cast, client: Client) -> None:
    told_sam(cast)
    answer(cast, "#A1 we pay per day\n#B1 me too\n#C1 vote 2")
    first, second, _third = undo_paths(receipt(cast.sam))
    assert "we pay per day" in client.get(first).text
    assert "It is taken back" in client.post(first).text
    got = answer(cast, "Undo B1\n\nThanks,\nSam")
    assert got.state == State.DONE
    assert "What you wrote under #B1 is taken back." in text_of(answers(cast.sam)[0])
    assert "It is taken back" in client.get(second).text
    ten_minutes_later()
    assert said(cast) == ([], [], ["Sat"])
    assert answer(cast, "undo C1\n#A1 thanks").reason == Reason.UNCLEAR
    answer(cast, "undo C1")
    assert "too late" in text_of(answers(cast.sam)[2])
    assert client.post(first[:-3] + "xx/").status_code == 404


def test_what_is_not_clear_is_asked_about_and_nothing_is_done(cast: Cast) -> None:
    told_sam(cast)
    got = answer(cast, "#A1 me too, we pay per day\n#D7 thanks")
    assert (got.state, got.reason) == (State.ANSWERED, Reason.UNCLEAR)
    asked = answers(cast.sam)[0]
    text = " ".join(text_of(asked).split())
    assert "There is no #D7 in the mail." in text
    assert "This is what we understood: #A1: “me too, we pay per day”." in text
    assert "#B1: Winter" in text
    assert opened(asked)["Reply-To"] == address(cast)
    with scope(cast.community):
        assert not MailedPart.objects.exists()


def test_he_cannot_say_that_he_faces_what_he_asked_himself(cast: Cast) -> None:
    told_sam(cast)
    got = answer(cast, "#A1 me too")
    assert got.state == State.ANSWERED
    assert "#A1: You wrote this yourself" in text_of(answers(cast.sam)[0])


def test_a_digest_of_somebody_else_is_of_no_use(cast: Cast) -> None:
    told_sam(cast)
    got = arrive(letter(address(cast), "#A1 hello", sender="tess@example.org"))
    assert (got.state, got.reason) == (State.HELD, Reason.NOT_HIS_ADDRESS)
    away = {"Auto-Submitted": "auto-replied"}
    mail = letter(address(cast), "I am away.", sender="sam@example.org", headers=away)
    assert arrive(mail).state == State.HELD
    to = address(cast)
    with scope(cast.community):
        leave(cast.sam)
    late = [letter(to, f"#A1 hello {n}", sender="sam@example.org") for n in range(2)]
    assert arrive(late[0]).state == State.ANSWERED
    DigestRun.objects.all().delete()
    assert arrive(late[1]).reason == Reason.NO_SUCH_ADDRESS
    assert said(cast) == NOTHING


def test_a_digest_that_a_program_put_unmarked_below_the_answer_is_cut_off(cast: Cast) -> None:
    told_sam(cast)
    for below in (text_of(only_mail(cast.sam)), text_of_html(html_of(only_mail(cast.sam)))):
        assert answer(cast, f"#A1 we pay per day\n\n{below}").state == State.DONE
        with scope(cast.community):
            assert [row.words for row in MailedPart.objects.all()] == ["we pay per day"]
            MailedPart.objects.all().delete()


def test_what_is_refused_by_then_is_told_with_its_words(cast: Cast) -> None:
    mine, _mail = told_sam(cast)
    answer(cast, "#A1 we pay per day")
    with scope(cast.community):
        lock_topic(mine, by=cast.fay)
    ten_minutes_later()
    assert "we pay per day" in text_of(answers(cast.sam)[0])
    assert said(cast) == NOTHING


def test_a_file_goes_with_the_only_words_there_are(cast: Cast) -> None:
    told_sam(cast)
    mail = letter(address(cast), "#A1 see our plan\n#B1 me too", sender="sam@example.org")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="plan.pdf")
    assert arrive(mail).state == State.DONE
    ten_minutes_later()
    with scope(cast.community):
        post = Post.objects.get(body="see our plan")
        assert [file.name for file in post.attachments.all()] == ["plan.pdf"]
    unclear = letter(address(cast), "#B1 thanks", sender="sam@example.org")
    unclear.add_attachment(PDF, maintype="application", subtype="pdf", filename="plan.pdf")
    assert arrive(unclear).reason == Reason.UNCLEAR


def test_one_answer_reaches_two_communities_and_neither_sees_what_is_held_of_it(
    cast: Cast, client: Client, as_member: Callable[[Membership], Client]
) -> None:
    settle_in(cast.community, cast.other)
    ask(cast.superintendents, cast.tess, "Winter")
    ask(cast.lakes_forum, cast.members["olga"], "Boats")
    send()
    text = part(only_mail(cast.sam))
    labels = {title: text.partition(f" {title}\n")[0][-2:] for title in ("Winter", "Boats")}
    words = f"#{labels['Winter']} me too\n#{labels['Boats']} ours leak"
    held = arrive(letter(address(cast), words, sender="sam@phone.example"))
    assert (held.state, held.community) == (State.HELD, None)
    for facilitator in (cast.fay, cast.ada):
        log = as_member(facilitator).get(f"/c/{cast.community.slug}/messages/").text
        assert "Held" not in log
    staff = User.objects.get(is_staff=True)
    client.force_login(staff)
    page = client.get("/admin/mail/").text
    assert "To an address of Sam Ortiz" in page
    assert "ours leak" not in page
    client.post(f"/admin/mail/{held.pk}/reading/")
    work()
    assert len(answers(cast.sam)) == 2
    held.refresh_from_db()
    assert held.state == State.HELD
    client.logout()
    link = re.findall(r"https?://[^/]+(/mail/yours/\S+)", text_of(answers(cast.sam)[0]))[0]
    assert "Porchlight" in client.get(link).text
    client.post(link)
    assert answer(cast, f"deshacer {labels['Winter']}").state == State.DONE
    ten_minutes_later()
    assert said(cast) == NOTHING
    with scope(cast.other):
        assert Post.objects.get(number=2).body == "ours leak"


@pytest.mark.parametrize(
    ("half", "share"),
    [
        ("known", 0.95),
        ("kept-back", 0.95),
        ("later", 0.95),
        ("third", 0.95),
        ("fourth", 0.85),
        ("fifth", 0.95),
        ("sixth", 0.95),
        ("seventh", 0.95),
        # Kept back while the seventh was mended.
        ("eighth", 0.95),
    ],
)
def test_answers_of_the_corpus_are_taken_apart_as_their_writers_meant(
    half: str, share: float
) -> None:
    found = score(half)
    assert found.misplaced == 0, found.wrong
    assert found.right >= share * found.total, found.wrong


CHOICES = ["Monday, May 4", "Wednesday, May 6"]


def _apart(text: str) -> TakenApart:
    titles = {"A1": "Late buses", "B1": "Winter", "C1": "Which day?"}
    choices = {"C1": CHOICES}
    return take_apart(
        text,
        [
            Named(label, partial(read_words, choices=choices.get(label, []), multiple=False), title)
            for label, title in titles.items()
        ],
        name="Ana Ruiz",
        headings=["For you"],
    )


@pytest.mark.parametrize(
    "text",
    [
        # Words of a poll are secret: what may be a vote is never posted.
        "#C1 Monday or Wednesday",
        "#C1 Monday. No wait, Wednesday is better.",
        "#C1 Wednesday would be good",
        "#C1 The 4th is our prom and half of us chaperone, so please not that one at all.",
        "#C1 2 because people work",
        "#C1 2. Wednesday is better for all of the families who work at the plant with me.",
        "#C1 lunes o cualquiera",
        "#C1 whichever",
        "#C1 nope",
        # Words that ask for something are no greeting, and no card.
        "Hi, call me please\n\n#A1 me too",
        "Please use my other address.\n\n#A1 me too",
        "#A1 me too\n\nAna Ruiz\nLincoln School\nI have thirty coats, who needs them",
        "Thank you all!",
        # Labels that are mistyped, and an answer that looks like a signature.
        "#A1 me too\n#B1ours is warm",
        "#A1 me too\na 1: and late",
        "On Monday Porchlight wrote:\n> #A1 Late buses\n\nOurs too.\n\n> #B1 Winter\n\nMaria, our clerk",
        "#B1 ours is warm\n#Al me too",
        "Thanks for the bus idea, we will try it.\n#A1 me too",
        "Thanks for sending this, please add my sister.\n#A1 me too",
        "Sorry I have been out sick, call me.\n#A1 me too",
        "#C1 Mondays are bad for most of the families I know.",
        # A line that a program broke, and a new sentence that speaks of another thing.
        "#A1 come to room\nB1, next to the gym",
        "#A1 me too. As I said about #B1, ours is warm",
        # The title of one behind the label of another.
        "#B1 Late buses: me too",
        # Below nothing but an act nobody knows whose these words are.
        "#A1 me too\n\nPS who has a van?",
        "The pantry is open on Friday.\n#A1 me too",
    ],
)
def test_what_may_mean_two_things_is_asked_about(text: str) -> None:
    assert _apart(text).doubts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("#C1 Wednesday", [Part("C1", (Act("vote", "2"),))]),
        ("Hi, hope you are well. My answers:\n\n1. #A1 me too", [Part("A1", (Act("face"),))]),
        ("For you\n#A1 Late buses\nme too", [Part("A1", (Act("face"),))]),
        ("A1.- igual nosotros\n\nMtra. Ana Ruiz Ortiz\n555-0100", [Part("A1", (Act("face"),))]),
        ("#A1 in room B1, as I said", [Part("A1", (), "in room B1, as I said")]),
        ("Hi Ana, how are you?\n#A1 me too", [Part("A1", (Act("face"),))]),
        ("#A1 thankyou", [Part("A1", (Act("thanks"),))]),
        ("#A1 ami tanbien", [Part("A1", (Act("face"),))]),
        ("#C1 Miércoles 6", [Part("C1", (Act("vote", "2"),))]),
        ("#C1 the 6th", [Part("C1", (Act("vote", "2"),))]),
        ("#C1 voto x la ultima", [Part("C1", (Act("vote", "2"),))]),
        ("#C1 Monday, thanks!", [Part("C1", (Act("vote", "1"), Act("thanks")))]),
        ("#C1 2. We bring food.", [Part("C1", (Act("vote", "2"),), "We bring food.")]),
        (
            "#A1 me too\n\nAna Ruiz\nLincoln School\nWe build futures together",
            [Part("A1", (Act("face"),))],
        ),
        (
            "#A1 me too\n-----\n#B1 Ours is warm.",
            [Part("A1", (Act("face"),)), Part("B1", (), "Ours is warm.")],
        ),
        ("PD: #B1 muchas gracias", [Part("B1", (Act("thanks"),))]),
        (
            "> #C1 Which day?\n\nMonday\n\n> #A1 Late buses\n\nOurs too, each day.",
            [Part("C1", (Act("vote", "1"),)), Part("A1", (), "Ours too, each day.")],
        ),
    ],
)
def test_what_people_write_around_an_answer_is_no_part_of_it(text: str, parts: list[Part]) -> None:
    taken = _apart(text)
    assert (taken.doubts, taken.parts) == ([], parts)


@pytest.mark.parametrize(
    ("words", "acts"),
    [
        ("us to", "face"),
        ("This is us too", "face"),
        ("We have the same thing going on here", "face"),
        ("Same at our school.", "face"),
        ("Ditto", "face"),
        ("aqui tambien nos pasa", "face"),
        ("Mismo problema.", "face"),
        ("lo mismo", "face"),
        ("tb nos pasa", "face"),
        ("same here thanks", "face thanks"),
        ("gracias a nosotros tambien", "thanks face"),
        ("not us", ""),
        ("Tampoco nosotros", ""),
        ("too many buses", ""),
        ("Same in Lincoln", ""),
        ("el mismo chofer nos ayuda", ""),
    ],
)
def test_me_too_is_said_in_many_ways(words: str, acts: str) -> None:
    said = read_words(words, choices=[], multiple=False)
    assert " ".join(act.name for act in said.acts) == acts
    assert bool(said.rest) is not bool(acts)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Wednesday works best for us", "2"),
        ("wensday pls", "2"),
        ("I would prefer Monday", "1"),
        ("el lunes me queda mejor", "1"),
        ("Mejor el miercoles", "2"),
        ("Monday if possible", "1"),
    ],
)
def test_a_wish_for_one_answer_is_a_vote(words: str, place: str) -> None:
    said = read_words(words, choices=CHOICES, multiple=False)
    assert (said.acts, said.rest) == ([Act("vote", place)], "")


@pytest.mark.parametrize(
    ("words", "place"), [("si", "1"), ("nope", "2"), ("I don't mind", "3"), ("yes please", "1")]
)
def test_yes_and_no_are_votes_as_people_type_them(words: str, place: str) -> None:
    said = read_words(words, choices=["Yes", "No", "I do not mind"], multiple=False)
    assert said.acts == [Act("vote", place)]


def test_answers_that_are_mistyped_or_parted_by_blanks_are_votes() -> None:
    topics = ["Bullying", "Mental health", "Homework help"]
    for words, places in (("Mental helth", "2"), ("1 3", "1 3"), ("bulying, homework", "1 3")):
        assert read_words(words, choices=topics, multiple=True).acts == [Act("vote", places)]


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("#A1 me too\n\nAngie", ["Angie"]),
        ("#A1 me too\n\nThanks,\nCoach Bobby", ["Coach Bobby"]),
        ("#A1 me too\nAna R.", ["Ana R."]),
        ("#A1 me too\n\nHappy Thanksgiving everyone!\nAna", []),
        ("#A1 me too\n\nDios los bendiga a todos", []),
        ("Sorry, just seeing this now.\n#A1 me too", ["Sorry, just seeing this now."]),
        ("Thanks for sending this every week, I read it on the bus.\n#A1 me too", None),
        ("Gracias por mandar esto, me sirve mucho.\n#A1 me too", None),
    ],
)
def test_names_and_pleasantries_around_acts_are_no_words(
    text: str, left_out: list[str] | None
) -> None:
    taken = _apart(text)
    assert (taken.doubts, taken.parts) == ([], [Part("A1", (Act("face"),))])
    assert left_out is None or taken.left_out == left_out
    assert left_out is not None or len(taken.left_out) == 1


def test_a_card_below_an_answer_is_left_out_and_shown() -> None:
    card = "Ana Ruiz\nDirectora, Primaria Sur\n(956) 555-0100"
    taken = _apart(f"#A1 Ours are late.\n\nGracias,\n\n{card}")
    assert taken.parts == [Part("A1", (), "Ours are late.")]
    assert card in taken.left_out[0]
    for said in ("We have thirty coats", "Bring extra chairs", "can you call me?"):
        kept = _apart(f"#A1 Ours are late.\n\nAna Ruiz\n{said}")
        assert said in kept.parts[0].words


def test_thanks_and_excuses_above_the_answers_are_shown_as_left_out(cast: Cast) -> None:
    told_sam(cast)
    answer(cast, "Sorry for the late reply, it was conference week!\n\n#B1 me too")
    assert "it was conference week" in text_of(receipt(cast.sam))


@pytest.mark.parametrize(
    "words", ["#A1 me too\n" * 2_000, "x a1. " * 5_000, "#A1" + " " * 40_000 + "x", "#A1 " * 20_000]
)
def test_an_endless_answer_is_asked_about_or_read_at_little_cost(words: str) -> None:
    calls = 0

    def read(_words: str) -> Said:
        nonlocal calls
        calls += 1
        return Said((Act("face"),))

    taken = take_apart(words, [Named("A1", read)])
    assert taken.doubts or taken.parts
    assert calls < 1_000


def test_a_part_whose_ten_minutes_are_over_is_found_without_a_nudge(cast: Cast) -> None:
    told_sam(cast)
    answer(cast, "#A1 we pay per day")
    promised = DueWork.objects.get(kind="publish_part")
    with scope(cast.community):
        part = MailedPart.objects.get()
    assert promised.due_at == part.due_at
    assert part.due_at - part.message.received_at >= timedelta(minutes=10)
