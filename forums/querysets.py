"""Every query on forums worth a name."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, F, FilteredRelation, IntegerField, Q, Value
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
        # A join, not a subquery a row: lists are long.
        return self.annotate(
            mine=FilteredRelation("readings", condition=Q(readings__member=member.pk)),
            read_through=Coalesce(F("mine__read_through"), Value(0), output_field=IntegerField()),
        )

    def unread_by(self, member: "Membership") -> Self:
        return self.with_read_through(member).filter(last_number__gt=F("read_through"))

    def unread_counts(self, member: "Membership") -> dict[int, int]:
        """Return the number of topics with something unread, by forum id: one query."""
        rows = self.visible_to(member).unread_by(member).values("forum_id").annotate(n=Count("pk"))
        return {row["forum_id"]: row["n"] for row in rows.order_by()}

    def with_last_author(self) -> Self:
        return self.select_related("last_author__user")

    def newest_first(self) -> Self:
        return self.order_by("-last_post_at", "-id")


class PostQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        return self.filter(
            community_id=member.community_id,
            topic__forum__audience_id__in=member.audience_ids,
        )
