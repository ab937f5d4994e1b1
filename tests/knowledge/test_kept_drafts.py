"""What is typed into a form of the library is kept until it is sent."""

from collections.abc import Callable
from uuid import uuid4

from django.test import Client

from communities.leaving import Words, leave_for_good
from communities.models import Membership
from communities.scope import scope
from forums.models import Draft
from knowledge.actions.life import archive
from knowledge.actions.writing import change_resource
from knowledge.models import Resource
from tests.cast import Cast
from tests.knowledge.scenes import as_form, content, published

AsMember = Callable[[Membership], Client]
LIBRARY = "/c/four-rivers/library/"
SCRIPT = {"Accept": "application/json"}


def test_a_text_that_is_begun_is_in_the_form_again_until_it_is_saved(
    cast: Cast, as_member: AsMember
) -> None:
    sam = as_member(cast.sam)
    key = str(uuid4())
    half = as_form(cast.sam, title="Half", kind="lesson", form_key=key, body="")
    half["details.failed"] = "Gift cards."
    assert sam.post(f"{LIBRARY}new/draft/", {"title": " "}, headers=SCRIPT).json() == {
        "version": ""
    }
    version = sam.post(f"{LIBRARY}new/draft/", half, headers=SCRIPT).json()["version"]
    html = sam.get(f"{LIBRARY}new/").content.decode()
    assert "You began this today at" in html
    assert 'value="Half"' in html
    assert "Gift cards." in html
    assert "What did not work" in html
    assert "Half" in sam.get("/c/four-rivers/drafts/").content.decode()
    mine = sam.get(f"{LIBRARY}?show=mine").content.decode()
    assert "You began “Half” and did not save it yet." in mine
    assert "Nothing here" not in mine
    assert "Half" not in as_member(cast.tess).get(f"{LIBRARY}?show=mine").content.decode()
    assert "Half" not in as_member(cast.tess).get(f"{LIBRARY}new/").content.decode()
    elsewhere = {**half, "form_key": str(uuid4()), "base": "older"}
    assert sam.post(f"{LIBRARY}new/draft/", elsewhere, headers=SCRIPT).status_code == 409
    assert version in html
    sam.post(f"{LIBRARY}new/", half)
    assert "did not save it yet" not in sam.get(f"{LIBRARY}?show=mine").content.decode()
    # A request that was under way when it was saved.
    late = sam.post(f"{LIBRARY}new/draft/", half, headers=SCRIPT)
    assert late.json() == {"version": ""}
    with scope(cast.community):
        assert Resource.objects.get().title == "Half"
        assert not Draft.objects.exists()


def test_a_change_that_is_begun_is_put_together_with_what_came_meanwhile(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
    sam, edit = as_member(cast.sam), f"{LIBRARY}{resource.number}/edit/"
    mine = as_form(cast.sam, what="Mine.", evidence="idea", began_from="1")
    assert as_member(cast.pat).post(f"{edit}draft/", mine).status_code == 403
    assert sam.post(f"{edit}draft/", mine).status_code == 302
    with scope(cast.community):
        theirs = content(cast.sam, outcome="Theirs.")
        change_resource(resource, theirs, by=cast.fay, began_from=1)
    html = sam.get(edit).content.decode()
    assert "Mine." in html
    assert 'name="began_from" value="1"' in html
    assert "Change of “Walking bus”" in sam.get("/c/four-rivers/drafts/").content.decode()
    assert sam.post(edit, mine).status_code == 409
    assert "Mine." in sam.get(edit).content.decode()
    with scope(cast.community):
        draft = Draft.objects.get()
    answer = sam.post(f"/c/four-rivers/drafts/{draft.pk}/delete/")
    assert answer.headers["Location"] == edit
    assert "Mine." not in sam.get(edit).content.decode()


def test_what_was_begun_of_a_text_that_goes_goes_too(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam, audience=cast.superintendents.audience)
    fay = as_member(cast.fay)
    edit = f"{LIBRARY}{resource.number}/edit/"
    fay.post(f"{edit}draft/", as_form(cast.fay, what="Fay's.", began_from="1"))
    with scope(cast.community):
        archive(resource, by=cast.fay, words="Closed.")
        assert Draft.objects.count() == 1
    assert "Change of" in fay.get("/c/four-rivers/drafts/").content.decode()
    leave_for_good(cast.sam, Words.ERASED)
    with scope(cast.community):
        assert not Draft.objects.exists()
