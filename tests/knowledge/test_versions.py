"""What a resource said before, and two people who change it at once."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import DueWork, Membership
from communities.scope import scope
from knowledge.actions.life import publish
from knowledge.actions.writing import change_resource, restore_version
from knowledge.content import Content, content_of
from knowledge.models import Resource, ResourceRevision
from knowledge.telling.life import DUE
from tests.cast import Cast
from tests.knowledge.scenes import BODY, as_form, content, draft, published

AsMember = Callable[[Membership], Client]


def page(resource: Resource, rest: str = "") -> str:
    return f"/c/four-rivers/library/{resource.number}/{rest}"


def now(resource: Resource) -> Resource:
    return Resource.objects.with_labels().get(pk=resource.pk)


def test_a_version_is_kept_whole_and_comes_back(cast: Cast) -> None:
    role = cast.roles["principal"]
    with scope(cast.community):
        resource = draft(cast, cast.sam, roles=(role.pk,), authors=(cast.sam.pk, "Ana Ruiz"))
        first = content_of(now(resource))
        later = content(cast.sam, title="Bike bus", roles=(), authors=(cast.sam.pk,))
        change_resource(resource, later, by=cast.sam, began_from=1, note="We ride now")
        assert content_of(now(resource)) != first
        restore_version(resource, 1, by=cast.sam, note="Version 1 brought back")
        assert content_of(now(resource)) == first
        notes = resource.revisions.order_by("number").values_list("number", "note")
        assert list(notes) == [(1, ""), (2, "We ride now"), (3, "Version 1 brought back")]


def test_a_day_that_comes_back_with_an_old_version_is_asked_about(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=30)
    with scope(cast.community):
        resource = draft(cast, cast.sam, review_by=day)
        without_day = content(cast.sam, review_by=None)
        change_resource(resource, without_day, by=cast.sam, began_from=1)
        publish(now(resource), by=cast.fay)
        assert not DueWork.objects.filter(kind=DUE).exists()
        restore_version(resource, 1, by=cast.sam, note="")
    asked = DueWork.objects.get(kind=DUE, object_id=resource.pk)
    assert timezone.localtime(asked.due_at).date() == day


def test_the_same_words_again_are_no_version(cast: Cast) -> None:
    with scope(cast.community):
        resource = draft(cast, cast.sam)
        change_resource(resource, content(cast.sam), by=cast.sam, began_from=1)
        assert now(resource).version == 1


def test_differences_and_a_day_are_shown(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        changed = content(cast.sam, body=BODY.replace("bakery", "fountain"))
        change_resource(resource, changed, by=cast.sam, began_from=1, note="It moved")
        before = timezone.now() - timedelta(days=2)
        ResourceRevision.objects.filter(number=1).update(written_at=before)
    pat = as_member(cast.pat)
    assert "It moved" in pat.get(page(resource, "versions/")).content.decode()
    shown = pat.get(page(resource, "versions/2/")).content.decode()
    assert "<del> bakery.</del><ins> fountain.</ins>" in shown
    day = before.date().isoformat()
    led = pat.get(page(resource, f"versions/?on={day}"))
    assert led.headers["Location"] == page(resource, f"on/{day}/")
    as_it_was = pat.get(led.headers["Location"]).content.decode()
    assert "As it was on" in as_it_was
    assert "bakery" in as_it_was
    long_ago = (before - timedelta(days=9)).date().isoformat()
    for nonsense in (long_ago, "2026-02-31", "today"):
        assert pat.get(page(resource, f"on/{nonsense}/")).status_code == 404
    # Who asks for a day that is too early is shown what there is.
    early = pat.get(page(resource, f"on/{long_ago}/")).content.decode()
    assert "it was not here yet" in early
    assert "It moved" in early


def test_what_it_said_before_it_was_published_is_its_authors_business(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = draft(cast, cast.sam, body="A child called Kim.")
        change_resource(resource, content(cast.sam), by=cast.sam, began_from=1)
        resource.refresh_from_db(fields=["version"])
        publish(resource, by=cast.fay)
    pat, sam = as_member(cast.pat), as_member(cast.sam)
    assert pat.get(page(resource, "versions/1/")).status_code == 404
    assert "Kim" not in pat.get(page(resource, "versions/2/")).content.decode()
    assert "Kim" not in pat.get(page(resource, "versions/2/?against=1")).content.decode()
    assert "Kim" in sam.get(page(resource, "versions/1/")).content.decode()
    assert pat.post(page(resource, "versions/2/restoration/")).status_code == 403


def hidden(page_: str) -> dict[str, list[str]]:
    """Return what the page of two changes sends along unseen."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page_):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            found.setdefault(name[1], []).append(html.unescape(value[1] if value else ""))
    return found


