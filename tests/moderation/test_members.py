"""Warning a member and pausing one, with a reason that he receives."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_poll, open_topic, reply
from forums.models import Attachment, Flag, Post, Topic
from moderation.conflicts import AlreadyDoneError
from moderation.members import end_pause, pause_member, warn_member
from moderation.models import Act, MemberWarning
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.opened_mail import opened, text_of

AsMember = Callable[[Membership], Client]
HOME = "/c/four-rivers/"


def of(member: Membership, what: str = "") -> str:
    return f"/c/four-rivers/people/{member.pk}/{what}"


def in_days(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def mails(to: str) -> list[str]:
    found = OutgoingMail.objects.filter(kind="moderation", to=to).order_by("pk")
    return [text_of(mail) for mail in found]


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        reply(topic, by=cast.fay, body="The district.")
        return topic


def pause(cast: Cast, member: Membership) -> None:
    with scope(cast.community):
        member.community = cast.community
        until = timezone.now() + timedelta(days=3)
        pause_member(member, by=cast.fay, until=until, reason="Cool down.")


def test_who_is_warned_reads_it_by_mail_and_on_his_pages_until_he_says_so(
    cast: Cast, as_member: AsMember
) -> None:
    fay, tess = as_member(cast.fay), as_member(cast.tess)
    assert "Warn, with a reason" in fay.get(of(cast.tess)).content.decode()
    assert fay.post(of(cast.tess, "warning/"), {"reason": " "}).status_code == 422
    fay.post(of(cast.tess, "warning/"), {"reason": "Names of children stay out."})
    assert "Names of children stay out." in mails("tess@example.org")[0]
    assert "A facilitator asks you to mind something." in tess.get(HOME).content.decode()
    page = tess.get(f"{HOME}warnings/").content.decode()
    assert "Names of children stay out." in page
    tess.post(f"{HOME}warnings/reading/")
    assert "asks you to mind something" not in tess.get(HOME).content.decode()
    with scope(cast.community):
        assert MemberWarning.objects.get().read_at is not None
        assert Act.objects.get().act == "warned"
    # Nobody reads another's.
    sams = as_member(cast.sam).get(f"{HOME}warnings/").content.decode()
    assert "Names of children" not in sams


def test_who_is_paused_reads_and_does_not_write(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    fay, url = as_member(cast.fay), topic.get_absolute_url()
    page = fay.post(of(cast.tess, "pause/"), {"until": in_days(3), "reason": "Cool down."})
    assert page.status_code == 302
    assert "Cool down." in mails("tess@example.org")[0]
    tess = as_member(cast.tess)
    html = tess.get(url).content.decode()
    assert "Facilitators paused you until the end of" in html
    assert "Their reason: Cool down." in html
    assert "The district." in html
    assert "Send reply" not in html
    assert "reactions/thanks" not in html
    sent = tess.post(f"{url}posts/", {"body": "But I say", "form_key": str(uuid4())})
    assert sent.status_code == 403
    # What was typed is kept, with the reason beside it.
    assert "But I say" in sent.content.decode()
    assert "Cool down." in sent.content.decode()
    new = tess.post(
        "/c/four-rivers/forums/superintendents/topics/new/", {"title": "Mine", "body": "So there."}
    )
    assert new.status_code == 403
    assert "So there." in new.content.decode()
    assert tess.post(f"{url}posts/2/reactions/thanks/").status_code == 403
    with scope(cast.community):
        poll = open_poll(
            topic,
            question="Which day?",
            options=["Monday", "Friday"],
            multiple=False,
            results="always",
            closes_at=None,
        )
        option = poll.options.values_list("pk", flat=True)[0]
    assert tess.post(f"{url}poll/votes/", {"option": option}).status_code == 403
    with scope(cast.community):
        assert Post.objects.count() == 2
        assert Act.objects.get().act == "paused"


def test_who_is_paused_uploads_nothing(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    pause(cast, cast.tess)
    tess = as_member(cast.tess)
    answer = tess.post("/c/four-rivers/files/", {"upload": upload()})
    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("text/plain")
    assert "Facilitators paused you until" in answer.content.decode()
    sent = {"body": "But I say", "form_key": str(uuid4()), "upload": upload()}
    assert tess.post(f"{topic.get_absolute_url()}posts/", sent).status_code == 403
    with scope(cast.community):
        assert not Attachment.objects.exists()


def test_who_is_paused_still_reports(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    """What hurts somebody is reported by anybody who sees it: that is no discussion."""
    pause(cast, cast.tess)
    tess, url = as_member(cast.tess), f"{topic.get_absolute_url()}posts/1/flag/"
    assert url in tess.get(topic.get_absolute_url()).content.decode()
    assert tess.get(url).status_code == 200
    page = tess.post(url, {"why": "unkind", "words": "It hurts."}, follow=True)
    assert "Thank you." in page.content.decode()
    with scope(cast.community):
        assert Flag.objects.get().by_id == cast.tess.pk


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.txt", b"Words", content_type="text/plain")


def test_a_pause_ends_by_itself(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    pause(cast, cast.tess)
    with scope(cast.community):
        Membership.objects.filter(pk=cast.tess.pk).update(paused_until=timezone.now())
    tess = as_member(cast.tess)
    html = tess.get(topic.get_absolute_url()).content.decode()
    assert "Send reply" in html
    assert "paused you" not in html


def test_a_facilitator_ends_it_early(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    pause(cast, cast.tess)
    fay = as_member(cast.fay)
    assert "End the pause now" in fay.get(of(cast.tess)).content.decode()
    assert "End the pause now" not in as_member(cast.sam).get(of(cast.tess)).content.decode()
    fay.post(of(cast.tess, "pause/delete/"))
    assert "You can write again." in mails("tess@example.org")[-1]
    again = fay.post(of(cast.tess, "pause/delete/"), follow=True)
    assert "is not paused any more" in again.content.decode()
    tess = as_member(cast.tess)
    page = tess.post(f"{topic.get_absolute_url()}posts/", {"body": "Thanks."})
    assert page.status_code == 302
    with scope(cast.community):
        acts = list(Act.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["paused", "pause_ended"]


def test_the_second_of_two_facilitators_is_told(cast: Cast) -> None:
    pause(cast, cast.tess)
    with scope(cast.community), pytest.raises(AlreadyDoneError):
        until = timezone.now() + timedelta(days=9)
        pause_member(cast.tess, by=cast.ada, until=until, reason="Longer.")
    with scope(cast.community):
        end_pause(cast.tess, by=cast.ada)
        with pytest.raises(AlreadyDoneError):
            end_pause(cast.tess, by=cast.fay)


def test_who_may_not_is_told_why(cast: Cast, as_member: AsMember) -> None:
    sent = {"until": in_days(2), "reason": "So."}
    for by, whom, words in (
        (cast.sam, cast.tess, "Only facilitators"),
        (cast.fay, cast.fay, "yourself"),
        (cast.fay, cast.ada, "Only an admin"),
    ):
        page = as_member(by).post(of(whom, "pause/"), sent)
        assert page.status_code == 403
        assert words in page.content.decode()
    late = as_member(cast.fay).post(of(cast.tess, "pause/"), {**sent, "until": "2020-01-01"})
    assert late.status_code == 422
    assert as_member(cast.fay).post(of(cast.olga, "pause/"), sent).status_code == 404


def test_what_the_member_answers_to_the_mail_reaches_a_facilitator(cast: Cast) -> None:
    with scope(cast.community):
        warn_member(cast.tess, by=cast.fay, reason="Names of children stay out.")
    mail = OutgoingMail.objects.get(kind="moderation", to="tess@example.org")
    assert opened(mail)["Reply-To"] == "fay@example.org"
    assert "Fay" in text_of(mail)


def test_the_mail_is_in_the_members_language(cast: Cast) -> None:
    pause(cast, cast.rosa)
    assert "pausa" in mails("rosa@example.org")[0]
