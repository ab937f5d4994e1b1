"""Make the digests of a batch of people: find, look again, write, and store, in that order.

Crossing from one community's scope to the next happens here, visibly, and what crosses is entries.
"""

import logging
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import User
from communities.keepers import keepers_of_scope
from communities.models import Community, Membership
from communities.models.membership import Standing
from communities.scope import scope
from digests.answerable import keep_labels
from digests.assembling import assemble
from digests.batch import Batch
from digests.chapters import Chapter, Written, chapters_of
from digests.due_people import DuePerson, by_community
from digests.entries import Entry
from digests.gathering import gather, still_true, told
from digests.models import Outcome
from digests.openings import Opening, note_opening, opening_of
from notifications.models import OutgoingMail
from notifications.models.reply_address import new_token
from notifications.outgoing import store_new

logger = logging.getLogger(__name__)


@dataclass
class Tally:
    """What became of the people of a batch."""

    mailed: int = 0
    empty: int = 0
    failed: int = 0
    # Nothing is mailed to them now; what it would have told stays untold.
    skipped: int = 0

    def add(self, other: "Tally") -> None:
        self.mailed += other.mailed
        self.empty += other.empty
        self.failed += other.failed
        self.skipped += other.skipped

    @property
    def people(self) -> int:
        return self.mailed + self.empty + self.failed + self.skipped


@dataclass
class _Outcome:
    person: DuePerson
    user: User
    result: Outcome
    mail: OutgoingMail | None = None
    chapters: list[Chapter] = field(default_factory=list)
    token: str = ""


def gather_all(people: Collection[DuePerson], now: datetime) -> set[int]:
    """Stage one, each community in a transaction of its own; return the ids where it failed."""
    failed = set()
    communities = Community.objects.in_bulk(by_community(people))
    for community_id, member_ids in by_community(people).items():
        try:
            with scope(community_id):
                gather(Batch(communities[community_id], member_ids, now))
        except Exception:
            logger.exception("digest: nothing found", extra={"community": community_id})
            failed.add(community_id)
    return failed


def write_all(people: Collection[DuePerson], now: datetime) -> Tally:
    """Stage two: write each mail from entries, claim the people and store the mails at once.

    Raises nothing for one person's mail that cannot be written: it is recorded as failed, and what
    it would have told stays untold. Whoever is claimed by another run meanwhile is left to it.
    """
    with transaction.atomic():
        chapters: defaultdict[int, list[Chapter]] = defaultdict(list)
        batches = _batches(people, now)
        for batch in batches:
            with scope(batch.community):
                for user_id, chapter in _chapters(batch):
                    chapters[user_id].append(chapter)
        users = User.objects.in_bulk([person.user_id for person in people])
        back = _back_after_a_pause(users)
        written = Written()
        outcomes = [
            _write(person, users[person.user_id], chapters[person.user_id], written, back)
            for person in people
        ]
        return _store(outcomes, batches)


BACK = """
SELECT u.id FROM accounts_user u
WHERE u.id = ANY (%s) AND u.mails_paused_until IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM digests_digestrun r
  WHERE r.user_id = u.id AND r.outcome = 'mailed' AND r.day >= u.mails_paused_until)
"""


def _back_after_a_pause(user_ids: Collection[int]) -> set[int]:
    """Return the ids of those who had a break from mails and no digest since."""
    with connection.cursor() as cursor:
        cursor.execute(BACK, [list(user_ids)])
        return {row[0] for row in cursor.fetchall()}


def give_up(person: DuePerson) -> Tally:
    """Record that this person's day failed, so that it keeps nobody else back."""
    user = User.objects.get(pk=person.user_id)
    _claim([_Outcome(person, user, Outcome.FAILED)])
    return Tally(failed=1)


def _batches(people: Collection[DuePerson], now: datetime) -> list[Batch]:
    members = by_community(people)
    communities = Community.objects.filter(pk__in=members).order_by("name", "pk")
    return [Batch(community, members[community.pk], now) for community in communities]