def change(cast: Cast, resource: Resource, by: Membership, **fields: object) -> None:
    version = now(resource).version
    change_resource(resource, content(cast.sam, **fields), by=by, began_from=version)


def test_two_who_change_different_paragraphs_see_both_and_save_both(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        change(cast, resource, cast.fay, body=BODY.replace("bakery", "fountain"))
    sam = as_member(cast.sam)
    mine = as_form(cast.sam, body=BODY.replace("Two", "Three"), began_from="1", note="More parents")
    answer = sam.post(page(resource, "edit/"), mine)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Fay Moua" in shown
    assert "both changes fit together" in shown
    assert sam.post(page(resource, "edit/"), hidden(shown)).status_code == 302
    with scope(cast.community):
        found = now(resource)
        assert found.body == BODY.replace("bakery", "fountain").replace("Two", "Three")
        assert found.revisions.get(number=3).note == "More parents"
        # Both changed how far it was tried in no way: the form's own choice is mine.
        assert found.evidence == "once"


def test_one_place_changed_by_both_is_chosen_and_nothing_typed_is_lost(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        change(cast, resource, cast.fay, body=BODY.replace("Two", "Four"), title="Foot bus")
    sam = as_member(cast.sam)
    mine = as_form(cast.sam, body=BODY.replace("Two", "Three"), title="Human bus", began_from="1")
    answer = sam.post(page(resource, "edit/"), mine)
    assert answer.status_code == 409
    kept = hidden(answer.content.decode())
    refused = sam.post(page(resource, "edit/"), {**kept, "choice-title": "mine"})
    assert refused.status_code == 422
    kept = hidden(refused.content.decode())
    assert "Three parents" in kept["body"][0]
    choices = {"choice-title": "mine", "choice-body-0": "both"}
    looked = sam.post(page(resource, "edit/"), {**kept, **choices, "look": "1"})
    assert looked.status_code == 200
    assert "Three parents walk in front." in looked.content.decode()
    # Meanwhile a third change comes, elsewhere: it is shown too.
    with scope(cast.community):
        before = content_of(now(resource))
        changed = Content.from_json({**before.as_json(), "outcome": "Fifty children."})
        change_resource(resource, changed, by=cast.fay, began_from=2)
    again = sam.post(page(resource, "edit/"), {**kept, **choices})
    assert again.status_code == 409
    assert sam.post(page(resource, "edit/"), hidden(again.content.decode())).status_code == 302
    with scope(cast.community):
        found = now(resource)
        assert (found.title, found.outcome) == ("Human bus", "Fifty children.")
        four, three = (f"{n} parents walk in front." for n in ("Four", "Three"))
        assert f"{four}\n\n{three}" in found.body
        assert found.version == 4


def test_a_change_is_saved_though_what_it_began_from_is_erased_since(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        for by, title in ((cast.tess, "Foot bus"), (cast.fay, "Bus on foot")):
            change(cast, resource, by, title=title)
        ResourceRevision.objects.filter(number__lt=3).delete()
    sam = as_member(cast.sam)
    mine = as_form(cast.sam, body=BODY.replace("Two", "Three"), began_from="2")
    answer = sam.post(page(resource, "edit/"), {**mine, "merged_with": "2"})
    assert answer.status_code == 409
    sam.post(page(resource, "edit/"), hidden(answer.content.decode()))
    with scope(cast.community):
        assert "Three parents walk in front." in now(resource).body


def test_versions_are_read_across_the_gaps_that_erased_ones_leave(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        for by, title in ((cast.tess, "Foot bus"), (cast.fay, "Bus on foot")):
            change(cast, resource, by, title=title)
        ResourceRevision.objects.filter(number=2).delete()
    pat = as_member(cast.pat)
    shown = pat.get(page(resource, "versions/3/"))
    assert shown.status_code == 200
    assert "What is different from version 1" in shown.text
    assert '<option value="2"' not in shown.text
    assert pat.get(page(resource, "versions/3/?against=2")).status_code == 200
    assert pat.get(page(resource, "versions/2/")).status_code == 404


@pytest.mark.parametrize("name", ["pat", "tess"])
def test_who_is_no_author_changes_nothing(cast: Cast, as_member: AsMember, name: str) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
    browser = as_member(getattr(cast, name))
    assert browser.get(page(resource, "edit/")).status_code == 403
    assert browser.post(page(resource, "edit/"), as_form(cast.pat)).status_code == 403
