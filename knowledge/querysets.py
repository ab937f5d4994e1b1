"""Every query on the library worth a name."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.orm import M_co, PeerQuerySet
from knowledge.kinds import Reach, State

if TYPE_CHECKING:
    from communities.facets import Facet
    from communities.models import Membership


class ResourceQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        """Keep what the member may see: the one predicate of the library.

        What was published, by its audience; what waits for review, by facilitators besides, and by
        who curates a collection that it is meant for; one's own, and what one is an author of,
        always.
        """
        credits_: Any = self.model._meta.get_field("credits").related_model
        authored = credits_._default_manager.filter(
            resource=OuterRef("pk"), member=member.pk, is_author=True
        )
        shown = Q(
            state__in=(State.PUBLISHED, State.ARCHIVED), audience_id__any_of=member.audience_ids
        )
        seen = shown | Q(owner=member.pk) | Q(Exists(authored))
        if member.is_facilitator:
            seen |= Q(state=State.REVIEW)
        else:
            seen |= Q(self._meant_for(member), state=State.REVIEW)
        return self.filter(seen, community_id=member.community_id)

    def reviewed_by(self, member: "Membership") -> Self:
        """Keep what waits for the member to publish it or send it back."""
        waiting = self.filter(community_id=member.community_id, state=State.REVIEW)
        if member.is_facilitator:
            return waiting
        return waiting.meant_for_collections_of(member)

    def meant_for_collections_of(self, member: "Membership") -> Self:
        """Keep what stands in a collection that the member curates, or is proposed for one."""
        return self.filter(self._meant_for(member), community_id=member.community_id)

    def _meant_for(self, member: "Membership") -> Exists:
        items: Any = self.model._meta.get_field("placements").related_model
        if member.standing == "guest":
            return Exists(items._default_manager.none())
        return Exists(
            items._default_manager.filter(
                resource=OuterRef("pk"),
                collection__archived_at=None,
                # There is one right on a collection: to curate it.
                collection__grants__user_id=member.user_id,
            )
        )

    def published_to(self, member: "Membership") -> Self:
        """Keep what stands in the library for the member."""
        return self.filter(
            community_id=member.community_id,
            state=State.PUBLISHED,
            audience_id__any_of=member.audience_ids,
        )

    def written_by(self, member: "Membership") -> Self:
        """Keep the member's own, and what he is an author of."""
        credits_: Any = self.model._meta.get_field("credits").related_model
        authored = credits_._default_manager.filter(
            resource=OuterRef("pk"), member=member.pk, is_author=True
        )
        return self.filter(
            Q(owner=member.pk) | Q(Exists(authored)), community_id=member.community_id
        )

    def saved_by(self, member: "Membership") -> Self:
        """Keep what the member saved for himself."""
        return self.filter(saved_by__member=member.pk)

    def due_for_review(self) -> Self:
        """Keep what its date says should be looked at again."""
        return self.filter(state=State.PUBLISHED, review_by__lte=timezone.localdate())

    def about(self, facet: "Facet") -> Self:
        """Keep what is about this capacity or result."""
        return self.filter(**{f"facets__{facet.kind}_id": facet.id})

    def with_labels(self) -> Self:
        """Annotate `capacity_ids`, `result_ids` and `role_ids`."""
        facets: Any = self.model._meta.get_field("facets").related_model
        roles: Any = self.model._meta.get_field("role_links").related_model
        mine = facets._default_manager.filter(resource=OuterRef("pk"))
        helped = roles._default_manager.filter(resource=OuterRef("pk"))
        return self.annotate(
            capacity_ids=ArraySubquery(mine.filter(result=None).values("capacity_id")),
            result_ids=ArraySubquery(mine.filter(capacity=None).values("result_id")),
            role_ids=ArraySubquery(helped.values("role_id")),
        )


class CommentQuerySet(PeerQuerySet[M_co]):
    def beside(self, resource_id: int, member: "Membership", *, may_edit: bool) -> Self:
        """Keep what the member may read beside a resource that he sees, in order.

        What was said before it was published is for who may change it, and for who said it.
        """
        found = self.filter(resource=resource_id).order_by("pk")
        return found if may_edit else found.filter(Q(is_open=True) | Q(by=member.pk))


class AdaptationQuerySet(PeerQuerySet[M_co]):
    def beside(self, resource_id: int, member: "Membership") -> Self:
        """Keep what the member may read beside a resource that he sees.

        What its people still keep to themselves is for them, who opened it, and facilitators.
        """
        found = self.filter(resource=resource_id)
        if member.is_facilitator:
            return found
        own = Q(opened_by=member.pk)
        if member.site_id is not None and member.standing != "guest":
            own |= Q(site=member.site_id)
        return found.filter(Q(shown_at__isnull=False) | own)

    def told(self) -> Self:
        """Keep those that readers see with their outcome."""
        return self.filter(shown_at__isnull=False).exclude(outcome="")


class EntryQuerySet(PeerQuerySet[M_co]):
    """What communities released: one step for each circle of readers."""

    def readable(self) -> Self:
        """Keep what is not withdrawn, with its words."""
        return self.filter(current__isnull=False).select_related("current")

    def from_others(self, member: "Membership") -> Self:
        """Keep what other communities gave to all that are here."""
        return self.readable().exclude(community=member.community_id)

    def withdrawn_from(self, member: "Membership") -> Self:
        """Keep what another community gave to all that are here, and took back."""
        gone = self.filter(current=None, withdrawn_at__isnull=False)
        return gone.exclude(community=member.community_id)

    def public(self) -> Self:
        """Keep what anybody may read, as long as its community wants that."""
        return self.readable().filter(reach=Reach.PUBLIC, community__may_publish=True)
