"""Letters about the life of a resource: it waits for review, came back, is published, is due."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.due_work import due, put_off, register_due_work
from communities.models import Membership
from communities.models.membership import Standing
from core.timezones import zone_named
from knowledge.kinds import State
from knowledge.models import AGREED, QuotedPerson, Resource
from knowledge.resource_people import facilitators_of, people_behind, reviewers_of
from knowledge.telling.holding_links import holding_path
from knowledge.telling.letters import AS_AUTHOR, AS_KEEPER, LetterWords, write_to

# Due work.
REVIEW = "tell_of_review"
DUE = "tell_of_due_resource"

# When a day begins for who looks after a resource, by the community's clock.
MORNING = time(8)

WAITS = LetterWords(
    subject=_("To be looked at for the library: %(title)s"),
    sentence=_(
        "%(name)s wrote “%(title)s” for the library. It waits until you publish it or send it back."
    ),
    button=_("Look at it"),
    because=AS_KEEPER,
)
WAITS_WITHOUT_OWNER = replace(
    WAITS, sentence=_("“%(title)s” waits in the library until you publish it or send it back.")
)
SENT_BACK = LetterWords(
    subject=_("Please change something: %(title)s"),
    sentence=_(
        "%(name)s read “%(title)s” for the library, and asks you to change something first:"
    ),
    button=_("Change it"),
    because=AS_AUTHOR,
)
PUBLISHED = LetterWords(
    subject=_("In the library: %(title)s"),
    sentence=_(
        "“%(title)s” is in the library of %(community)s now. Thank you for writing it down: others "
        "can learn from it."
    ),
    button=_("See it"),
    because=AS_AUTHOR,
)
PUBLISHED_WITH_WORDS = replace(
    PUBLISHED,
    sentence=_(
        "“%(title)s” is in the library of %(community)s now, and your words stand in it. Thank you: "
        "others can learn from what you said."
    ),
    because=_("You get this mail because words of yours are quoted."),
)
ARCHIVED = LetterWords(
    subject=_("Archived: %(title)s"),
    sentence=_(
        "%(name)s archived “%(title)s”. It can still be read at its address, but no list and no "
        "search show it. The reason:"
    ),
    button=_("See it"),
    because=AS_AUTHOR,
)
HAS_ITS_DAY = LetterWords(
    subject=_("Does it still hold? %(title)s"),
    sentence=_(
        "“%(title)s” is to be looked at again today. If it still holds, say so with one press, "
        "without signing in. Else change what is different now."
    ),
    button=_("Say that it still holds"),
    because=AS_AUTHOR,
)


def tell_of_review(resource_id: int) -> None:
    """Write to those who decide that it waits, unless it does not any more."""
    resource = _found(resource_id, State.REVIEW)
    if resource is None:
        return
    people = {member.pk: member.name for member in people_behind(resource)}
    name = people.get(resource.owner_id, "")
    words = WAITS if name else WAITS_WITHOUT_OWNER
    reviewers = reviewers_of(resource).exclude(pk__in=people)
    _tell(reviewers, words, resource, "review", reason=resource.what, name=name)


def tell_sent_back(resource: Resource, words: str, *, by: Membership) -> None:
    """Give its authors the words it was sent back with."""
    people = people_behind(resource).exclude(pk=by.pk)
    _tell(people, SENT_BACK, resource, "sent_back", reason=words, name=by.name)


def tell_published(resource: Resource, *, by: Membership) -> None:
    """Tell its authors that others can read it now, and thank those whose words it quotes.

    These as far as they agreed and see it.
    """
    authors = people_behind(resource)
    quoted = QuotedPerson.objects.filter(resource=resource, consent__in=AGREED)
    speakers = Membership.objects.active().in_audience(resource.audience_id)
    speakers = speakers.filter(pk__in=quoted.values("member")).exclude(pk__in=authors)
    speakers = speakers.exclude(pk=by.pk).select_related("user", "community")
    community = resource.community.name
    _tell(authors.exclude(pk=by.pk), PUBLISHED, resource, "published", community=community)
    _tell(speakers, PUBLISHED_WITH_WORDS, resource, "published", community=community)


def tell_archived(resource: Resource, words: str, *, by: Membership) -> None:
    """Tell its authors that it stands in no list any more, and why."""
    people = people_behind(resource).exclude(pk=by.pk)
    _tell(people, ARCHIVED, resource, "archived", reason=words, name=by.name)


def tell_of_due(resource_id: int) -> None:
    """On its day, ask those behind it whether it still holds; facilitators if nobody is left."""
    resource = _found(resource_id, State.PUBLISHED)
    if resource is None or resource.review_by is None:
        return
    when = _morning_of(resource)
    if when > timezone.now():
        put_off(DUE, resource.pk, community=resource.community, until=when)
        return
    # Guests change nothing, also where they are credited.
    people = list(people_behind(resource).exclude(standing=Standing.GUEST))
    words = HAS_ITS_DAY if people else replace(HAS_ITS_DAY, because=AS_KEEPER)
    for member in people or _keepers_who_see(resource):
        # Each has a link of his own.
        write_to(
            [member],
            words,
            key=f"resource/{resource.pk}/due/{resource.review_by}",
            path=holding_path(resource.community_id, member.pk, resource.pk),
            title=resource.title,
        )


def note_day(resource: Resource) -> None:
    """Have it asked about on its day, if it stands in the library; in the caller's transaction."""
    if resource.review_by is not None and resource.state == State.PUBLISHED:
        due(DUE, resource.pk, community=resource.community, at=_morning_of(resource))


def _keepers_who_see(resource: Resource) -> QuerySet[Membership]:
    """Return the facilitators who may open it."""
    seeing = Membership.objects.in_audience(resource.audience_id)
    return facilitators_of(resource).filter(pk__in=seeing)


def _morning_of(resource: Resource) -> datetime:
    day = resource.review_by or timezone.localdate()
    return datetime.combine(day, MORNING, tzinfo=zone_named(resource.community.time_zone))


def _found(resource_id: int, state: State) -> Resource | None:
    found = Resource.objects.filter(pk=resource_id, state=state)
    return found.select_related("community").first()


def _tell(
    people: Iterable[Membership],
    words: LetterWords,
    resource: Resource,
    event: str,
    *,
    reason: str = "",
    **values: str,
) -> None:
    """Write to each what happened to it; the button opens its page."""
    write_to(
        people,
        words,
        key=f"resource/{resource.pk}/{event}",
        path=resource.get_absolute_url(),
        reason=reason,
        title=resource.title,
        **values,
    )


def register() -> None:
    """Say who does this work; called from AppConfig.ready()."""
    register_due_work(REVIEW, tell_of_review, queue="mail")
    register_due_work(DUE, tell_of_due, queue="mail")
