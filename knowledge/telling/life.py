"""Letters about the life of a resource: it waits for review, came back, is published, is due."""

from collections.abc import Callable
from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.due_work import due, put_off, register_due_work
from communities.models import Membership
from communities.models.membership import Standing
from core.timezones import zone_named
from knowledge.kinds import State
from knowledge.models import (
    AGREED,
    CollectionUserObjectPermission,
    QuotedPerson,
    Resource,
    ResourceCredit,
)
from notifications.moderation_mail import Letter, send_letter

# Due work.
REVIEW = "tell_of_review"
DUE = "tell_of_due_resource"

# When a day begins for who looks after a resource, by the community's clock.
MORNING = time(8)


def people_behind(resource: Resource) -> QuerySet[Membership]:
    """Return its owner and those of its authors who are members and still here."""
    credited = ResourceCredit.objects.filter(
        resource=resource, member=OuterRef("pk"), is_author=True
    )
    people = Membership.objects.active().filter(Q(pk=resource.owner_id) | Q(Exists(credited)))
    return people.filter(community=resource.community_id).select_related("user", "community")


def tell_of_review(resource_id: int) -> None:
    """Write to those who decide that it waits, unless it does not any more."""
    resource = _found(resource_id, State.REVIEW)
    if resource is None:
        return
    people = {member.pk: member.name for member in people_behind(resource)}
    name = people.get(resource.owner_id, "")

    def letter() -> Letter:
        values = {"name": name, "title": resource.title}
        return Letter(
            subject=_("To be looked at for the library: %(title)s") % values,
            sentence=_(
                "%(name)s wrote “%(title)s” for the library. It waits until you publish it or send it back."
            )
            % values
            if name
            else _("“%(title)s” waits in the library until you publish it or send it back.")
            % values,
            path=resource.get_absolute_url(),
            button=_("Look at it"),
            because=_because_keeper(),
        )

    for member in reviewers_of(resource).exclude(pk__in=people):
        send_letter(member, letter, key=f"resource/{resource.pk}/review")


def tell_sent_back(resource: Resource, words: str, *, by: Membership) -> None:
    """Give its authors the words it was sent back with."""

    def letter() -> Letter:
        values = {"name": by.name, "title": resource.title}
        return Letter(
            subject=_("Please change something: %(title)s") % values,
            sentence=_(
                "%(name)s read “%(title)s” for the library, and asks you to change something first:"
            )
            % values,
            reason=words,
            path=resource.get_absolute_url(),
            button=_("Change it"),
            because=_because_author(),
        )

    _to_people_behind(resource, letter, by=by, key="sent_back")


def tell_published(resource: Resource, *, by: Membership) -> None:
    """Tell its authors, and those whose words it quotes, that others can read it now."""

    def letter() -> Letter:
        values = {"title": resource.title, "community": resource.community.name}
        return Letter(
            subject=_("In the library: %(title)s") % values,
            sentence=_(
                "“%(title)s” is in the library of %(community)s now. Thank you for writing it down: "
                "others can learn from it."
            )
            % values,
            path=resource.get_absolute_url(),
            button=_("See it"),
            because=_because_author(),
        )

    _to_people_behind(resource, letter, by=by, key="published")
    _tell_quoted(resource, by=by)


def _tell_quoted(resource: Resource, *, by: Membership) -> None:
    """Thank those who said what it quotes, as far as they agreed and see it."""

    def letter() -> Letter:
        values = {"title": resource.title, "community": resource.community.name}
        return Letter(
            subject=_("In the library: %(title)s") % values,
            sentence=_(
                "“%(title)s” is in the library of %(community)s now, and your words stand in it. "
                "Thank you: others can learn from what you said."
            )
            % values,
            path=resource.get_absolute_url(),
            button=_("See it"),
            because=_("You get this mail because words of yours are quoted."),
        )

    quoted = QuotedPerson.objects.filter(resource=resource, consent__in=AGREED)
    people = Membership.objects.active().in_audience(resource.audience_id)
    people = people.filter(pk__in=quoted.values("member")).exclude(pk__in=people_behind(resource))
    for member in people.exclude(pk=by.pk).select_related("user", "community"):
        send_letter(member, letter, key=f"resource/{resource.pk}/published")


