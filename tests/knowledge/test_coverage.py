"""The map of what there is on which subject from which site."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.facets import CAPACITY, RESULT
from communities.models import CoreCapacity, Membership, Result
from communities.scope import scope
from knowledge.coverage.table import coverage
from knowledge.kinds import Evidence
from tests.cast import Cast
from tests.knowledge.scenes import draft, published

AsMember = Callable[[Membership], Client]
MAP = "/c/four-rivers/library/coverage/"


def test_each_cell_says_how_much_there_is_for_its_reader_and_the_best_of_it(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        data, will = (
            CoreCapacity.objects.create(
                community=cast.community, key=key, title=key, position=place
            )
            for place, key in enumerate(("data", "will"))
        )
        safe = Result.objects.create(community=cast.community, key="safe", title="safe", position=0)
        cast.community.people_changed()
        about = (f"capacity-{data.pk}", f"result-{safe.pk}")
        north, east = cast.sites["Northbank"].pk, cast.sites["Eastgate"].pk
        published(cast, cast.sam, site=north, facets=about, evidence=Evidence.ONCE)
        published(cast, cast.sam, site=north, facets=about, evidence=Evidence.SEVERAL)
        published(cast, cast.sam, facets=about, evidence=Evidence.EVALUATED)
        narrow = cast.superintendents.audience
        published(cast, cast.sam, site=east, facets=about[:1], audience=narrow)
        draft(cast, cast.sam, site=east, facets=(f"capacity-{will.pk}",))
        found = coverage(cast.pat, CAPACITY)
        assert [(row.site, [cell.count for cell in row.cells]) for row in found.rows] == [
            ("Eastgate", [0, 0]),
            ("Northbank", [2, 0]),
        ]
        assert found.rows[1].cells[0].best == Evidence.SEVERAL
        assert [(cell.count, cell.best) for cell in found.whole.cells] == [
            (3, Evidence.EVALUATED),
            (0, None),
        ]
        assert (found.gaps, found.size) == (3, 4)
        assert coverage(cast.tess, CAPACITY).rows[0].cells[0].count == 1
        assert [row.cells[0].count for row in coverage(cast.tess, RESULT).rows] == [0, 2]
        with CaptureQueriesContext(connection) as queries:
            coverage(cast.pat, CAPACITY)
        assert len(queries) == 2
    html = as_member(cast.pat).get(MAP).content.decode()
    assert f'href="/c/four-rivers/library/?about=capacity-{data.pk}&amp;site={north}"' in html
    assert "Nothing yet: 3 of 4." in html
    assert as_member(cast.pat).get(f"{MAP}?by=nonsense").status_code == 200
