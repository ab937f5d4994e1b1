"""What the library tells by mail: its life, and what is said of it, which can be answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.models import Membership
from communities.models.membership import Standing
from communities.scope import scope
from knowledge.actions.life import archive, publish, review_again, send_back, send_to_review
from knowledge.commenting import comment_on
from knowledge.kinds import State
from knowledge.models import Resource, ResourceComment
from knowledge.permissions import may_review
from knowledge.shelves.actions import Words, name_curator, open_collection, place
from mailroom.models import State as MessageState
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.digests.scenes import part
from tests.knowledge.scenes import as_form, draft, in_review, published
from tests.mailroom.letters import HOST, answers, arrive, letter, reply_to
from tests.notifications.notice_scenes import all_mails, mails, told, work

type SignIn = Callable[[Membership], Client]


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def letters() -> list[tuple[str, str]]:
    """Return whom letters went to, with what they say, in order; and forget them."""
    found = OutgoingMail.objects.filter(kind="moderation").order_by("to")
    told = [(mail.to, part(mail)) for mail in found]
    found.delete()
    return told


def test_its_life_is_told_to_those_whom_it_concerns(cast: Cast) -> None:
    with scope(cast.community):
        resource = draft(cast, cast.sam)
        kept = open_collection(Words("Winter", ""), audience=resource.audience, by=cast.fay)
        name_curator(kept, cast.pat, by=cast.fay)
        place(resource, kept, by=cast.sam, note="", is_proposed=True)
        send_to_review(resource)
    work()
    told_ = letters()
    assert {to for to, _waits in told_} == {
        one.user.email for one in (cast.ada, cast.fay, cast.pat)
    }
    waits = told_[0][1]
    assert "Sam Ortiz wrote “Walking bus” for the library." in waits
    # What it is, for who has four minutes.
    assert "A walking school bus." in waits
    with scope(cast.community):
        send_back(resource, by=cast.fay, words="Which bakery?")
    [(to, back)] = letters()
    assert to == cast.sam.user.email
    assert "Which bakery?" in back
    with scope(cast.community):
        publish(resource, by=cast.fay)
    [(to, published_)] = letters()
    assert to == cast.sam.user.email
    assert "in the library of Four Rivers Network now" in published_


def test_nothing_is_told_of_what_waits_no_more_or_of_what_one_does_oneself(cast: Cast) -> None:
    with scope(cast.community):
        resource = in_review(cast, cast.fay)
        publish(resource, by=cast.fay)
    work()
    assert letters() == []


def test_on_its_day_those_behind_it_are_asked_once_and_not_before(cast: Cast) -> None:
    today = timezone.localdate()
    with scope(cast.community):
        resource = published(cast, cast.sam, review_by=today + timedelta(days=1))
        gone = published(cast, cast.sam, title="Old", review_by=today - timedelta(days=1))
        letters()
        archive(gone, by=cast.fay, words="Wrong.")
    [(to, archived)] = letters()
    assert to == cast.sam.user.email
    assert "Fay Moua archived “Old”" in archived
    assert "Wrong." in archived
    work()
    assert letters() == []
    with scope(cast.community):
        # As time passes.
        Resource.objects.filter(pk=resource.pk).update(review_by=today - timedelta(days=1))
        resource.refresh_from_db()
        resource.community = cast.community
        review_again(resource, today - timedelta(days=2), by=cast.sam)
    work()
    [(to, asked)] = letters()
    assert to == cast.sam.user.email
    assert "Say that it still holds: http" in asked
    work()
    assert letters() == []


def test_a_comment_is_told_at_once_and_answered_by_mail(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        comment_on(
            resource, by=cast.tess, body="Which two parents?", anchor="", quote="Two parents"
        )
    work()
    [mail] = all_mails()
    assert mail.to == cast.sam.user.email
    assert "Which two parents?" in part(mail)
    arrive(letter(reply_to(mail), "Ana and Luis.", sender=cast.sam.user.email))
    with scope(cast.community):
        [_first, answer] = ResourceComment.objects.order_by("pk")
        assert (answer.body, answer.by_id) == ("Ana and Luis.", cast.sam.pk)
    [back] = mails(cast.tess)
    assert "you said something of “Walking bus”, too" in part(back)


def answered(cast: Cast, text: str, answered_mail: str = "") -> tuple[str, str]:
    """Let sam answer his only mail; return of which paragraph that says something."""
    headers = {"In-Reply-To": answered_mail} if answered_mail else {}
    to = reply_to(mails(cast.sam)[0])
    arrive(letter(to, text, sender=cast.sam.user.email, headers=headers))
    with scope(cast.community):
        said = ResourceComment.objects.get(body=text)
    return said.anchor, said.quote


def test_an_answer_by_mail_stands_where_the_question_does(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        comment_on(resource, by=cast.tess, body="Who?", anchor="a1", quote="Two parents")
    work()
    [mail] = mails(cast.sam)
    assert answered(cast, "Ana and Luis.", mail.message_id) == ("a1", "Two parents")
    assert answered(cast, "No mail is named.") == ("", "")
    [other] = mails(cast.tess)
    assert answered(cast, "That of somebody else.", other.message_id) == ("", "")


def test_an_answer_to_several_questions_is_about_the_whole(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        for anchor in ("a1", "b2"):
            comment_on(resource, by=cast.tess, body="Who?", anchor=anchor, quote=anchor)
    work()
    [mail] = mails(cast.sam)
    assert answered(cast, "Ana and Luis.", mail.message_id) == ("", "")


def test_what_is_said_before_it_is_published_is_told_to_nobody_who_may_not_read_it(
    cast: Cast,
) -> None:
    with scope(cast.community):
        resource = in_review(cast, cast.sam)
        comment_on(resource, by=cast.fay, body="Say where.", anchor="", quote="")
        own = draft(cast, cast.tess)
        comment_on(own, by=cast.tess, body="Note to me.", anchor="", quote="")
    work()
    assert told() == {"sam"}


def test_an_answer_that_does_not_fit_comes_back_with_its_words(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        comment_on(resource, by=cast.tess, body="Which two parents?", anchor="", quote="")
    work()
    to = reply_to(mails(cast.sam)[0])
    arrive(letter(to, "Long. " * 400, sender=cast.sam.user.email))
    assert "2000 letters at most" in part(answers(cast.sam)[0])
    with scope(cast.community):
        Resource.objects.filter(pk=resource.pk).update(state=State.DRAFT, owner=cast.tess)
        resource.credits.all().delete()
    message = arrive(letter(to, "Ana.", sender=cast.sam.user.email))
    assert message.state == MessageState.ANSWERED
    assert "not open to you any more" in part(answers(cast.sam)[1])
    with scope(cast.community):
        assert ResourceComment.objects.count() == 1


def test_who_wants_to_hear_of_everything_does_and_who_does_not_hears_nothing(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
    path = f"/c/four-rivers/library/{resource.number}/following/"
    assert as_member(cast.rosa).post(path, {"level": "all"}).status_code == 302
    assert as_member(cast.sam).post(path, {"level": "nothing"}).status_code == 302
    with scope(cast.community):
        comment_on(resource, by=cast.tess, body="Which?", anchor="", quote="")
    work()
    assert told() == {"rosa"}
    as_member(cast.sam).post(f"{path}delete/")
    page = as_member(cast.sam).get(f"/c/four-rivers/library/{resource.number}/comments/")
    assert 'value="mentions" aria-current="true"' in page.content.decode()


def test_a_year_that_can_only_be_a_slip_is_asked_about(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        resource = draft(cast, cast.sam)
    page = f"/c/four-rivers/library/{resource.number}/edit/"
    sent = as_form(cast.sam, review_by="0001-01-01", began_from="1")
    refused = as_member(cast.sam).post(page, sent)
    assert refused.status_code == 422
    assert "Please look at the year once more." in refused.content.decode()


def test_who_is_a_guest_now_decides_nothing_and_is_not_written_to(cast: Cast) -> None:
    with scope(cast.community):
        resource = draft(cast, cast.sam)
        kept = open_collection(Words("Winter", ""), audience=resource.audience, by=cast.fay)
        name_curator(kept, cast.pat, by=cast.fay)
        place(resource, kept, by=cast.sam, note="", is_proposed=True)
        send_to_review(resource)
        assert may_review(cast.pat, resource)
        cast.pat.standing = Standing.GUEST
        cast.pat.save()
        assert not may_review(cast.pat, resource)
        assert not Resource.objects.visible_to(cast.pat).exists()
    work()
    assert cast.pat.user.email not in {to for to, _words in letters()}
