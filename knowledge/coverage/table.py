"""How much stands in the library on each capacity, or result, from each site: two queries."""

from dataclasses import dataclass
from urllib.parse import quote_plus

from django.db.models import Case, Count, IntegerField, Max, Value, When

from communities.facets import CAPACITY, RESULT, Facet, facets_of
from communities.models import Membership, Site
from core.addresses import address
from knowledge.kinds import Evidence
from knowledge.models import Resource

AXES = (CAPACITY, RESULT)
# From the least to the most.
LEVELS = list(Evidence)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one site has on one subject; without any it is a gap."""

    subject: str
    url: str
    count: int = 0
    best: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A site with a cell for each subject; all sites together have no name."""

    site: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The table. `whole` counts what comes from no site, too."""

    subjects: list[Facet]
    rows: list[Row]
    whole: Row

    @property
    def gaps(self) -> int:
        """Return how many cells of sites have nothing yet."""
        return sum(cell.count == 0 for row in self.rows for cell in row.cells)

    @property
    def size(self) -> int:
        return sum(len(row.cells) for row in self.rows)


def coverage(member: Membership, axis: str) -> Coverage:
    """Return the table of what is published and the member may see."""
    subjects = [one for one in facets_of(member.community).values() if one.kind == axis]
    sites = Site.objects.filter(community=member.community).order_by("name")
    found = {
        (subject, site): (count, level)
        for subject, site, count, level in Resource.objects.published_to(member)
        .filter(**{f"facets__{axis}__isnull": False})
        .values_list(f"facets__{axis}_id", "site_id")
        .annotate(count=Count("pk"), level=Max(_level()))
    }
    page = address("knowledge:library", member.community.slug)
    about = [(one, one.label, f"{page}?about={quote_plus(one.value)}") for one in subjects]

    def row(name: str, site: int | None) -> Row:
        cells = []
        for one, label, url in about:
            count, level = found.get((one.id, site), (0, None))
            best = None if level is None else LEVELS[level]
            cells.append(Cell(label, f"{url}&site={site}" if site else url, count, best))
        return Row(name, cells)

    rows = [row(name, pk) for pk, name in sites.values_list("pk", "name")]
    for one in subjects:
        told = [of for (of_subject, _site), of in found.items() if of_subject == one.id]
        if told:
            count = sum(count for count, _level in told)
            found[one.id, None] = (count, max(level for _count, level in told))
    return Coverage(subjects, rows, row("", None))


def _level() -> Case:
    """Return the place of how far something was tried among all there are."""
    return Case(
        *(When(evidence=level, then=Value(place)) for place, level in enumerate(LEVELS)),
        output_field=IntegerField(),
    )
