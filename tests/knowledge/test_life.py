"""Who sees a resource in which state, and who may bring it into another."""

from collections.abc import Callable

from django.test import Client

from communities.models import Membership
from communities.scope import scope
from knowledge.actions.life import archive, publish, send_back, take_back
from knowledge.actions.writing import change_resource
from knowledge.kinds import State
from knowledge.models import Resource
from moderation.models import Act
from search.finding import Question, find
from tests.cast import Cast
from tests.knowledge.scenes import as_form, content, draft, in_review, published

AsMember = Callable[[Membership], Client]
LIBRARY = "/c/four-rivers/library/"
EVERYBODY = {"sam", "tess", "pat", "rosa", "fay", "ada"}


def page(resource: Resource, rest: str = "") -> str:
    return f"{LIBRARY}{resource.number}/{rest}"


def seen_by(cast: Cast, resource: Resource) -> set[str]:
    names = EVERYBODY | {"gus", "olga"}
    return {
        name
        for name in names
        if Resource.objects.visible_to(getattr(cast, name)).filter(pk=resource.pk).exists()
    }


def test_each_state_has_its_readers(cast: Cast) -> None:
    with scope(cast.community):
        resource = draft(cast, cast.sam, authors=(cast.sam.pk, cast.rosa.pk))
        assert seen_by(cast, resource) == {"sam", "rosa"}
        waiting = in_review(cast, cast.sam)
        assert seen_by(cast, waiting) == {"sam", "fay", "ada"}
        shown = published(cast, cast.sam)
        assert seen_by(cast, shown) == EVERYBODY
        narrow = published(cast, cast.sam, audience=cast.superintendents.audience)
        assert seen_by(cast, narrow) == {"sam", "tess", "fay"}
        archive(shown, by=cast.fay, words="Nobody does it any more.")
        assert seen_by(cast, shown) == EVERYBODY


def test_a_member_writes_a_draft_and_a_facilitator_publishes_it(
    cast: Cast, as_member: AsMember
) -> None:
    sam, fay, rosa = as_member(cast.sam), as_member(cast.fay), as_member(cast.rosa)
    answer = sam.post(f"{LIBRARY}new/", as_form(cast.sam, authors="Sam Ortiz\nAna Ruiz", send="1"))
    with scope(cast.community):
        [resource] = Resource.objects.all()
        assert [str(one) for one in resource.credits.order_by("position")] == [
            "Sam Ortiz",
            "Ana Ruiz",
        ]
        assert resource.credits.get(position=0).member == cast.sam
    assert answer.headers["Location"] == page(resource)
    assert resource.state == State.REVIEW
    assert rosa.get(page(resource)).status_code == 404
    assert sam.post(page(resource, "publication/")).status_code == 403
    assert "Walking bus" in fay.get(f"{LIBRARY}?show=review").content.decode()
    assert "1 text waits to be published" in fay.get("/c/four-rivers/").content.decode()
    fay.post(page(resource, "publication/"))
    html = rosa.get(page(resource)).content.decode()
    assert "A walking school bus." in html
    assert "Ana Ruiz" in html
    with scope(cast.community):
        assert list(Act.objects.values_list("act", flat=True)) == ["published"]
        [found] = find(cast.pat, Question("bakery")).results
    assert found.hit.url == page(resource)


def test_a_draft_needs_a_title_and_what_is_sent_its_summary(
    cast: Cast, as_member: AsMember
) -> None:
    sam = as_member(cast.sam)
    kept = as_form(cast.sam, title="", what="Kept as typed")
    answer = sam.post(f"{LIBRARY}new/", kept)
    assert answer.status_code == 422
    assert "Kept as typed" in answer.content.decode()
    bare = as_form(cast.sam, what="", for_whom="", outcome="", body="")
    assert sam.post(f"{LIBRARY}new/", {**bare, "send": "1"}).status_code == 422
    assert sam.post(f"{LIBRARY}new/", bare).status_code == 302
    with scope(cast.community):
        [resource] = Resource.objects.all()
    refused = sam.post(page(resource, "review/"))
    assert refused.status_code == 422
    assert "For whom is it?" in refused.content.decode()


def test_another_kind_keeps_what_was_typed(cast: Cast, as_member: AsMember) -> None:
    sam = as_member(cast.sam)
    typed = as_form(cast.sam, become="method", **{"details.situation": "It rained."})
    html = sam.post(f"{LIBRARY}new/", typed).content.decode()
    assert "The steps" in html
    assert 'value="Walking bus"' in html
    assert '<input type="hidden" name="details.situation" value="It rained." data-draft>' in html
    assert "needs your attention" not in html


