"""A site is asked by mail what came of it, and the authors are told."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.models import DueWork, Membership
from communities.scope import scope
from knowledge.actions.life import archive
from knowledge.adaptations.asking import AGAIN_AFTER, ASK
from knowledge.adaptations.outcome_mail import KIND
from knowledge.models import Adaptation, Outcome, OutcomeFile, Resource
from mailroom.models import State
from notifications.levels import COMMUNITY
from notifications.models import Level, Notice, OutgoingMail, Subscription
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import tells, uses
from tests.knowledge.scenes import published
from tests.made_files import PDF, picture, upload
from tests.mailroom.letters import HOST, answers, arrive, letter, reply_to
from tests.notifications.notice_scenes import mails, work
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://\S+(/mail/outcome/(\w+)/\S+)")


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


@pytest.fixture
def used(cast: Cast) -> Resource:
    """Return what sam wrote and tess's site uses, who is asked just now."""
    with scope(cast.community):
        resource = published(cast, cast.sam)
        uses(resource, cast.tess)
    ask_now(cast)
    return resource


def ask_now(cast: Cast) -> None:
    """Let the day come, or two weeks pass."""
    with scope(cast.community):
        for one in Adaptation.objects.all():
            one.ask_on = timezone.localdate() - timedelta(days=1)
            one.asked_at = one.asked_at and one.asked_at - AGAIN_AFTER
            one.save()
    DueWork.objects.filter(kind=ASK).update(due_at=timezone.now())
    work()


def asked(member: Membership) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=KIND, user=member.user_id).order_by("pk"))


def links_of(mail: OutgoingMail) -> dict[str, str]:
    return {said: path for path, said in LINK.findall(text_of(mail))}


def mark_in(html: str) -> str:
    """Return what a form sends along of the outcome that it showed."""
    [mark] = re.findall(r'name="saw" value="(\w*)"', html)
    return str(mark)


def now(cast: Cast) -> tuple[str, str]:
    with scope(cast.community):
        one = Adaptation.objects.get()
        return one.outcome, one.happened


def test_its_people_are_asked_twice_and_then_no_more(cast: Cast, used: Resource) -> None:
    assert [len(asked(one)) for one in (cast.tess, cast.rosa, cast.sam)] == [1, 0, 0]
    ask_now(cast)
    assert "ask once more" in text_of(asked(cast.tess)[1])
    ask_now(cast)
    assert len(asked(cast.tess)) == 2