def _chapters(batch: Batch) -> list[tuple[int, Chapter]]:
    found = chapters_of(still_true(batch))
    if not found:
        return []
    url = settings.SITE_URL + reverse("communities:home", args=[batch.community.slug])
    keepers = keepers_of_scope()
    members = Membership.objects.in_bulk(found)
    opening, had = opening_of(batch)
    return [
        (
            members[member_id].user_id,
            Chapter(
                community=batch.community,
                opening=None
                if member_id in had or members[member_id].standing == Standing.GUEST
                else opening,
                url=url,
                pace=members[member_id].pace,
                keepers=keepers,
                member_id=member_id,
                entries=entries,
            ),
        )
        for member_id, entries in found.items()
    ]


def _write(
    person: DuePerson, user: User, chapters: list[Chapter], written: Written, back: Collection[int]
) -> _Outcome:
    if user.mail_is_stopped:
        return _Outcome(person, user, Outcome.SKIPPED)
    if not chapters:
        return _Outcome(person, user, Outcome.EMPTY)
    token = new_token() if settings.INBOUND_HOST else ""
    try:
        mail = assemble(
            person, user, chapters, written, token=token, is_back=user.pk in back
        ).stored()
    except Exception:
        logger.exception("digest: a mail could not be written", extra={"user": user.pk})
        return _Outcome(person, user, Outcome.FAILED)
    return _Outcome(person, user, Outcome.MAILED, mail, chapters, token)


def _store(outcomes: list[_Outcome], batches: list[Batch]) -> Tally:
    mine = _claim(outcomes)
    settled = {o.person.user_id: o for o in outcomes if o.person.user_id in mine}
    store_new([outcome.mail for outcome in settled.values() if outcome.mail])
    _tie(mine)
    done_members = {
        member_id
        for outcome in settled.values()
        if outcome.result in {Outcome.MAILED, Outcome.EMPTY}
        for member_id in outcome.person.memberships.values()
    }
    entries: defaultdict[int, list[Entry]] = defaultdict(list)
    labels: defaultdict[int, list[tuple[Chapter, date]]] = defaultdict(list)
    openings: defaultdict[int, list[tuple[int, Opening | None]]] = defaultdict(list)
    for outcome in settled.values():
        for chapter in outcome.chapters:
            entries[chapter.community.pk] += chapter.told
            openings[chapter.community.pk].append((chapter.member_id, chapter.opening))
            labels[chapter.community.pk].append((chapter, outcome.person.day))
    for batch in batches:
        batch.member_ids = [m for m in batch.member_ids if m in done_members]
        with scope(batch.community):
            told(batch, entries[batch.community.pk])
            note_opening(batch, openings[batch.community.pk])
            keep_labels(batch.community, labels[batch.community.pk])
    results = [outcome.result for outcome in settled.values()]
    return Tally(
        mailed=results.count(Outcome.MAILED),
        empty=results.count(Outcome.EMPTY),
        failed=results.count(Outcome.FAILED),
        skipped=results.count(Outcome.SKIPPED),
    )


# By user, so that two runs at once wait for each other and never in a circle.
CLAIM = """
INSERT INTO digests_digestrun (user_id, day, weekly, monthly, outcome, token, created_at)
SELECT user_id, day, weekly, monthly, outcome, nullif(token, ''), now()
FROM unnest(%s::bigint[], %s::date[], %s::boolean[], %s::boolean[], %s::text[], %s::text[])
  AS c (user_id, day, weekly, monthly, outcome, token)
ORDER BY user_id
ON CONFLICT (user_id, day) DO NOTHING
RETURNING user_id
"""

TIE = """
UPDATE digests_digestrun r SET mail_id = m.id FROM notifications_outgoingmail m
WHERE r.user_id = ANY (%s) AND r.mail_id IS NULL AND r.outcome = 'mailed'
  AND m.user_id = r.user_id AND m.kind = 'digest' AND m.key = r.day::text
"""


def _claim(outcomes: list[_Outcome]) -> set[int]:
    """Record these people's day as done; return the ids of those whom no other run had done."""
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            [
                [o.person.user_id for o in outcomes],
                [o.person.day for o in outcomes],
                [o.person.weekly for o in outcomes],
                [o.person.monthly for o in outcomes],
                [o.result.value for o in outcomes],
                [o.token for o in outcomes],
            ],
        )
        return {row[0] for row in cursor.fetchall()}


def _tie(user_ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TIE, [list(user_ids)])
