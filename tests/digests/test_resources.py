"""What the digest tells of the library, and what becomes of an answer to it."""

from datetime import datetime

import pytest
from pytest_django.fixtures import Settings

from communities.models import DueWork, Role
from communities.scope import scope
from digests.previews import preview
from knowledge.actions.life import archive
from knowledge.amplifying.actions import amplify, take_amplification_back
from knowledge.models import (
    Adaptation,
    Amplification,
    Outcome,
    Resource,
    ResourceComment,
    SavedResource,
)
from knowledge.telling.comments import RESOURCE
from notifications.actions import follow
from notifications.models import Level, Notice, OutgoingMail
from tests.cast import Cast
from tests.digests.scenes import DAY, MONDAY, TUESDAY, mails, only_mail, part, send, settle_in
from tests.knowledge.adaptation_scenes import tells, uses
from tests.knowledge.scenes import published
from tests.mailroom.letters import HOST, arrive, letter
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db

NEW, LOUD = "New in the library", "Recommended to you"
TRIED = "Tried, and what came of it"


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


def told(
    cast: Cast,
    resource: Resource,
    outcome: Outcome = Outcome.WORKED,
    *,
    at: datetime = MONDAY - DAY,
    **fields: object,
) -> Adaptation:
    """Let pat's site tell what came of it, at that time; opens the scope itself."""
    with scope(cast.community):
        adaptation = uses(resource, cast.pat, **fields)
        tells(adaptation, cast.pat, outcome)
        Adaptation.objects.filter(pk=adaptation.pk).update(told_at=at)
        Adaptation.objects.filter(pk=adaptation.pk, shown_at__isnull=False).update(shown_at=at)
    return adaptation


def test_what_came_of_it_is_told_once_to_who_sees_it_what_he_wrote_or_saved_first(
    settled: Cast,
) -> None:
    site = settled.pat.site
    assert site is not None
    for title in ("One", "Two"):
        told(settled, put(settled, title, at=MONDAY - 60 * DAY))
    # The oldest of them, but tess has saved it.
    kept = told(settled, put(settled, "Kept", at=MONDAY - 60 * DAY), at=MONDAY - 5 * DAY)
    with scope(settled.community):
        SavedResource.objects.create(
            community=settled.community, member=settled.tess, resource_id=kept.resource_id
        )
    told(settled, put(settled, "Rain", at=MONDAY - 60 * DAY), Outcome.FAILED, at=MONDAY - DAY / 2)
    told(settled, put(settled, "Whispered", at=MONDAY - 60 * DAY), is_shown=False)
    closed = settled.superintendents.audience
    told(settled, put(settled, "Superintendents'", at=MONDAY - 60 * DAY, audience=closed))
    send()
    tess = part(only_mail(settled.tess))
    assert TRIED in tess
    assert f"{site.name} tried it: it worked." in tess
    assert tess.index("Kept") < tess.index("Rain")
    assert "and 2 more in the library" in tess
    assert "Whispered" not in tess
    assert "Whispered" not in part(only_mail(settled.rosa))
    assert "Superintendents'" not in part(only_mail(settled.rosa))
    # Who told it knows it; who wrote it reads that it is his.
    assert mails(settled.pat) == []
    sam = part(only_mail(settled.sam))
    assert f"{site.name} tried what you wrote: it did not work." in sam
    assert '"Thirty come."' in sam
    put(settled, "Fresh", at=MONDAY + DAY / 2)
    send(TUESDAY)
    assert "Kept" not in part(mails(settled.tess)[1])


def test_what_came_of_it_is_not_told_again_after_a_mail_nor_to_who_wants_to_hear_nothing(
    settled: Cast,
) -> None:
    one = told(settled, put(settled, "Walking bus", at=MONDAY - 60 * DAY))
    with scope(settled.community):
        follow(settled.tess, RESOURCE, one.resource_id, Level.NOTHING)
        Notice.objects.create(
            community=settled.community,
            member=settled.sam,
            kind="knowledge.outcome",
            object_id=one.pk,
            why="wrote",
            told_at=MONDAY - DAY,
        )
    send()
    assert mails(settled.tess) == mails(settled.sam) == []
    assert "Walking bus" in part(only_mail(settled.fay))


def test_an_answer_to_what_came_of_it_is_a_comment_on_what_was_tried(
    settled: Cast, settings: Settings
) -> None:
    settings.INBOUND_HOST = HOST
    one = told(settled, put(settled, "Walking bus", at=MONDAY - 60 * DAY))
    send()
    mail = opened(only_mail(settled.fay))
    assert f"library/1/#adaptation-{one.pk}" in text_of(only_mail(settled.fay))
    words = "#A1 Did the small ones come, too?"
    arrive(letter(str(mail["Reply-To"]), words, sender="fay@example.org", subject="Re: News"))
    DueWork.objects.filter(kind="publish_part").update(due_at="2026-01-01T00:00Z")
    work()
    with scope(settled.community):
        said = ResourceComment.objects.get()
        assert (said.resource_id, said.by) == (one.resource_id, settled.fay)
