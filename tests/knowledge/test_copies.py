"""What other communities share: found by members, copied with its lineage, told on both sides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.due_work import do_one
from communities.models import DueWork, Membership
from communities.scope import scope
from knowledge.actions.writing import change_resource
from knowledge.commons.licences import not_released_on
from knowledge.commons.releasing import withdraw
from knowledge.content import content_of
from knowledge.kinds import Reach
from knowledge.models import Adaptation, CommonsCopy, Resource
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import uses
from tests.knowledge.scenes import draft, release_as_both, released_by_lakes, released_to_all
from tests.opened_mail import text_of

AsMember = Callable[[Membership], Client]
OTHERS = "/c/four-rivers/library/others/"


def mails_after_work() -> list[OutgoingMail]:
    for pk in list(DueWork.objects.filter(kind__startswith="tell_of").values_list("pk", flat=True)):
        do_one(pk)
    return list(OutgoingMail.objects.filter(kind="moderation").order_by("pk"))


def test_members_find_what_others_share_and_nothing_else(cast: Cast, as_member: AsMember) -> None:
    released_by_lakes(cast)
    released_by_lakes(cast, title="Sin peces", said_language="es", kind="lesson")
    with scope(cast.community):
        released_to_all(cast)
    pat = as_member(cast.pat)
    for query, titles in {
        "": {"Ice fishing", "Sin peces"},
        "?language=es": {"Sin peces"},
        "?kind=case": {"Ice fishing"},
        "?words=FISHING+bakery": {"Ice fishing"},
        "?words=nothing": set(),
    }.items():
        html = pat.get(OTHERS + query).content.decode()
        assert {
            one for one in ("Ice fishing", "Sin peces", "For everybody") if one in html
        } == titles
    assert as_member(cast.gus).get(OTHERS).status_code == 403


def test_the_list_costs_the_same_for_2_and_for_20(cast: Cast, as_member: AsMember) -> None:
    entry = released_by_lakes(cast)
    pat = as_member(cast.pat)
    pat.get(OTHERS)
    with CaptureQueriesContext(connection) as one:
        pat.get(OTHERS)
    it = entry.current
    assert it is not None
    for number in range(20):
        entry.pk, entry.resource_id = None, 1000 + number
        entry.save()
        it.pk, it.entry = None, entry
        it.save()
        entry.current = it
        entry.save()
    with CaptureQueriesContext(connection) as many:
        html = pat.get(OTHERS).content.decode()
    assert len(many) == len(one)
    assert html.count("rows__title") == 20


def test_a_copy_is_a_draft_that_says_where_it_comes_from(cast: Cast, as_member: AsMember) -> None:
    entry = released_by_lakes(cast)
    pat = as_member(cast.pat)
    key = {"form_key": "0b4c8d62-7a34-4f0c-9d52-1e57c3cf5a11"}
    for _twice in range(2):
        answer = pat.post(f"{OTHERS}{entry.pk}/copy/", key)
    copied = CommonsCopy.objects.get()
    html = pat.get(answer.headers["Location"]).content.decode()
    assert "Copied from “Ice fishing” of Lakes Network, version 1" in html
    assert pat.get(f"{OTHERS}{entry.pk}/").status_code == 200
    with scope(cast.community):
        mine = Resource.objects.get(pk=copied.resource_id)
        assert mine.state == "draft"
        assert mine.licence == "cc-by"
        assert [str(one) for one in mine.credits.all()] == ["Lakes Network"]
    [mail] = [one for one in mails_after_work() if one.to == "olga@example.org"]
    assert "Four Rivers Network copied" in text_of(mail)
    assert "Pat" not in text_of(mail)


def test_who_copied_is_told_of_what_is_newer_and_keeps_it_after_a_withdrawal(
    cast: Cast, as_member: AsMember
) -> None:
    entry = released_by_lakes(cast)
    pat = as_member(cast.pat)
    page = pat.post(f"{OTHERS}{entry.pk}/copy/").headers["Location"]
    with scope(cast.other):
        found = Resource.objects.with_labels().get()
        found.community = cast.other
        # The same words, let out once more: nothing new is said.
        release_as_both(found, cast.olga)
    assert not [one for one in mails_after_work() if one.to == "pat@example.org"]
    with scope(cast.other):
        content = replace(content_of(found), body="We walk on the ice.")
        change_resource(found, content, by=cast.olga, began_from=1)
        release_as_both(found, cast.olga)
    [mail] = [one for one in mails_after_work() if one.to == "pat@example.org"]
    assert f"{OTHERS}{entry.pk}/?against=1" in text_of(mail)
    html = pat.get(f"{OTHERS}{entry.pk}/?against=1").content.decode()
    assert "<ins>" in html
    # An earlier one is for those who have it already.
    with scope(cast.community):
        CommonsCopy.objects.update(number=2)
    assert "<ins>" not in pat.get(f"{OTHERS}{entry.pk}/?against=1").content.decode()
    with scope(cast.other):
        withdraw(found, by=cast.olga, words="The ice is gone.")
    tombstone = pat.get(f"{OTHERS}{entry.pk}/")
    assert tombstone.status_code == 410
    assert "Its authors withdrew it on" in tombstone.content.decode()
    assert "Ice fishing" not in tombstone.content.decode()
    assert as_member(cast.gus).get(f"{OTHERS}{entry.pk}/").status_code == 403
    assert pat.post(f"{OTHERS}{entry.pk}/copy/").status_code == 404
    assert "Ice fishing" not in pat.get(OTHERS).content.decode()
    html = pat.get(page).content.decode()
    assert "The source was withdrawn on" in html
    assert "We met at the bakery." in html


def test_a_copy_under_a_licence_that_forbids_changes_stays_as_it_is(
    cast: Cast, as_member: AsMember
) -> None:
    entry = released_by_lakes(cast, licence="cc-by-nd")
    pat = as_member(cast.pat)
    assert "forbids changes" in pat.get(f"{OTHERS}{entry.pk}/").content.decode()
    with scope(cast.community):
        until = timezone.now() + timedelta(days=1)
        Membership.objects.filter(pk=cast.sam.pk).update(paused_until=until)
    offered = as_member(cast.sam).get(f"{OTHERS}{entry.pk}/").content.decode()
    assert f"{entry.pk}/copy/" not in offered
    page = pat.post(f"{OTHERS}{entry.pk}/copy/").headers["Location"]
    assert pat.get(f"{page}edit/").status_code == 403
    # What it says stays; who sees it, and until when it holds, the community says.
    assert pat.get(f"{page}audience/").status_code == 200
    assert pat.post(f"{page}still-holds/").status_code == 302
    with scope(cast.community):
        source = Resource.objects.get()
        made = draft(cast, cast.pat, licence="cc-by-nd")
        uses(source, cast.pat)
        Adaptation.objects.update(became=made)
        assert "forbids changes" in not_released_on(made, Reach.PLATFORM)[0]
    assert pat.get(f"{made.get_absolute_url()}edit/").status_code == 403
