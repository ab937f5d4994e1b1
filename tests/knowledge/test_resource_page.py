"""What the page of a resource asks for, and for whom."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Membership
from communities.models.membership import Standing
from communities.scope import scope
from knowledge.amplifying.actions import amplify
from knowledge.commenting import comment_on
from knowledge.models import SavedResource
from knowledge.shelves.actions import Words, make_start, name_curator, open_collection, place
from knowledge.shelves.rows import start_of
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import uses
from tests.knowledge.scenes import in_review, published

AsMember = Callable[[Membership], Client]
LIBRARY = "/c/four-rivers/library/"


def asked_of_the_library(browser: Client, path: str) -> list[str]:
    """Return the statements of a warm request that name a table of the library."""
    browser.get(path)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(path).status_code == 200
    return [one["sql"] for one in found if '"knowledge_' in one["sql"]]


def test_what_there_is_not_is_not_asked_for(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        bare, rich = published(cast, cast.sam), published(cast, cast.sam, title="Rich")
        SavedResource.objects.create(community=cast.community, member=cast.pat, resource=rich)
        comment_on(rich, by=cast.tess, body="We do it too.", anchor="", quote="")
        amplify(rich, by=cast.fay, words="Read this.")
        uses(rich, cast.tess)
        shelf = open_collection(Words("Winter", ""), audience=rich.audience, by=cast.fay)
        place(rich, shelf, by=cast.fay, note="Good.", is_proposed=False)
    pat = as_member(cast.pat)
    # The resource, whose it is, and whether there is anything else.
    assert len(asked_of_the_library(pat, f"{LIBRARY}{bare.number}/")) == 3
    html = pat.get(f"{LIBRARY}{rich.number}/").content.decode()
    for words in ("Saved for me", "1 comment", "Read this.", "1 site uses it now", ">Winter</a>"):
        assert words in html
    preview = 'href="/c/four-rivers/digest/preview/"'
    assert preview not in html
    assert preview in as_member(cast.fay).get(f"{LIBRARY}{rich.number}/").content.decode()
    html = pat.get(f"{LIBRARY}{bare.number}/").content.decode()
    for words in ("Saved for me", "1 comment", "recommends this", "uses it now", "Winter"):
        assert words not in html


def test_what_one_reader_sees_is_not_kept_for_the_next(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        waits = in_review(cast, cast.sam)
    path = f"{LIBRARY}{waits.number}/"
    expected = {cast.fay: 200, cast.pat: 404, cast.sam: 200, cast.gus: 404, cast.ada: 200}
    for _twice in range(2):
        assert {one: as_member(one).get(path).status_code for one in expected} == expected


def test_a_curator_who_is_a_guest_now_does_not_see_where_to_start(cast: Cast) -> None:
    with scope(cast.community):
        narrow = cast.superintendents.audience
        shelf = open_collection(Words("Winter", ""), audience=narrow, by=cast.fay)
        make_start(shelf, by=cast.fay)
        name_curator(shelf, cast.pat, by=cast.fay)
        assert start_of(cast.pat) is not None
        cast.pat.standing = Standing.GUEST
        assert start_of(cast.pat) is None