def tell_archived(resource: Resource, words: str, *, by: Membership) -> None:
    """Tell its authors that it stands in no list any more, and why."""

    def letter() -> Letter:
        values = {"name": by.name, "title": resource.title}
        return Letter(
            subject=_("Archived: %(title)s") % values,
            sentence=_(
                "%(name)s archived “%(title)s”. It can still be read at its address, but no list and "
                "no search show it. The reason:"
            )
            % values,
            reason=words,
            path=resource.get_absolute_url(),
            button=_("See it"),
            because=_because_author(),
        )

    _to_people_behind(resource, letter, by=by, key="archived")


def tell_of_due(resource_id: int) -> None:
    """On its day, ask those behind it whether it still holds; facilitators if nobody is left."""
    resource = _found(resource_id, State.PUBLISHED)
    if resource is None or resource.review_by is None:
        return
    when = _morning_of(resource)
    if when > timezone.now():
        put_off(DUE, resource.pk, community=resource.community, until=when)
        return

    def letter() -> Letter:
        values = {"title": resource.title}
        return Letter(
            subject=_("Does it still hold? %(title)s") % values,
            sentence=_(
                "“%(title)s” is to be looked at again today. On its page, press “It still holds”, "
                "or change what is different now."
            )
            % values,
            path=resource.get_absolute_url(),
            button=_("Look at it"),
            because=because,
        )

    people = list(people_behind(resource))
    because = _because_author() if people else _because_keeper()
    for member in people or _facilitators(resource):
        send_letter(member, letter, key=f"resource/{resource.pk}/due/{resource.review_by}")


def note_day(resource: Resource) -> None:
    """Have it asked about on its day, if it stands in the library; in the caller's transaction."""
    if resource.review_by is not None and resource.state == State.PUBLISHED:
        due(DUE, resource.pk, community=resource.community, at=_morning_of(resource))


def _morning_of(resource: Resource) -> datetime:
    day = resource.review_by or timezone.localdate()
    return datetime.combine(day, MORNING, tzinfo=zone_named(resource.community.time_zone))


def _found(resource_id: int, state: State) -> Resource | None:
    found = Resource.objects.filter(pk=resource_id, state=state)
    return found.select_related("community").first()


def reviewers_of(resource: Resource) -> QuerySet[Membership]:
    """Return who publishes it or sends it back, as ResourceQuerySet.reviewed_by() says for one."""
    curate = CollectionUserObjectPermission.objects.filter(
        content_object__items__resource=resource, content_object__archived_at=None
    )
    people = Membership.objects.filter(pk__in=_facilitators(resource))
    curators = Membership.objects.active().exclude(standing=Standing.GUEST)
    people |= curators.filter(community=resource.community_id, user_id__in=curate.values("user_id"))
    return people.select_related("user", "community")


def _facilitators(resource: Resource) -> QuerySet[Membership]:
    people = Membership.objects.facilitators().filter(community=resource.community_id)
    return people.select_related("user", "community")


def _to_people_behind(
    resource: Resource, letter: Callable[[], Letter], *, by: Membership, key: str
) -> None:
    for member in people_behind(resource).exclude(pk=by.pk):
        send_letter(member, letter, key=f"resource/{resource.pk}/{key}")


def _because_author() -> str:
    return _("You get this mail because you are one of its authors.")


def _because_keeper() -> str:
    return _("You get this mail because you keep this community going.")


def register() -> None:
    """Say who does this work; called from AppConfig.ready()."""
    register_due_work(REVIEW, tell_of_review, queue="mail")
    register_due_work(DUE, tell_of_due, queue="mail")
