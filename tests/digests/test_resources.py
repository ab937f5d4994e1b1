"""What the digest tells of the library, and what becomes of an answer to it."""

from datetime import datetime

import pytest
from pytest_django.fixtures import Settings

from communities.models import DueWork, Role
from communities.scope import scope
from digests.previews import preview
from knowledge.actions import archive
from knowledge.amplifying.actions import amplify, take_amplification_back
from knowledge.models import Amplification, Resource, ResourceComment
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.digests.scenes import DAY, MONDAY, TUESDAY, mails, only_mail, part, send, settle_in
from tests.knowledge.scenes import published
from tests.mailroom.letters import HOST, arrive, letter
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db

NEW, LOUD = "New in the library", "Recommended to you"


@pytest.fixture
def settled(cast: Cast) -> Cast:
    settle_in(cast.community, cast.other)
    return cast


def put(cast: Cast, title: str, *, at: datetime = MONDAY - DAY, **fields: object) -> Resource:
    """Publish something of sam's at that time; opens the scope itself."""
    with scope(cast.community):
        resource = published(cast, cast.sam, title=title, **fields)
        Resource.objects.filter(pk=resource.pk).update(published_at=at, placed_at=at)
    return resource


def loud(cast: Cast, resource: Resource, words: str = "Read it before winter.") -> None:
    with scope(cast.community):
        amplify(resource, by=cast.fay, words=words)
        Amplification.objects.update(created_at=MONDAY - DAY)


def test_what_is_new_is_told_once_to_who_may_see_it_what_helps_his_role_first(
    settled: Cast,
) -> None:
    principal = settled.roles["principal"].pk
    put(settled, "For principals", at=MONDAY - 4 * DAY, roles=(principal,))
    put(settled, "For superintendents", audience=settled.superintendents.audience)
    put(settled, "Of Eastgate", at=MONDAY - 3 * DAY, site=settled.sites["Eastgate"].pk)
    for title in ("Two", "Three"):
        put(settled, title, at=MONDAY - 2 * DAY)
    put(settled, "Old", at=MONDAY - 40 * DAY)
    gone = put(settled, "Gone")
    with scope(settled.community):
        archive(gone, by=settled.fay, words="Wrong.")
    send()
    told = part(only_mail(settled.pat))
    assert NEW in told
    assert told.index("For principals") < told.index("Two")
    assert "and 1 more in the library" in told
    for hidden in ("For superintendents", "Old", "Gone", LOUD):
        assert hidden not in told
    tess = part(only_mail(settled.tess))
    assert tess.index("Of Eastgate") < tess.index("For superintendents")
    # His own are no news to sam.
    assert mails(settled.sam) == []
    put(settled, "Five", at=MONDAY + DAY / 2)
    send(TUESDAY)
    later = part(mails(settled.pat)[1])
    # What had no room comes with what is new; nothing comes twice.
    assert "Five" in later
    assert "For principals" not in later


def test_what_is_amplified_leads_the_next_digest_once_until_it_is_taken_back(
    settled: Cast,
) -> None:
    resource = put(settled, "Walking bus", at=MONDAY - 60 * DAY)
    loud(settled, resource)
    with scope(settled.community):
        parts, _minutes = preview(settled.fay, Role.objects.get(key="principal"))
        assert [one.title for one in parts] == [LOUD]
    send()
    told = part(only_mail(settled.pat))
    assert "Fay Moua recommends this to you." in told
    assert "Read it before winter." in told
    assert mails(settled.fay) == []
    loud(settled, resource, "Other words.")
    put(settled, "Fresh", at=MONDAY + DAY / 2)
    send(TUESDAY)
    assert "Walking bus" not in part(mails(settled.pat)[1])
    other = put(settled, "Taken back", at=MONDAY - 60 * DAY)
    loud(settled, other)
    with scope(settled.community):
        take_amplification_back(other, by=settled.fay)
    send(TUESDAY + DAY)
    assert len(mails(settled.pat)) == 2


def test_what_is_amplified_is_not_told_as_new_besides(settled: Cast) -> None:
    resource = put(settled, "Walking bus")
    loud(settled, resource)
    send()
    told = part(only_mail(settled.pat))
    assert told.count("Walking bus\n") == 1
    assert NEW not in told


def test_an_answer_to_it_becomes_a_comment_after_ten_minutes(
    settled: Cast, settings: Settings
) -> None:
    settings.INBOUND_HOST = HOST
    first = put(settled, "Walking bus")
    put(settled, "Another", at=MONDAY - 2 * DAY)
    send()
    address = str(opened(only_mail(settled.pat))["Reply-To"])
    answer = "#A1 We walk, too.\n\n#A2 thanks, we begin in May"
    arrive(letter(address, answer, sender="pat@example.org", subject="Re: News"))
    receipt = text_of(OutgoingMail.objects.get(kind="receipt", user=settled.pat.user))
    assert "#A1 Walking bus" in receipt
    with scope(settled.community):
        assert not ResourceComment.objects.exists()
        archive(Resource.objects.get(title="Another"), by=settled.fay, words="Wrong.")
    DueWork.objects.filter(kind="publish_part").update(due_at="2026-01-01T00:00Z")
    work()
    with scope(settled.community):
        said = ResourceComment.objects.order_by("pk")
        assert [(one.by, one.body, one.is_open) for one in said.filter(resource=first)] == [
            (settled.pat, "We walk, too.", True)
        ]
        assert said.count() == 2
