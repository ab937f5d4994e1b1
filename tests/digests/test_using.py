"""By mail alone a member says that his site uses something: by one button, or in a word."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.models import DueWork, Membership
from communities.scope import scope
from knowledge.actions.life import archive
from knowledge.adaptations.use_words import read_use
from knowledge.models import Adaptation, Resource, ResourceComment
from knowledge.telling.comments import RESOURCE
from mailroom.reasons import Reason
from notifications.acts import say_url
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.digests.scenes import only_mail, part, send, settle_in
from tests.digests.test_resources import put, told
from tests.knowledge.adaptation_scenes import uses
from tests.mailroom.letters import HOST, answers, arrive, letter
from tests.notifications.notice_scenes import mails, work
from tests.opened_mail import html_of, opened, text_of

pytestmark = pytest.mark.django_db

BUTTON = "We're using this at our site"
LINK = re.compile(r"/mail/say/knowledge\.resource/use/[^\s\"]+")


@pytest.fixture
def walk(cast: Cast, settings: Settings) -> Resource:
    settings.INBOUND_HOST = HOST
    settle_in(cast.community, cast.other)
    return put(cast, "Walking bus")


def used(cast: Cast) -> list[tuple[str, int]]:
    """Return at which sites it is used, and who said so."""
    with scope(cast.community):
        return [(one.site.name, one.opened_by_id) for one in Adaptation.objects.order_by("pk")]


def link(member: Membership, resource: Resource) -> str:
    return urlsplit(say_url(member.community_id, member.pk, RESOURCE, resource.pk, "use")).path


def told_of_use(member: Membership) -> list[str]:
    work()
    return [text for mail in mails(member) if "uses what you wrote" in (text := text_of(mail))]


def test_the_button_of_the_digest_opens_it_for_ones_own_site_and_the_author_hears_of_it(
    cast: Cast, walk: Resource, client: Client
) -> None:
    send()
    mail = only_mail(cast.tess)
    assert f"{BUTTON}: " in part(mail)
    assert BUTTON.replace("'", "&#x27;") in html_of(mail)
    found = LINK.search(part(mail))
    assert found
    page = client.get(found[0]).content.decode()
    assert "Its page will say that Eastgate uses it" in page
    assert used(cast) == []
    done = client.post(found[0]).content.decode()
    assert "Its page says now that Eastgate uses it." in done
    assert used(cast) == [("Eastgate", cast.tess.pk)]
    assert told_of_use(cast.sam) == []
    DueWork.objects.filter(kind="tell_of_adaptation").update(due_at="2026-01-01T00:00Z")
    assert len(told_of_use(cast.sam)) == 1
    # The same link says so later, and offers no second one.
    with scope(cast.community):
        Adaptation.objects.update(created_at=timezone.now() - timedelta(hours=1))
    again = client.get(found[0]).content.decode()
    assert "Eastgate uses it already" in again
    assert "<button" not in again.partition("<main")[2].partition("</main")[0]
    assert client.post(found[0]).status_code == 422
    assert len(used(cast)) == 1


def test_its_page_asks_what_is_different_there(cast: Cast, walk: Resource, client: Client) -> None:
    path = link(cast.tess, walk)
    assert "What is different at your site?" in client.get(path).content.decode()
    client.post(path, {"choice": " We walk at noon.\r\nAll of us. "})
    with scope(cast.community):
        assert Adaptation.objects.get().different == "We walk at noon.\nAll of us."


def test_it_is_taken_back_within_ten_minutes_and_nobody_is_told(
    cast: Cast, walk: Resource, client: Client
) -> None:
    path = link(cast.tess, walk)
    client.post(path)
    assert "you can take it back here" in client.get(path).content.decode()
    undone = client.post(path, {"undo": "1"}).content.decode()
    assert "It is taken back. Nobody was told." in undone
    assert used(cast) == []
    DueWork.objects.filter(kind="tell_of_adaptation").update(due_at="2026-01-01T00:00Z")
    assert told_of_use(cast.sam) == []
    client.post(path)
    with scope(cast.community):
        Adaptation.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    late = client.post(path, {"undo": "1"})
    assert (late.status_code, len(used(cast))) == (422, 1)
    assert "too late to take it back" in late.content.decode()


def test_who_may_not_say_it_is_told_why(cast: Cast, walk: Resource, client: Client) -> None:
    tess = cast.tess
    path = link(tess, walk)

    def refused(sentence: str) -> None:
        shown = client.get(path)
        assert sentence in shown.content.decode()
        assert sentence in client.post(path).content.decode()
        assert used(cast) == []

    def change(**fields: object) -> None:
        with scope(cast.community):
            Membership.objects.filter(pk=tess.pk).update(**fields)

    change(paused_until=timezone.now() + timedelta(days=2), pause_reason="Rest.")
    refused("Facilitators paused you until")
    change(paused_until=None, standing="guest")
    # Guests see what names them only.
    assert client.get(path).status_code == 404
    change(standing="member", site=None)
    refused("You belong to no site yet. Ask a facilitator to say where you belong.")
    change(standing="facilitator")
    refused("You belong to no site. On its page you can say which site uses it.")
    change(standing="member", site=cast.sites["Eastgate"])
    with scope(cast.community):
        archive(walk, by=cast.fay, words="Wrong.")
    refused("Only what is published in the library can be used at a site.")


def test_the_link_of_another_person_or_act_is_none(
    cast: Cast, walk: Resource, client: Client
) -> None:
    path = link(cast.tess, walk)
    token = path.rstrip("/").rpartition("/")[2]
    for wrong in (
        path.replace("/use/", "/face/"),
        path.replace(token, token[:-2] + "aa"),
        path.replace("knowledge.resource", "forums.post"),
    ):
        assert client.post(wrong).status_code == 404
    assert used(cast) == []


def test_the_button_is_offered_to_those_only_who_have_something_to_begin(
    cast: Cast, walk: Resource
) -> None:
    with scope(cast.community):
        uses(walk, cast.tess)
        Membership.objects.filter(pk=cast.rosa.pk).update(site=None)
    send()
    offered = {
        one.name: bool(LINK.search(part(only_mail(one))))
        for one in (cast.tess, cast.rosa, cast.pat)
    }
    assert offered == {cast.tess.name: False, cast.rosa.name: False, cast.pat.name: True}


def test_what_came_of_it_elsewhere_offers_it_too_but_not_to_who_wrote_it(
    cast: Cast, settings: Settings
) -> None:
    settings.INBOUND_HOST = HOST
    settle_in(cast.community, cast.other)
    told(cast, put(cast, "Walking bus"))
    with scope(cast.community):
        Membership.objects.filter(pk=cast.sam.pk).update(site=cast.sites["Eastgate"])
    send()
    assert LINK.search(part(only_mail(cast.tess)))
    assert LINK.search(part(only_mail(cast.sam))) is None


def test_an_answer_in_a_word_says_it_after_ten_minutes_and_other_words_are_a_comment(
    cast: Cast, walk: Resource
) -> None:
    send()
    address = str(opened(only_mail(cast.tess))["Reply-To"])
    text = "#A1 We're using this at Eastgate. The small ones come by bike."
    arrive(letter(address, text, sender="tess@example.org", subject="Re: News"))
    receipt = text_of(OutgoingMail.objects.get(kind="receipt"))
    assert f"You say: {BUTTON}" in receipt
    assert "The small ones come by bike." in receipt
    assert used(cast) == []
    DueWork.objects.filter(kind="publish_part").update(due_at="2026-01-01T00:00Z")
    work()
    assert used(cast) == [("Eastgate", cast.tess.pk)]
    with scope(cast.community):
        assert ResourceComment.objects.get().body == "The small ones come by bike."


def test_what_is_different_at_ones_site_is_told_by_mail(cast: Cast, walk: Resource) -> None:
    send()
    address = str(opened(only_mail(cast.tess))["Reply-To"]).replace("@", "-a1@")

    def answer(text: str) -> None:
        arrive(letter(address, text, sender="tess@example.org", subject="Re: News"))
        DueWork.objects.filter(kind="publish_part").update(due_at="2026-01-01T00:00Z")
        work()

    answer("We're using this at Eastgate. We walk at noon.\n\nTess Bell")
    receipt = text_of(OutgoingMail.objects.get(kind="receipt"))
    assert "What is different there: “We walk at noon.”" in receipt
    assert used(cast) == [("Eastgate", cast.tess.pk)]
    DueWork.objects.filter(kind="tell_of_adaptation").update(due_at="2026-01-01T00:00Z")
    [told] = told_of_use(cast.sam)
    assert "We walk at noon." in told
    # Said again with more, it is added to what is open.
    answer("We use this on Fridays too.")
    answer("We use this.")
    with scope(cast.community):
        assert Adaptation.objects.get().different == (
            "We walk at noon.\n\nWe use this on Fridays too."
        )
        assert not ResourceComment.objects.exists()
    assert "Eastgate uses it already" in text_of(answers(cast.tess)[-1])
    # What comes too late is sent back with its words.
    arrive(letter(address, "We use this with bells.", sender="tess@example.org", subject="Re: N"))
    with scope(cast.community):
        archive(walk, by=cast.fay, words="Wrong.")
    DueWork.objects.filter(kind="publish_part").update(due_at="2026-01-01T00:00Z")
    work()
    assert "We use this with bells." in text_of(answers(cast.tess)[-1])


def test_an_answer_to_the_item_itself_is_taken_back_by_its_receipt(
    cast: Cast, walk: Resource, client: Client
) -> None:
    send()
    address = str(opened(only_mail(cast.tess))["Reply-To"]).replace("@", "-a1@")
    arrive(letter(address, "Lo usamos aquí", sender="tess@example.org", subject="Re: News"))
    receipt = text_of(OutgoingMail.objects.get(kind="receipt"))
    undo = re.search(r"/mail/part/\S+", receipt)
    assert undo
    client.post(undo[0])
    DueWork.objects.filter(kind="publish_part").update(due_at="2026-01-01T00:00Z")
    work()
    assert used(cast) == []
    with scope(cast.community):
        assert not ResourceComment.objects.exists()


def test_an_answer_of_who_may_not_is_refused_and_no_comment(cast: Cast, walk: Resource) -> None:
    with scope(cast.community):
        uses(walk, cast.tess)
    send()
    address = str(opened(only_mail(cast.tess))["Reply-To"]).replace("@", "-a1@")
    got = arrive(letter(address, "We use this too", sender="tess@example.org", subject="Re: News"))
    assert got.reason == Reason.REFUSED
    assert "Eastgate uses it already" in text_of(answers(cast.tess)[-1])
    with scope(cast.community):
        assert not ResourceComment.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "We're using this",
        "We’re using this at our site!",
        "Hi all,\n\nwe use this too.",
        "Thanks! We use it at Lincoln now",
        "We are going to try this at our school",
        "We'll try this",
        "lo usamos aquí también",
        "Hola, ya lo estamos usando en nuestra escuela",
        "Estamos usando esto en Lincoln",
        "Nosotras vamos a probarlo",
    ],
)
def test_these_words_say_that_a_site_uses_it(words: str) -> None:
    assert [(act.name, act.value) for act in read_use(words).acts] == [("use", "")]


@pytest.mark.parametrize(
    ("words", "different", "rest"),
    [
        (
            "We use this. Our bus is late, so we start at 8.",
            "Our bus is late, so we start at 8.",
            "",
        ),
        ("We're using this at Lincoln with the fourth graders", None, ""),
        ("We're using this at Lincoln, on Saturdays. We love it. Thank you!", None, ""),
        ("Lo usamos aquí. Empezamos a las siete.", "Empezamos a las siete.", ""),
        ("Lo usamos los sábados.", None, ""),
        # What asks or addresses somebody is for him to read.
        ("We use this. How did you pay?", "", "How did you pay?"),
        ("We use this too. Ana, your rope is great.", "", "Ana, your rope is great."),
        ("We use this with kids. Thank you!", "We use this with kids.", "Thank you!"),
        ("We use this. So far so good.", "", "So far so good."),
        (f"We use this. We {'a' * 2000}.", "", f"We {'a' * 2000}."),
    ],
)
def test_what_follows_is_told_of_the_site_or_said_to_others(
    words: str, different: str | None, rest: str
) -> None:
    said = read_use(words)
    expected = words if different is None else different
    assert ([act.value for act in said.acts], said.rest) == ([expected], rest)


@pytest.mark.parametrize(
    "words",
    [
        "We are not using this",
        "We would like to use this",
        "Do we use this?",
        "We use this at times",
        "If we use this at our site, who pays?",
        "We used this for a year and it failed",
        "This helps us. We use this",
        "no lo usamos",
        "lo usamos en parte",
        "me too",
        "",
    ],
)
def test_these_words_are_a_comment(words: str) -> None:
    said = read_use(words)
    assert (list(said.acts), said.rest) == ([], words)
