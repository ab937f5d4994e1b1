"""Open a forum, say what it is for, change who sees it. Call inside the community's scope."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from communities.audience_rules import (
    SEE,
    AudienceRule,
    covers,
    guest_ids,
    rule_in_words,
    rule_of,
    set_guests,
    write_rule,
)
from communities.grants import give
from communities.models import Audience, AudienceUserObjectPermission, Community, Membership
from core.slugs import unique_slug
from forums.changed_audiences import audience_widened, people_watched
from forums.models import Forum, ForumUserObjectPermission
from forums.models.forum import kind_of
from forums.querysets import FACILITATE
from moderation.record import record

# Addresses under forums/ that are no forum's.
TAKEN_SLUGS = frozenset({"new", "proposals"})


@dataclass(frozen=True, slots=True)
class ForumWords:
    """What a forum is called and what it is for; Spanish may be empty."""

    name: str
    name_es: str
    description: str
    description_es: str


def facilitators_of(community: Community) -> list[Membership]:
    """Return the members who keep the whole community going, with their accounts."""
    people = Membership.objects.facilitators().filter(community=community)
    return list(people.select_related("user"))


def open_forum(
    words: ForumWords, *, rule: AudienceRule, guests: Collection[Membership], by: Membership
) -> Forum:
    """Open a forum; each facilitator of the community keeps it going, whoever else sees it."""
    community = by.community
    with transaction.atomic():
        # Two forums of one name, opened at the same time, find different addresses.
        Community.objects.select_for_update(no_key=True).get(pk=community.pk)
        forums = Forum.objects.filter(community=community)
        taken = {
            *TAKEN_SLUGS,
            *(slug for pair in forums.values_list("slug", "key") for slug in pair),
        }
        slug = unique_slug(words.name, taken, default="forum")
        audience = Audience.objects.create(community=community)
        forum: Forum = Forum.objects.create(
            community=community,
            audience=audience,
            key=slug,
            slug=slug,
            kind=kind_of(rule),
            name=words.name,
            name_es=words.name_es,
            description=words.description,
            description_es=words.description_es,
            position=(forums.aggregate(last=Max("position"))["last"] or 0) + 1,
        )
        for member in facilitators_of(community):
            give(ForumUserObjectPermission, FACILITATE, member, forum, by=by)
        write_rule(audience, rule)
        set_guests(audience, guests, by=by)
        record(by, "opened", forum, note=rule_in_words(rule, community))
    return forum


def reword_forum(forum: Forum, words: ForumWords, *, by: Membership) -> None:
    """Say anew what a forum is called and what it is for; its address stays."""
    before = Forum.objects.get(pk=forum.pk).name
    note = f"{before} → {words.name}" if before != words.name else ""
    record(by, "reworded", forum, note=note)
    forum.name, forum.name_es = words.name, words.name_es
    forum.description, forum.description_es = words.description, words.description_es
    forum.save(update_fields=["name", "name_es", "description", "description_es"])


def change_audience(
    forum: Forum, *, rule: AudienceRule, guests: Collection[Membership], by: Membership
) -> None:
    """Change who sees a forum, at once and for all that was written in it."""
    with transaction.atomic(), people_watched(forum.community, forum.audience_id):
        audience = Audience.objects.select_for_update().get(pk=forum.audience_id)
        audience.community = forum.community
        before = rule_of(audience.pk)
        if rule != before:
            note = " → ".join(rule_in_words(each, forum.community) for each in (before, rule))
            record(by, "audience_changed", forum, note=note)
        _record_guests(forum, guests, by=by)
        # A template may call its teachers and coaches role-alike: that stays while the rule does.
        if rule != before:
            write_rule(audience, rule)
            forum.kind = kind_of(rule)
            forum.save(update_fields=["kind"])
        added = {guest.pk for guest in guests} - guest_ids(audience.pk)
        set_guests(audience, guests, by=by)
        if added or not covers(before, rule):
            audience_widened(forum.community, audience.pk)


def _record_guests(forum: Forum, guests: Collection[Membership], *, by: Membership) -> None:
    """Write down who becomes a guest of the forum, and who is none any more."""
    before = guest_ids(forum.audience_id)
    after = {guest.pk for guest in guests}
    changed = Membership.objects.filter(pk__in=before ^ after).select_related("user")
    for member in changed.order_by("pk"):
        act = "guest_named" if member.pk in after else "guest_dismissed"
        record(by, act, forum, note=member.name)


class LastKeeperError(Exception):
    """A forum must keep somebody who keeps it going."""


def name_keeper(forum: Forum, member: Membership, *, by: Membership) -> None:
    """Let a member keep this forum going, whether the rule fits him or not."""
    with transaction.atomic(), people_watched(forum.community, forum.audience_id):
        give(ForumUserObjectPermission, FACILITATE, member, forum, by=by)
        record(by, "keeper_named", forum, note=member.name)
        forum.community.people_changed()


def dismiss_keeper(grant: ForumUserObjectPermission, *, by: Membership) -> None:
    """Take the right back; raise LastKeeperError if nobody else has it."""
    with transaction.atomic():
        # Two facilitators who dismiss each other must not leave nobody behind.
        forum = Forum.objects.select_for_update(no_key=True).get(pk=grant.content_object_id)
        others = ForumUserObjectPermission.objects.filter(content_object=forum)
        if not others.exclude(pk=grant.pk).exists():
            raise LastKeeperError
        with people_watched(forum.community, forum.audience_id):
            record(by, "keeper_dismissed", forum, note=grant.user.name)
            grant.delete()
            forum.community.people_changed()


def name_guest(forum: Forum, member: Membership, *, by: Membership) -> None:
    """Let a member see this forum by name, whether the rule fits him or not."""
    with transaction.atomic(), people_watched(forum.community, forum.audience_id):
        audience = Audience.objects.get(pk=forum.audience_id)
        give(AudienceUserObjectPermission, SEE, member, audience, by=by)
        record(by, "guest_named", forum, note=member.name)
        forum.community.people_changed()
        audience_widened(forum.community, audience.pk)


def dismiss_guest(grant: AudienceUserObjectPermission, forum: Forum, *, by: Membership) -> None:
    """Take a guest's place back; who fits the rule sees the forum all the same."""
    with transaction.atomic(), people_watched(forum.community, forum.audience_id):
        record(by, "guest_dismissed", forum, note=grant.user.name)
        grant.delete()
        grant.community.people_changed()
