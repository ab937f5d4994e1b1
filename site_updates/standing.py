"""Which sites wrote in a round, and which have not: for those who keep the community going."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from communities.models import Membership, Site
from forums.models import HeldPost, Topic
from site_updates.models import UpdatePrompt, UpdateRound
from site_updates.told import told_in

ROUNDS = 2


@dataclass(slots=True)
class SiteRow:
    """One site of a round; `url` is where its update stands, empty if the reader may not see it."""

    name: str
    asked: list[str] = field(default_factory=list)
    # Of those, who said that there is nothing to tell this time.
    declined: int = 0
    wrote: bool = False
    waits: bool = False
    url: str = ""

    @property
    def asked_names(self) -> str:
        return ", ".join(self.asked)

    @property
    def has_declined(self) -> bool:
        """Return whether nobody is left who may write."""
        return bool(self.asked) and self.declined == len(self.asked)


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """A round as its page shows it; `unasked` are sites of which nobody could be asked."""

    words: str
    rows: Sequence[SiteRow]
    unasked: str

    @property
    def wrote(self) -> int:
        return sum(row.wrote for row in self.rows)


def newest_rounds(reader: Membership) -> list[RoundStanding]:
    """Return how the newest rounds stand: a constant number of queries each."""
    sites = list(Site.objects.filter(community=reader.community_id).order_by("name"))
    rounds = UpdateRound.objects.filter(community=reader.community_id).order_by("-last_month")
    return [_standing(round_, sites, reader) for round_ in rounds[:ROUNDS]]


def _standing(round_: UpdateRound, sites: Sequence[Site], reader: Membership) -> RoundStanding:
    told = told_in(round_)
    rows = {site.pk: SiteRow(site.name) for site in sites}
    prompts = UpdatePrompt.objects.filter(round=round_).select_related("member__user")
    for prompt in prompts.order_by("pk"):
        row = rows[prompt.site_id]
        row.asked.append(prompt.member.name)
        row.declined += prompt.declined_at is not None
    for site_id, what in told.items():
        _note(rows[site_id], what, reader)
    there = [row for row in rows.values() if row.asked or row.wrote or row.waits]
    return RoundStanding(
        words=round_.period.words,
        # What is there to be read stands first.
        rows=sorted(there, key=lambda row: (not row.wrote, not row.waits)),
        unasked=", ".join(row.name for row in rows.values() if row not in there),
    )


def _note(row: SiteRow, told: Topic | HeldPost, reader: Membership) -> None:
    told.community = reader.community
    if isinstance(told, HeldPost):
        row.waits, row.url = True, told.get_absolute_url()
        return
    row.wrote = True
    if told.forum.audience_id in reader.audience_ids:
        row.url = told.get_absolute_url()