def test_words_that_come_back_stand_on_the_page_of_its_authors(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = in_review(cast, cast.sam)
    fay = as_member(cast.fay)
    assert fay.post(page(resource, "review/refusal/"), {"words": ""}).status_code == 422
    done = fay.post(page(resource, "review/refusal/"), {"words": "Say how many children."})
    # It is with its authors: what else waits is shown.
    assert done.headers["Location"] == f"{LIBRARY}?show=review"
    sam = as_member(cast.sam)
    assert "Say how many children." in sam.get(page(resource)).content.decode()
    assert "sent it back with words for you" in sam.get("/c/four-rivers/").content.decode()
    assert fay.get(page(resource)).status_code == 404
    with scope(cast.community):
        assert [act.note for act in Act.objects.all()] == ["Say how many children."]


def test_what_is_archived_is_read_and_not_found_until_it_is_put_back(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
    fay, pat = as_member(cast.fay), as_member(cast.pat)
    assert "You can put it back." in fay.get(page(resource, "archive/")).content.decode()
    done = fay.post(page(resource, "archive/"), {"words": "The road is closed."})
    assert done.headers["Location"] == page(resource)
    assert "The road is closed." in pat.get(page(resource)).content.decode()
    assert "Walking bus" not in pat.get(LIBRARY).content.decode()
    assert "Walking bus" in pat.get(f"{LIBRARY}?show=archived").content.decode()
    assert as_member(cast.sam).get(page(resource, "edit/")).status_code == 403
    with scope(cast.community):
        assert find(cast.pat, Question("bakery")).results == []
    fay.post(page(resource, "archive/delete/"))
    assert "Walking bus" in pat.get(LIBRARY).content.decode()


def test_two_decisions_at_once_are_one(cast: Cast) -> None:
    with scope(cast.community):
        resource = in_review(cast, cast.sam)
        take_back(resource)
        send_back(resource, by=cast.fay, words="Too late.")
        assert Resource.objects.get().note == ""
        assert not Act.objects.exists()


def test_only_what_was_read_is_published(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = in_review(cast, cast.sam)
        read = Resource.objects.select_related("community").get()
        words = content(cast.sam, title="Flying bus")
        change_resource(resource, words, by=cast.sam, began_from=1)
        assert not publish(read, by=cast.fay)
    answer = as_member(cast.fay).post(page(resource, "publication/"), {"version": "1"}, follow=True)
    assert "Nothing was done" in answer.content.decode()
    with scope(cast.community):
        assert Resource.objects.get().state == State.REVIEW
        read = Resource.objects.select_related("community").get()
        take_back(resource)
        assert not publish(read, by=cast.fay)
        assert not Act.objects.exists()


def test_who_sees_it_can_be_changed_and_is_on_record(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
    narrow = {"audience": str(cast.superintendents.audience_id)}
    assert as_member(cast.tess).post(page(resource, "audience/"), narrow).status_code == 403
    as_member(cast.sam).post(page(resource, "audience/"), narrow)
    assert as_member(cast.pat).get(page(resource)).status_code == 404
    with scope(cast.community):
        assert find(cast.pat, Question("bakery")).results == []
        assert Act.objects.filter(act="audience_changed").exists()


def test_a_forum_one_does_not_see_cannot_be_chosen(cast: Cast, as_member: AsMember) -> None:
    hidden = as_form(cast.rosa, audience=str(cast.superintendents.audience_id))
    assert as_member(cast.rosa).post(f"{LIBRARY}new/", hidden).status_code == 422


def test_only_its_owner_deletes_a_draft(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        mine = draft(cast, cast.sam, authors=(cast.sam.pk, cast.rosa.pk))
        shown = published(cast, cast.sam)
    assert as_member(cast.rosa).post(page(mine, "delete/")).status_code == 403
    sam = as_member(cast.sam)
    assert sam.post(page(shown, "delete/")).status_code == 403
    assert sam.post(page(mine, "delete/")).status_code == 302
    with scope(cast.community):
        assert [one.pk for one in Resource.objects.all()] == [shown.pk]


def test_a_guest_writes_nothing(cast: Cast, as_member: AsMember) -> None:
    assert as_member(cast.gus).get(f"{LIBRARY}new/").status_code == 403
