"""Every query on forums worth a name."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from core.orm import M_co, PeerQuerySet

if TYPE_CHECKING:
    from communities.models import Membership


class ForumQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        return self.filter(community_id=member.community_id, audience_id__in=member.audience_ids)


class TopicQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        return self.filter(
            community_id=member.community_id, forum__audience_id__in=member.audience_ids
        )

    def with_read_through(self, member: "Membership") -> Self:
        """Annotate each topic with the number up to which the member has read it."""
        readings: Any = self.model._meta.get_field("readings").related_model
        mine = readings._default_manager.filter(topic=OuterRef("pk"), member=member).values(
            "read_through"
        )[:1]
        return self.annotate(
            read_through=Coalesce(Subquery(mine), Value(0), output_field=IntegerField())
        )

    def unread_by(self, member: "Membership") -> Self:
        return self.with_read_through(member).filter(last_number__gt=F("read_through"))

    def newest_first(self) -> Self:
        return self.order_by("-last_post_at", "-id")


class PostQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        return self.filter(
            community_id=member.community_id,
            topic__forum__audience_id__in=member.audience_ids,
        )