def test_who_went_to_another_site_is_not_asked_nor_is_anybody_of_what_is_archived(
    cast: Cast,
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        uses(resource, cast.tess, people=(cast.tess.pk, cast.rosa.pk))
        Membership.objects.filter(pk=cast.tess.pk).update(site=cast.sites["Northbank"])
    ask_now(cast)
    assert [len(asked(one)) for one in (cast.tess, cast.rosa)] == [0, 1]
    with scope(cast.community):
        archive(resource, by=cast.fay, words="Closed.")
    ask_now(cast)
    assert len(asked(cast.rosa)) == 1


def test_one_button_tells_it_with_words(cast: Cast, used: Resource, client: Client) -> None:
    links = links_of(asked(cast.tess)[0])
    assert set(links) == {"worked", "partly", "failed", "later", "unused"}
    page = client.get(links["partly"]).content.decode()
    assert "It worked in part" in page
    assert now(cast) == ("", "")
    assert client.get(links["partly"].replace("partly", "worked")).status_code == 404
    client.post(links["later"])
    with scope(cast.community):
        later = Adaptation.objects.get()
        assert later.ask_on == timezone.localdate() + timedelta(weeks=4)
        assert later.asked_at is None
    client.post(links["partly"], {"happened": "Only on Elm."})
    assert now(cast) == ("partly", "Only on Elm.")
    assert "It is told already" in client.post(links["failed"]).content.decode()
    assert now(cast)[0] == "partly"
    with scope(cast.community):
        Membership.objects.filter(pk=cast.tess.pk).update(status="left")
    assert client.get(links["partly"]).status_code == 404


def test_a_plain_answer_tells_it_and_what_is_not_sure_is_asked(
    cast: Cast, used: Resource, client: Client
) -> None:
    to = reply_to(asked(cast.tess)[0])
    arrive(letter(to, "Not yet. We begin after Easter, all of us.", sender="tess@example.org"))
    first = "Not yet. We begin after Easter, all of us."
    assert now(cast) == ("", first)
    got = arrive(letter(to, "Thirty children come, but late.", sender="tess@example.org"))
    assert got.state == State.DONE
    assert now(cast) == ("", f"{first}\n\nThirty children come, but late.")
    told = text_of(answers(cast.tess)[1])
    assert "did it work?" in told
    link = links_of(answers(cast.tess)[1])["worked"]
    saw = mark_in(client.get(link).content.decode())
    arrive(letter(to, "And ten more.", sender="tess@example.org"))
    met = client.post(link, {"happened": "Thirty come.", "saw": saw})
    assert met.status_code == 409
    assert "And ten more." in met.content.decode()
    client.post(link, {"happened": "Thirty come.", "saw": mark_in(met.content.decode())})
    assert now(cast) == ("worked", "Thirty come.")
    arrive(letter(to, "Forty now.", sender="tess@example.org"))
    assert now(cast) == ("worked", "Thirty come.\n\nForty now.")


def with_files(mail: EmailMessage, *files: tuple[str, bytes]) -> EmailMessage:
    """Return the mail with these files, each by name and content."""
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def file_names(cast: Cast) -> list[str]:
    with scope(cast.community):
        return list(OutcomeFile.objects.order_by("pk").values_list("name", flat=True))


def test_a_photo_that_comes_with_the_answer_stands_beside_what_came_of_it(
    cast: Cast, used: Resource, client: Client
) -> None:
    to = reply_to(asked(cast.tess)[0])
    with scope(cast.community):
        # The author's last mail was a while ago.
        Notice.objects.update(told_at=timezone.now() - timedelta(hours=1))
    mail = letter(to, "It worked. This is our stop.", sender="tess@example.org")
    arrive(with_files(mail, ("stop.jpg", picture()), ("run.exe", b"MZ" * 40)))
    assert now(cast) == ("worked", "It worked. This is our stop.")
    assert file_names(cast) == ["stop.jpg"]
    receipt = text_of(answers(cast.tess)[0])
    assert "Beside what came of it stands now: stop.jpg" in receipt
    assert "“run.exe” was not added." in receipt
    client.force_login(cast.sam.user)
    assert "stop.jpg" in client.get(used.get_absolute_url()).content.decode()
    assert "Files beside it: stop.jpg" in text_of(mails(cast.sam)[-1])
    # Later mails bring more, as many as fit.
    more = [(f"{n}.pdf", PDF) for n in range(6)]
    arrive(with_files(letter(to, "", sender="tess@example.org"), *more))
    assert len(file_names(cast)) == 6
    assert "“5.pdf” was not added. At most 6 files fit here." in text_of(answers(cast.tess)[1])
    assert now(cast) == ("worked", "It worked. This is our stop.")


def test_a_photo_without_a_word_is_kept_and_asked_about(
    cast: Cast, used: Resource, client: Client
) -> None:
    mail = letter(reply_to(asked(cast.tess)[0]), "", sender="tess@example.org")
    arrive(with_files(mail, ("stop.jpg", picture())))
    assert now(cast) == ("", "")
    assert file_names(cast) == ["stop.jpg"]
    assert "did it work?" in text_of(answers(cast.tess)[0]).lower()
    client.post(links_of(answers(cast.tess)[0])["worked"], {"happened": "", "saw": ""})
    assert now(cast) == ("worked", "")


def test_the_page_of_a_button_takes_files_too(cast: Cast, used: Resource, client: Client) -> None:
    link = links_of(asked(cast.tess)[0])["partly"]
    files = [upload("stop.jpg", picture()), upload("run.exe", b"MZ")]
    said = client.post(link, {"happened": "Only on Elm.", "saw": "", "upload": files})
    html = said.content.decode()
    assert "stands now: stop.jpg" in html
    assert "“run.exe” was not added." in html
    assert (now(cast)[0], file_names(cast)) == ("partly", ["stop.jpg"])
    client.post(link, {"upload": [upload("late.pdf", PDF)]})
    assert file_names(cast) == ["stop.jpg"]


def test_who_did_not_use_it_takes_it_back_with_one_button(
    cast: Cast, used: Resource, client: Client
) -> None:
    to = reply_to(asked(cast.tess)[0])
    arrive(letter(to, "We did not use it after all.", sender="tess@example.org"))
    # An answer alone deletes nothing, and is no "did not work".
    assert now(cast) == ("", "We did not use it after all.")
    link = links_of(answers(cast.tess)[0])["unused"]
    assert "Eastgate" in client.get(link).content.decode()
    assert now(cast)[0] == ""
    assert "It is taken back" in client.post(link).content.decode()
    with scope(cast.community):
        assert not Adaptation.objects.exists()
    assert client.post(link).status_code == 404


def test_what_was_told_is_not_taken_back_by_a_button(
    cast: Cast, used: Resource, client: Client
) -> None:
    link = links_of(asked(cast.tess)[0])["unused"]
    with scope(cast.community):
        tells(Adaptation.objects.get(), cast.tess, Outcome.WORKED)
    assert "It is told already" in client.post(link).content.decode()
    assert now(cast)[0] == "worked"


def test_funciono_is_enough(cast: Cast) -> None:
    with scope(cast.community):
        uses(published(cast, cast.sam), cast.rosa)
    ask_now(cast)
    assert "¿Funcionó?" in text_of(asked(cast.rosa)[0])
    arrive(letter(reply_to(asked(cast.rosa)[0]), "¡Funcionó!", sender="rosa@example.org"))
    assert now(cast) == ("worked", "¡Funcionó!")
    assert "Gracias." in text_of(answers(cast.rosa)[0])


def test_the_author_is_told_at_once_or_not_as_he_chose(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, authors=(cast.sam.pk, cast.pat.pk))
        Subscription.objects.create(
            community=cast.community,
            member=cast.pat,
            kind=COMMUNITY,
            object_id=cast.community.pk,
            level=Level.DIGEST,
        )
        one = uses(resource, cast.tess)
    work()
    begun = text_of(mails(cast.sam)[0])
    assert "Eastgate uses what you wrote" in begun
    assert "What they do another way:\r\nWe walk at noon." in begun
    assert f"{resource.get_absolute_url()}comments/" in begun
    assert [len(mails(who)) for who in (cast.pat, cast.tess)] == [0, 0]
    with scope(cast.community):
        # His last mail was a while ago.
        Notice.objects.update(told_at=timezone.now() - timedelta(hours=1))
        tells(one, cast.tess, Outcome.FAILED)
    work()
    told = text_of(mails(cast.sam)[1])
    assert "it did not work" in told
    assert "Tried once" in told
