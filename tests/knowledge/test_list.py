"""The list of the library: what stands in it, what narrows it, what it costs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.facets import facets_of
from communities.models import CoreCapacity, Membership
from communities.scope import scope
from knowledge.listed_rows import PER_PAGE, Wanted, library_page
from knowledge.models import Resource
from tests.cast import Cast
from tests.knowledge.scenes import draft, published

AsMember = Callable[[Membership], Client]
LIBRARY = "/c/four-rivers/library/"
TITLE = re.compile(r'class="rows__title" href="[^"]*" lang="[^"]*">([^<]*)<')


def titles(cast: Cast, member: Membership, **wanted: str) -> list[str]:
    return [row.title for row in library_page(member, Wanted(**wanted), cursor=None).items]


def test_the_list_is_narrowed_by_what_a_resource_says_of_itself(cast: Cast) -> None:
    with scope(cast.community):
        CoreCapacity.objects.create(community=cast.community, key="data", title="Using data")
        cast.community.people_changed()
        cast.community.refresh_from_db()
        [facet] = facets_of(cast.community)
        resident = cast.roles["resident leader"].pk
        north = cast.sites["Northbank"].pk
        published(cast, cast.sam, title="Bus", facets=(facet,), evidence="once", site=north)
        spanish = "Los padres y las madres caminan con los niños a la escuela."
        published(
            cast, cast.sam, title="Camino", body=spanish, roles=(resident,), kind="lesson",
            what="", for_whom="", outcome="", details={"failed": "La lluvia."},
        )  # fmt: skip
        draft(cast, cast.sam, title="Mine")
        pat, sam = cast.pat, cast.sam
        assert titles(cast, pat) == ["Camino", "Bus"]
        assert titles(cast, pat, about=facet) == ["Bus"]
        assert titles(cast, pat, site=str(north)) == ["Bus"]
        assert titles(cast, pat, evidence="once") == ["Bus"]
        assert titles(cast, pat, role=str(resident)) == ["Camino"]
        assert titles(cast, pat, kind="lesson") == ["Camino"]
        assert titles(cast, pat, language="es") == ["Camino"]
        assert titles(cast, pat, show="mine") == []
        assert titles(cast, sam, show="mine") == ["Mine", "Camino", "Bus"]


def test_what_its_date_says_is_due_until_somebody_says_that_it_holds(
    cast: Cast, as_member: AsMember
) -> None:
    # Of the server: where the community is, it may be a day earlier still.
    today = timezone.localdate()
    with scope(cast.community):
        late = published(cast, cast.sam, title="Late", review_by=today - timedelta(days=1))
        published(cast, cast.sam, title="Fresh", review_by=today + timedelta(days=2))
        assert titles(cast, cast.pat, show="due") == ["Late"]
    sam = as_member(cast.sam)
    address = f"{LIBRARY}{late.number}/"
    assert "It still holds" in sam.get(address).content.decode()
    pat = as_member(cast.pat)
    assert f'href="{address}comments/">Ask them</a>' in pat.get(address).content.decode()
    assert pat.post(f"{address}still-holds/").status_code == 403
    sam.post(f"{address}still-holds/")
    with scope(cast.community):
        assert titles(cast, cast.pat, show="due") == []
        assert Resource.objects.get(pk=late.pk).version == 2


def test_pages_follow_each_other_and_cost_the_same(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        for n in range(2):
            published(cast, cast.sam, title=f"Case {n}")
    browser = as_member(cast.tess)
    browser.get(LIBRARY)
    with CaptureQueriesContext(connection) as two:
        browser.get(LIBRARY)
    with scope(cast.community):
        for n in range(2, PER_PAGE + 3):
            published(cast, cast.sam, title=f"Case {n}", authors=(cast.sam.pk, f"Ana {n}"))
    with CaptureQueriesContext(connection) as twenty:
        first = browser.get(LIBRARY).content.decode()
    assert len(twenty) == len(two)
    after = re.search(r'rel="next" href="([^"]*)"', first)
    assert after
    second = browser.get(LIBRARY + after[1].replace("&amp;", "&")).content.decode()
    shown = TITLE.findall(first) + TITLE.findall(second)
    assert shown == [f"Case {n}" for n in reversed(range(PER_PAGE + 3))]


@pytest.mark.parametrize("query", ["?kind=x&site=zz&before=1~2&show=all", "?about=result-999"])
def test_what_makes_no_sense_narrows_nothing(cast: Cast, as_member: AsMember, query: str) -> None:
    with scope(cast.community):
        published(cast, cast.sam)
    assert "Walking bus" in as_member(cast.pat).get(LIBRARY + query).content.decode()


def test_a_member_keeps_a_list_of_his_own(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
    pat, address = as_member(cast.pat), f"{LIBRARY}{resource.number}/"
    for _twice in range(2):
        assert pat.post(f"{address}saving/").status_code == 302
    assert "Saved for me" in pat.get(address).content.decode()
    assert "Saved for me" not in as_member(cast.tess).get(address).content.decode()
    with scope(cast.community):
        assert titles(cast, cast.pat, show="saved") == ["Walking bus"]
        assert titles(cast, cast.tess, show="saved") == []
    pat.post(f"{address}saving/delete/")
    with scope(cast.community):
        assert titles(cast, cast.pat, show="saved") == []


def test_who_is_paused_reads_and_is_offered_nothing_he_would_be_refused(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        url = published(cast, cast.sam).get_absolute_url()
        later = timezone.now() + timedelta(days=3)
        Membership.objects.filter(pk=cast.sam.pk).update(paused_until=later)
    sam, pat = as_member(cast.sam), as_member(cast.pat)
    offers = {
        LIBRARY: ["library/new/"],
        url: [f"{url}adaptations/new/", f"{url}collections/"],
        f"{url}comments/": ["<textarea", "?anchor="],
    }
    for page, found in offers.items():
        theirs, his = (one.get(page).content.decode() for one in (pat, sam))
        assert [offer for offer in found if offer not in theirs] == []
        assert [offer for offer in found if offer in his] == []
    assert f"{url}edit/" not in sam.get(url).content.decode()


@pytest.mark.parametrize(
    ("who", "show", "words"),
    [
        ("pat", "saved", "Save it for me"),
        ("pat", "", "Write down the first"),
        ("gus", "", "you may"),
    ],
)
def test_an_empty_part_says_what_would_stand_there(
    cast: Cast, as_member: AsMember, who: str, show: str, words: str
) -> None:
    html = as_member(cast.members[who]).get(LIBRARY, {"show": show}).content.decode()
    assert words in html[html.index('class="empty') :]
