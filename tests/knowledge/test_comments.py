"""What is said beside paragraphs: by whom, to whom, and what becomes of it when the text changes."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Membership
from communities.scope import scope
from knowledge.actions.life import publish
from knowledge.actions.writing import change_resource
from knowledge.commenting import comment_on
from knowledge.models import Resource, ResourceComment
from knowledge.paragraphs import anchors_of, sections_of
from tests.cast import Cast
from tests.knowledge.scenes import BODY, content, in_review, published

AsMember = Callable[[Membership], Client]


def page(resource: Resource, rest: str = "") -> str:
    return f"/c/four-rivers/library/{resource.number}/comments/{rest}"


def anchor_of(resource: Resource, words: str) -> str:
    found = anchors_of(sections_of(resource))
    return next(anchor for anchor, one in found.items() if words in one.quote)


def test_a_reviewer_says_something_of_a_paragraph_and_the_author_settles_it(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = in_review(cast, cast.sam)
        anchor = anchor_of(resource, "Two parents")
    fay, sam = as_member(cast.fay), as_member(cast.sam)
    asked = fay.get(page(resource, f"?anchor={anchor}")).content.decode()
    assert f'name="anchor" value="{anchor}"' in asked
    empty = fay.post(page(resource), {"anchor": anchor, "version": "1", "body": ""})
    assert empty.status_code == 422
    answer = fay.post(page(resource), {"anchor": anchor, "version": "1", "body": "Which two?"})
    assert answer.headers["Location"] == page(resource, f"#p-{anchor}")
    shown = sam.get(page(resource)).content.decode()
    beside = shown[shown.index(f'id="p-{anchor}"') :]
    assert beside.index("Which two?") < beside.index("Rain is no reason")
    with scope(cast.community):
        [comment] = ResourceComment.objects.all()
    sam.post(page(resource, f"{comment.pk}/settlement/"))
    assert "Settled by Sam Ortiz" in fay.get(page(resource)).content.decode()
    sam.post(page(resource, f"{comment.pk}/settlement/delete/"))
    assert "Settled by" not in fay.get(page(resource)).content.decode()
    assert sam.post(page(resource, f"{comment.pk}/delete/")).status_code == 403
    fay.post(page(resource, f"{comment.pk}/delete/"))
    with scope(cast.community):
        assert not ResourceComment.objects.exists()


def test_a_comment_stays_beside_its_paragraph_and_on_top_once_that_is_gone(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        anchor = anchor_of(resource, "Two parents")
    pat = as_member(cast.pat)
    sent = {"anchor": anchor, "version": "1", "body": "Which two?"}
    pat.post(page(resource), sent)
    with scope(cast.community):
        other = content(cast.sam, body="New.\n\n" + BODY)
        change_resource(resource, other, by=cast.sam, began_from=1)
    assert "On an earlier wording" not in pat.get(page(resource)).content.decode()
    with scope(cast.community):
        gone = content(cast.sam, body="All new.")
        change_resource(resource, gone, by=cast.sam, began_from=2)
    shown = pat.get(page(resource)).content.decode()
    assert "On an earlier wording" in shown
    assert "Two parents walk in front." in shown
    # A page that was open all the while.
    pat.post(page(resource), sent)
    with scope(cast.community):
        assert {one.quote for one in ResourceComment.objects.all()} == {
            "Two parents walk in front."
        }
    unknown = {**sent, "anchor": "0" * 16}
    assert pat.post(page(resource), unknown).status_code == 404


def test_what_was_said_in_review_is_not_for_readers(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = in_review(cast, cast.sam)
        comment = comment_on(resource, by=cast.fay, body="Too long.", anchor="", quote="")
        publish(resource, by=cast.fay)
        resource.refresh_from_db()
        comment_on(resource, by=cast.tess, body="We do it too.", anchor="", quote="")
    pat, sam = as_member(cast.pat), as_member(cast.sam)
    shown = pat.get(page(resource)).content.decode()
    assert "We do it too." in shown
    assert "Too long." not in shown
    assert pat.post(page(resource, f"{comment.pk}/settlement/")).status_code == 404
    assert "Too long." in sam.get(page(resource)).content.decode()


def test_a_long_margin_costs_what_a_short_one_does(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
        for n in range(2):
            comment_on(resource, by=cast.tess, body=f"Word {n}", anchor="", quote="")
    pat = as_member(cast.pat)
    pat.get(page(resource))
    with CaptureQueriesContext(connection) as two:
        pat.get(page(resource))
    with scope(cast.community):
        for n in range(18):
            comment_on(resource, by=cast.sam, body=f"More {n}", anchor="", quote="")
    with CaptureQueriesContext(connection) as twenty:
        pat.get(page(resource))
    assert len(twenty) == len(two)
