"""How the record of acts tells what was done to resources."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from core.addresses import address
from forums.record_words import topics
from knowledge.kinds import State
from knowledge.models import Collection as Shelf
from knowledge.models import QuotingRules, Resource
from moderation.words import Described, register_acts


def resources(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return those of these resources that the reader sees."""
    slug = reader.community.slug
    return {
        one.pk: Described(
            one.title,
            address("knowledge:resource", slug, one.number),
            {"archived": address("knowledge:put_back", slug, one.number)}
            if one.state == State.ARCHIVED
            else {},
        )
        for one in Resource.objects.visible_to(reader).filter(pk__in=ids)
    }


def collections(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return those of these collections that the reader sees."""
    slug = reader.community.slug
    return {
        one.pk: Described(
            one.title,
            address("knowledge:collection", slug, one.number),
            {"archived": address("knowledge:put_collection_back", slug, one.number)}
            if one.archived_at
            else {},
        )
        for one in Shelf.objects.visible_to(reader).filter(pk__in=ids)
    }


def rules(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return the rules of the reader's community, to a facilitator."""
    if not reader.is_facilitator:
        return {}
    url = address("knowledge:quoting_rules", reader.community.slug)
    known = QuotingRules.objects.filter(pk__in=ids, community=reader.community_id)
    return {pk: Described(_("Who is quoted"), url) for pk in known.values_list("pk", flat=True)}


def communities(reader: Membership, ids: Collection[int]) -> Mapping[int, Described]:
    """Return the reader's community, where its acts are about the whole of it."""
    one = reader.community
    url = address("communities:settings", one.slug) if reader.is_admin else one.get_absolute_url()
    return {one.pk: Described(one.name, url)} if one.pk in ids else {}


def register() -> None:
    """Say what is done to resources and collections; called from AppConfig.ready()."""
    register_acts(
        "knowledge.resource",
        resources,
        {
            "published": gettext_lazy("%(name)s published something in the library."),
            "sent_back": gettext_lazy("%(name)s sent something back that was to be published."),
            "archived": gettext_lazy("%(name)s archived something in the library."),
            "amplified": gettext_lazy("%(name)s let something from the library lead the digests."),
            "not_amplified": gettext_lazy(
                "%(name)s let something from the library lead the digests no more."
            ),
            "put_back": gettext_lazy("%(name)s put something back into the library."),
            "evidence_moved": gettext_lazy(
                "%(name)s told what came of something, which is tried further by that."
            ),
            "audience_changed": gettext_lazy("%(name)s changed who sees something in the library."),
            "release_asked_platform": gettext_lazy(
                "%(name)s asked that all communities here may read something of the library."
            ),
            "release_asked_public": gettext_lazy(
                "%(name)s asked that something of the library may go on the public web."
            ),
            "release_agreed": gettext_lazy(
                "%(name)s agreed that something of the library is read elsewhere."
            ),
            "release_refused": gettext_lazy(
                "%(name)s did not agree that something of the library is read elsewhere."
            ),
            "released_platform": gettext_lazy(
                "%(name)s released something of the library to all communities here."
            ),
            "released_public": gettext_lazy(
                "%(name)s put something of the library on the public web."
            ),
            "release_renewed": gettext_lazy(
                "%(name)s renewed what others read of something in the library."
            ),
            "release_taken_back": gettext_lazy(
                "%(name)s asks no more that something of the library is read elsewhere."
            ),
            "comment_deleted": gettext_lazy("%(name)s deleted what somebody said in the library."),
            "use_deleted": gettext_lazy(
                "%(name)s took back that a site uses something of the library."
            ),
            "release_off_web": gettext_lazy(
                "%(name)s took something of the library off the public web."
            ),
            "release_withdrawn": gettext_lazy(
                "%(name)s withdrew something of the library from where others read it."
            ),
        },
    )
    register_acts(
        "knowledge.quotingrules",
        rules,
        {"changed": gettext_lazy("%(name)s changed the rules on who is quoted.")},
    )
    register_acts(
        "communities.community",
        communities,
        {
            "publishing_allowed": gettext_lazy(
                "%(name)s allowed parts of the library on the public web."
            ),
            "publishing_ended": gettext_lazy(
                "%(name)s took all of the library off the public web."
            ),
        },
    )
    register_acts(
        "forums.topic",
        topics,
        {
            "not_harvested": gettext_lazy("%(name)s said that a topic is not for the library."),
            "proposed_again": gettext_lazy("%(name)s had a topic proposed for the library again."),
        },
    )
    register_acts(
        "knowledge.collection",
        collections,
        {
            "opened": gettext_lazy("%(name)s opened a collection in the library."),
            "audience_changed": gettext_lazy("%(name)s changed who sees a collection."),
            "archived": gettext_lazy("%(name)s archived a collection."),
            "put_back": gettext_lazy("%(name)s put a collection back into the library."),
            "curator_named": gettext_lazy("%(name)s named somebody who curates a collection."),
            "curator_dismissed": gettext_lazy(
                "%(name)s dismissed somebody who curated a collection."
            ),
            "made_start": gettext_lazy("%(name)s let newcomers begin with a collection."),
            "made_no_start": gettext_lazy(
                "%(name)s let newcomers begin with a collection no more."
            ),
        },
    )
