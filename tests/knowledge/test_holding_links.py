"""The link of the mail on its day: who may say in the library that it holds says it with one press."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from communities.models import Membership
from communities.models.membership import Standing, Status
from communities.scope import scope
from knowledge.actions.life import archive, review_again
from knowledge.actions.writing import change_resource
from knowledge.content import content_of
from knowledge.dates import in_a_year
from knowledge.models import Resource, ResourceRevision
from knowledge.telling.holding_links import holding_path
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.digests.scenes import part
from tests.knowledge.scenes import published
from tests.notifications.notice_scenes import work

BUTTON = 'name="version"'


@pytest.fixture
def due(cast: Cast) -> Resource:
    with scope(cast.community):
        return published(cast, cast.sam, review_by=timezone.localdate())


def link(resource: Resource, member: Membership) -> str:
    return holding_path(resource.community_id, member.pk, resource.pk)


def press(client: Client, path: str, version: str = "") -> Any:
    """Press the button as the page shows it now, or as it was shown with another version."""
    shown = re.search(r'name="version" value="(\d+)"', text(client.get(path)))
    return client.post(path, {"version": version or (shown[1] if shown else "1")})


def text(page: Any) -> str:
    return str(page.content.decode())


def now(resource: Resource) -> Resource:
    with scope(resource.community_id):
        return Resource.objects.with_labels().select_related("community").get(pk=resource.pk)


def asked_by_mail() -> set[tuple[str, str]]:
    """Let its morning come; return to whom which link went."""
    work()
    found = OutgoingMail.objects.filter(kind="moderation", key__contains="/due/")
    return {(mail.to, re.findall(r"/mail/holds/[^\s/]+/", part(mail))[0]) for mail in found}


def test_one_press_says_it_without_signing_in_and_looking_at_it_says_nothing(
    cast: Cast, due: Resource, client: Client
) -> None:
    page = client.get(link(due, cast.sam))
    assert page.status_code == 200
    assert "Walking bus" in text(page)
    assert "A walking school bus." in text(page)
    assert text(page).count('<button class="button button--main"') == 1
    assert f"/library/{due.number}/edit/" in text(page)
    client.head(link(due, cast.sam))
    assert now(due).version == due.version
    done = press(client, link(due, cast.sam))
    assert "Thank you" in text(done)
    assert f"It holds until {date_format(in_a_year())}." in text(done)
    with scope(cast.community):
        last = ResourceRevision.objects.get(resource=due, number=due.version + 1)
    assert (now(due).review_by, last.by_id) == (in_a_year(), cast.sam.pk)
    assert last.content["review_by"] == in_a_year().isoformat()


def test_who_presses_twice_or_after_another_reads_until_when_it_holds(
    cast: Cast, due: Resource, client: Client
) -> None:
    press(client, link(due, cast.sam))
    for who, version in ((cast.sam, str(due.version)), (cast.fay, str(due.version + 1))):
        again = press(client, link(due, who), version)
        assert again.status_code == 200
        assert "Nothing is left to do: it is asked about again on" in text(again)
        assert BUTTON not in text(again)
    assert now(due).version == due.version + 1


def test_what_was_changed_meanwhile_is_shown_once_more(
    cast: Cast, due: Resource, client: Client
) -> None:
    with scope(cast.community):
        known = now(due)
        changed = replace(content_of(known), title="Walking train")
        change_resource(known, changed, by=cast.fay, began_from=known.version)
    refused = press(client, link(due, cast.sam), str(due.version))
    assert refused.status_code == 409
    assert "somebody has changed it meanwhile" in text(refused)
    assert "Walking train" in text(refused)
    for wrong in ("x", "-1", "9" * 40):
        assert client.post(link(due, cast.sam), {"version": wrong}).status_code == 409
    assert client.post(link(due, cast.sam)).status_code == 409
    assert now(due).review_by == due.review_by
    assert "Thank you" in text(press(client, link(due, cast.sam)))


def test_without_a_day_nothing_is_left_to_do(cast: Cast, due: Resource, client: Client) -> None:
    with scope(cast.community):
        known = now(due)
        dayless = replace(content_of(known), review_by=None)
        change_resource(known, dayless, by=cast.sam, began_from=known.version)
    page = press(client, link(due, cast.sam))
    assert "no day is set any more" in text(page)
    assert now(due).review_by is None


def test_what_is_archived_says_so(cast: Cast, due: Resource, client: Client) -> None:
    with scope(cast.community):
        archive(due, by=cast.fay, words="Wrong.")
    for page in (client.get(link(due, cast.sam)), press(client, link(due, cast.sam))):
        assert page.status_code == 403
        assert "It is archived." in text(page)
    assert now(due).version == due.version


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": Status.LEFT}, "You do not belong to this community any more"),
        ({"standing": Standing.GUEST}, "Only its authors and facilitators may change it."),
        (
            {"paused_until": timezone.now() + timedelta(days=3), "pause_reason": "Rest."},
            "Facilitators paused you",
        ),
    ],
)
def test_who_may_not_say_it_any_more_reads_why(
    cast: Cast, due: Resource, client: Client, change: dict[str, object], words: str
) -> None:
    with scope(cast.community):
        Membership.objects.filter(pk=cast.sam.pk).update(**change)
    for page in (client.get(link(due, cast.sam)), press(client, link(due, cast.sam))):
        assert page.status_code == 403
        assert words in text(page)
        assert BUTTON not in text(page)
    assert now(due).version == due.version


def test_whose_account_is_closed_reads_nothing_of_it(
    cast: Cast, due: Resource, client: Client
) -> None:
    cast.sam.user.is_active = False
    cast.sam.user.save()
    page = press(client, link(due, cast.sam))
    assert page.status_code == 403
    assert "Walking bus" not in text(page)


def test_a_link_for_who_may_not_see_or_not_change_it_does_nothing(
    cast: Cast, due: Resource, client: Client
) -> None:
    assert press(client, link(due, cast.tess)).status_code == 403
    with scope(cast.community):
        hidden = published(
            cast,
            cast.sam,
            title="Hidden",
            audience=cast.superintendents.audience,
            review_by=timezone.localdate(),
        )
    page = press(client, link(hidden, cast.rosa))
    assert page.status_code == 404
    assert "Hidden" not in text(page)
    assert {now(due).version, now(hidden).version} == {1}


def test_a_link_that_is_none_of_ours_or_names_another_community_opens_nothing(
    cast: Cast, due: Resource, client: Client
) -> None:
    good = link(due, cast.sam)
    for path in (
        "/mail/holds/nothing/",
        good.replace("/holds/", "/named/"),
        good[:-3] + "xx/",
        holding_path(cast.other.pk, cast.sam.pk, due.pk),
        holding_path(cast.community.pk, 10**9, due.pk),
    ):
        assert client.get(path).status_code == 404
    assert client.get(holding_path(cast.community.pk, cast.sam.pk, 10**9)).status_code == 404
    assert client.put(good).status_code == 405


def test_each_is_asked_with_a_link_of_his_own(cast: Cast, client: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    with scope(cast.community):
        both = (cast.sam.pk, cast.tess.pk)
        resource = published(cast, cast.sam, authors=both, review_by=yesterday)
    people = (cast.sam, cast.tess)
    assert asked_by_mail() == {(one.user.email, link(resource, one)) for one in people}
    assert "Thank you" in text(press(client, link(resource, cast.tess)))
    with scope(cast.community):
        assert ResourceRevision.objects.get(resource=resource, number=2).by_id == cast.tess.pk


def test_facilitators_who_see_it_say_it_where_no_author_is_here(cast: Cast, client: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    with scope(cast.community):
        resource = published(cast, cast.sam, review_by=yesterday)
        hidden = published(
            cast, cast.sam, audience=cast.superintendents.audience, review_by=yesterday
        )
        # A guest who is credited still is not asked: he may not say it.
        Membership.objects.filter(pk=cast.sam.pk).update(standing=Standing.GUEST)
    # The facilitator of its forum sees it, the admin does not.
    asked = ((cast.fay, resource), (cast.ada, resource), (cast.fay, hidden))
    assert asked_by_mail() == {(one.user.email, link(what, one)) for one, what in asked}
    assert "Thank you" in text(press(client, link(resource, cast.ada)))
    assert now(resource).review_by == in_a_year()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_its_day_has_come_by_the_clock_of_the_community(
    cast: Cast, client: Client, zone: str
) -> None:
    cast.community.time_zone = zone
    cast.community.save()
    with timezone.override(zone), scope(cast.community):
        resource = published(cast, cast.sam, review_by=timezone.localdate())
    assert BUTTON in text(client.get(link(resource, cast.sam)))


def test_it_is_asked_in_the_language_of_who_is_asked(cast: Cast, client: Client) -> None:
    with scope(cast.community):
        resource = published(cast, cast.rosa, review_by=timezone.localdate())
    page = client.get(link(resource, cast.rosa))
    assert "Todavía vale" in text(page)
    assert "Gracias" in text(press(client, link(resource, cast.rosa)))


def test_it_can_be_said_again_the_next_time_its_day_comes(
    cast: Cast, due: Resource, client: Client
) -> None:
    press(client, link(due, cast.sam))
    with scope(cast.community):
        # As a year passes.
        review_again(now(due), timezone.localdate(), by=cast.fay)
    assert "Thank you" in text(press(client, link(due, cast.sam)))
