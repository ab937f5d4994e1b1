"""Reporting a post, and what facilitators decide."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Membership
from communities.scope import scope
from forums.actions import flag_post, open_topic, remove_post, reply, restore_post
from forums.models import Flag, Topic
from forums.models.flag import Outcome
from moderation.models import Act
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.opened_mail import text_of

AsMember = Callable[[Membership], Client]
FLAGS = "/c/four-rivers/moderation/flags/"


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        reply(topic, by=cast.tess, body="You never do.")
        reply(topic, by=cast.sam, body="Much later words.")
        return topic


def address(topic: Topic, number: int = 2) -> str:
    return f"/c/four-rivers/topics/{topic.number}/posts/{number}/flag/"


def case(topic: Topic) -> str:
    with scope(topic.community):
        return f"{FLAGS}{topic.posts.get(number=2).pk}/"


def reported(cast: Cast, topic: Topic, *by: Membership) -> None:
    with scope(cast.community):
        for member in by or (cast.sam,):
            flag_post(topic.posts.get(number=2), by=member, why="unkind", words="It hurts.")


def mails(kind: str = "moderation") -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=kind).order_by("pk"))


def test_a_member_reports_a_post_and_its_facilitator_gets_a_mail(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    assert "Report" in browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()
    form = browser.post(address(topic), {"why": ""})
    assert form.status_code == 422
    page = browser.post(address(topic), {"why": "unkind", "words": "It hurts."}, follow=True)
    assert "Thank you." in page.content.decode()
    (mail,) = mails()
    assert mail.to == "fay@example.org"
    assert case(topic) in text_of(mail)
    # It is shown until somebody decides.
    assert "You never do." in browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()


def test_one_open_report_a_person_and_one_mail_a_post(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    reported(cast, topic, cast.sam, cast.fay)
    again = as_member(cast.sam).post(address(topic), {"why": "other"}, follow=True)
    assert "You reported this already." in again.content.decode()
    with scope(cast.community):
        assert Flag.objects.count() == 2
    assert len(mails()) == 1


def test_one_does_not_report_oneself_nor_what_one_does_not_see(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    assert as_member(cast.tess).post(address(topic), {"why": "other"}).status_code == 403
    assert as_member(cast.rosa).post(address(topic), {"why": "other"}).status_code == 404
    with scope(cast.community):
        remove_post(topic.posts.get(number=2), by=cast.tess)
    assert as_member(cast.sam).post(address(topic), {"why": "other"}).status_code == 404


def test_the_queue_shows_what_waits_and_is_for_facilitators(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    reported(cast, topic)
    html = as_member(cast.fay).get(FLAGS).content.decode()
    assert "Tess Bell in “Buses”" in html
    assert "1 report" in html
    assert as_member(cast.sam).get(FLAGS).status_code == 403
    assert "1 reported post" in as_member(cast.fay).get("/c/four-rivers/").content.decode()
    assert "reported post" not in as_member(cast.sam).get("/c/four-rivers/").content.decode()


def test_a_moderator_who_does_not_see_the_forum_reads_the_post_with_its_context_only(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    reported(cast, topic)
    ada = as_member(cast.ada)
    html = ada.get(case(topic)).content.decode()
    assert "You never do." in html
    assert "Who pays?" in html
    assert "It hurts." in html
    assert "Much later words." not in html
    assert "You do not see this forum." in html
    assert ada.get(f"/c/four-rivers/topics/{topic.number}/").status_code == 404
    # A post of that forum that nobody reported is no case.
    with scope(cast.community):
        first = topic.posts.get(number=1).pk
    assert ada.get(f"{FLAGS}{first}/").status_code == 404
    assert ada.post(case(topic), {"outcome": "removed", "reason": "Unkind."}).status_code == 302
    with scope(cast.community):
        assert topic.posts.get(number=2).removed_at


def test_to_keep_it_closes_all_reports(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    reported(cast, topic, cast.sam, cast.fay)
    as_member(cast.fay).post(case(topic), {"outcome": "kept", "reason": ""})
    with scope(cast.community):
        assert set(Flag.objects.values_list("outcome", "closed_by")) == {
            (Outcome.KEPT, cast.fay.pk)
        }
        assert Act.objects.get().act == "flags_kept"
    assert "Nothing waits" in as_member(cast.fay).get(FLAGS).content.decode()
    # The author hears nothing of it.
    assert [mail.to for mail in mails()] == ["fay@example.org"]


def test_to_remove_or_warn_needs_a_reason_which_the_author_receives(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    reported(cast, topic)
    fay = as_member(cast.fay)
    for outcome in ("removed", "warned"):
        missing = fay.post(case(topic), {"outcome": outcome, "reason": ""})
        assert missing.status_code == 422
        assert "Give a reason" in missing.content.decode()
    fay.post(case(topic), {"outcome": "warned", "reason": "Be kind to Sam."})
    warning = mails()[-1]
    assert warning.to == "tess@example.org"
    assert "Be kind to Sam." in text_of(warning)
    assert "You never do." in text_of(warning)
    with scope(cast.community):
        assert topic.posts.get(number=2).removed_at is None
    html = fay.get("/c/four-rivers/moderation/record/").content.decode()
    assert "Fay Moua warned a member." in html
    assert "Tess Bell" in html


def test_two_who_decide_at_once_get_one_result(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    reported(cast, topic)
    as_member(cast.fay).post(case(topic), {"outcome": "kept", "reason": ""})
    second = as_member(cast.ada).post(
        case(topic), {"outcome": "removed", "reason": "Unkind."}, follow=True
    )
    assert "Somebody else decided on this post a moment ago." in second.content.decode()
    with scope(cast.community):
        assert topic.posts.get(number=2).removed_at is None


def test_what_is_removed_on_its_page_waits_no_more(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    reported(cast, topic)
    with scope(cast.community):
        remove_post(topic.posts.get(number=2), by=cast.fay, reason="No.")
        assert Flag.objects.get().outcome == Outcome.REMOVED


def test_what_its_author_deleted_waits_again_when_it_is_restored(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    reported(cast, topic)
    fay = as_member(cast.fay)
    with scope(cast.community):
        remove_post(topic.posts.get(number=2), by=cast.tess)
    assert "Nothing waits" in fay.get(FLAGS).content.decode()
    with scope(cast.community):
        restore_post(topic.posts.get(number=2), by=cast.tess)
    assert "Tess Bell in “Buses”" in fay.get(FLAGS).content.decode()


def test_the_queue_takes_the_same_number_of_statements_for_2_and_20(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    def statements() -> int:
        browser.get(FLAGS)
        with CaptureQueriesContext(connection) as caught:
            browser.get(FLAGS)
        return len(caught)

    browser = as_member(cast.fay)
    taken = []
    for wanted in (2, 20):
        with scope(cast.community):
            while Flag.objects.count() < wanted:
                flag_post(reply(topic, by=cast.tess, body="Words"), by=cast.sam, why="other")
        taken.append(statements())
    assert taken[0] == taken[1]
