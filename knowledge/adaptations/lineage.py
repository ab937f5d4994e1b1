"""Where a resource was used and what came of it, as its page tells it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Membership
from core.addresses import address
from core.prepared import prepared_for_each
from forums.drawn_files import file_list
from knowledge.adaptations.outcome_files import files_beside
from knowledge.adaptations.permissions import may_begin_adaptation, may_edit_adaptation
from knowledge.loading import Credited
from knowledge.models import Adaptation, AdaptationPerson, Outcome, Resource
from knowledge.permissions import must_stay
from knowledge.ties import Ties

# Of what is used at more sites, the newest.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that another one came of, or that came of it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class AdaptationRow:
    """One site's use of a resource."""

    one: Adaptation
    people: list[Credited]
    may_edit: bool
    is_late: bool
    became: Linked | None
    """The text of its own that it became, if the reader sees that."""
    files: str = ""
    """Safe HTML: what stands beside its outcome."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """All that the reader may know of who uses it."""

    rows: Sequence[AdaptationRow]
    may_begin: bool
    tried: int = 0
    """Sites that told what came of it."""
    worked: int = 0
    using: int = 0
    own: list[Adaptation] = field(default_factory=list)
    """What is open at the reader's own site: at most one."""
    stays_as_it_is: bool = False
    """It is a copy that may not be changed: no text of its own may come of it."""
    origin: Linked | None = None
    """The text that this one was adapted from, if the reader sees that."""

    @property
    def sentence(self) -> str:
        """Return "Tried at 4 sites, worked at 3."; empty where no site told anything."""
        if not self.tried:
            return ""
        # "Worked at 0" would say of one that worked in part that it did not.
        if not self.worked:
            tried = ngettext("Tried at %(tried)s site.", "Tried at %(tried)s sites.", self.tried)
            return tried % {"tried": self.tried}
        return ngettext(
            "Tried at %(tried)s site, worked at %(worked)s.",
            "Tried at %(tried)s sites, worked at %(worked)s.",
            self.tried,
        ) % {"tried": self.tried, "worked": self.worked}

    @property
    def using_sentence(self) -> str:
        """Return how many sites use it and have not told yet."""
        if not self.using:
            return ""
        return ngettext(
            "%(using)s site uses it now and has not told yet.",
            "%(using)s sites use it now and have not told yet.",
            self.using,
        ) % {"using": self.using}

    @property
    def words(self) -> str:
        """Return both, or that nobody told anything yet."""
        said = " ".join(part for part in (self.sentence, self.using_sentence) if part)
        return said or _("No site has told yet that it uses this.")


def counted(rows: Iterable[tuple[int, str]]) -> tuple[int, int, int]:
    """Return how many sites told an outcome, at how many it worked, and how many have not told yet.

    `rows` are sites and outcomes, the newest first: of a site that told twice its newest counts.
    """
    told: dict[int, str] = {}
    using = set()
    for site, outcome in rows:
        if outcome:
            told.setdefault(site, outcome)
        else:
            using.add(site)
    return len(told), sum(one == Outcome.WORKED for one in told.values()), len(using)


def lineage_of(resource: Resource, member: Membership, ties: Ties) -> Lineage:
    """Return who uses a resource that the member sees: at most six queries, none where nobody does."""
    rows = list[Adaptation]()
    if ties.is_used:
        found = Adaptation.objects.beside(resource.pk, member).select_related("site")
        rows += found.order_by("-begun_on", "-pk")
    for one in rows:
        one.community = member.community
    tried, worked, using = counted((one.site_id, one.outcome) for one in rows if one.shown_at)
    people = _people(rows[:SHOWN], member)
    became = _linked(member, [one.became_id for one in rows if one.became_id])
    files = files_beside(rows[:SHOWN], resource, member.community)
    today = timezone.localdate()
    return Lineage(
        rows=[
            AdaptationRow(
                one,
                people[one.pk],
                may_edit_adaptation(member, one) and not member.is_paused,
                one.is_late(today),
                became.get(one.became_id or 0),
                file_list(files.get(one.pk, [])),
            )
            for one in rows[:SHOWN]
        ],
        may_begin=may_begin_adaptation(member, resource) and not member.is_paused,
        tried=tried,
        worked=worked,
        using=using,
        stays_as_it_is=must_stay(resource),
        own=[one for one in rows if one.is_open and one.site_id == member.site_id],
        origin=_origin(resource, member) if ties.is_adapted else None,
    )


def _origin(resource: Resource, member: Membership) -> Linked | None:
    """Return what it was adapted from, if the member sees that."""
    from_ = Adaptation.objects.filter(became=resource).values_list("resource_id", flat=True)
    return next(iter(_linked(member, list(from_)).values()), None)


def _linked(member: Membership, ids: list[int]) -> dict[int, Linked]:
    """Return those of these that the member sees, by id: at most one query."""
    slug = member.community.slug
    return {
        pk: Linked(title, address("knowledge:resource", slug, number))
        for pk, number, title in (_seen(member, ids) if ids else ())
    }


@prepared_for_each("reader.standing", "reader.is_facilitator")
def _seen(reader: Membership, ids: list[int]) -> QuerySet[Resource, tuple[int, int, str]]:
    seen = Resource.objects.visible_to(reader).filter(pk__any_of=ids)
    return seen.values_list("pk", "number", "title")


def _people(rows: Sequence[Adaptation], member: Membership) -> dict[int, list[Credited]]:
    people: dict[int, list[Credited]] = defaultdict(list)
    if rows:
        named = AdaptationPerson.objects.filter(adaptation__in=rows)
        for one in named.select_related("member__user").order_by("position"):
            if one.member:
                one.member.community = member.community
            url = one.member.get_absolute_url() if one.member and one.member.is_active else ""
            people[one.adaptation_id].append(Credited(str(one), url))
    return people
