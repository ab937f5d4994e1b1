"""Every query on forums worth a name."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.orm import M_co, PeerQuerySet

if TYPE_CHECKING:
    from communities.facets import Facet
    from communities.models import Membership

# The right on a forum that lets somebody keep it going.
FACILITATE = "facilitate_forum"


class ForumQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        return self.filter(
            community_id=member.community_id, audience_id__any_of=member.audience_ids
        )

    def facilitated_by(self, member: "Membership") -> Self:
        """Keep the forums that the member keeps going."""
        return self.visible_to(member).filter(
            grants__user_id=member.user_id, grants__permission__codename=FACILITATE
        )


class TopicQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        return self.with_removed_for(member).filter(removed_at=None)

    def with_removed_for(self, member: "Membership") -> Self:
        """Keep the topics of the member's forums, with those of which no post is shown."""
        return self.filter(
            community_id=member.community_id, forum__audience_id__any_of=member.audience_ids
        )

    def with_read_through(self, member: "Membership") -> Self:
        """Annotate each topic with the number up to which the member has read it."""
        # A subquery a row: what is read of a page of twenty is found sooner than all that was read.
        readings: Any = self.model._meta.get_field("readings").related_model
        mine = readings._default_manager.filter(topic=OuterRef("pk"), member_id=member.pk)
        return self.annotate(read_through=Coalesce(Subquery(mine.values("read_through")), 0))

    def with_facilitated(self, member: "Membership") -> Self:
        """Annotate each topic with whether the member keeps its forum going."""
        forums: Any = self.model._meta.get_field("forum").related_model
        grants = forums._meta.get_field("grants").related_model._default_manager
        mine = grants.filter(
            content_object=OuterRef("forum"),
            user_id=member.user_id,
            permission__codename=FACILITATE,
        )
        return self.annotate(facilitated=Exists(mine))

    def with_wrote_hidden(self, member: "Membership") -> Self:
        """Annotate each topic with whether the member wrote in it without his name."""
        posts: Any = self.model._meta.get_field("posts").related_model
        mine = posts._default_manager.filter(
            topic=OuterRef("pk"), author_id=member.pk, name_hidden=True
        )
        return self.annotate(wrote_hidden=Exists(mine))

    def with_has_poll(self) -> Self:
        """Annotate each topic with whether people vote in it."""
        polls: Any = self.model._meta.get_field("poll").related_model
        return self.annotate(has_poll=Exists(polls._default_manager.filter(topic=OuterRef("pk"))))

    def with_has_held(self, member: "Membership") -> Self:
        """Annotate each topic with whether something that the member wrote waits for it."""
        held: Any = self.model._meta.get_field("held_posts").related_model
        mine = held._default_manager.filter(topic=OuterRef("pk"), author=member.pk, state="waiting")
        return self.annotate(has_held=Exists(mine))

    def with_facet_ids(self) -> Self:
        """Annotate each topic with the ids of the capacities and the results it is about."""
        links: Any = self.model._meta.get_field("facets").related_model
        mine = links._default_manager.filter(topic=OuterRef("pk"))
        return self.annotate(
            capacity_ids=ArraySubquery(mine.filter(result=None).values("capacity_id")),
            result_ids=ArraySubquery(mine.filter(capacity=None).values("result_id")),
        )

    def about(self, facet: "Facet") -> Self:
        """Keep the topics that are about this capacity or result."""
        return self.filter(**{f"facets__{facet.kind}_id": facet.id})

    def with_has_draft(self, member: "Membership") -> Self:
        """Annotate each topic with whether the member has begun to write a reply."""
        drafts: Any = self.model._meta.get_field("drafts").related_model
        mine = drafts._default_manager.filter(topic=OuterRef("pk"), member_id=member.pk)
        return self.annotate(has_draft=Exists(mine))

    def unread_by(self, member: "Membership") -> Self:
        """Keep the topics with posts the member has not read, and annotate `read_through`."""
        # A join, not a subquery a row: these may be all topics of a community.
        mine = FilteredRelation("readings", condition=Q(readings__member=member.pk))
        return self.annotate(mine=mine, read_through=Coalesce(F("mine__read_through"), 0)).filter(
            last_number__gt=F("read_through")
        )

    def newest_first(self) -> Self:
        return self.order_by("-last_post_at", "-id")


class PostQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        return self.with_removed_for(member).filter(removed_at=None)

    def with_removed_for(self, member: "Membership") -> Self:
        """Keep the posts of the member's forums, with those in whose place a sentence stands."""
        return self.filter(
            community_id=member.community_id,
            topic__forum__audience_id__any_of=member.audience_ids,
        )


class TranslationQuerySet(PeerQuerySet[M_co]):
    def shown_to(self, member: "Membership") -> Self:
        """Keep those of posts of the member's forums; not into the language that the post is in.

        With those of posts in whose place a sentence stands.
        """
        return self.filter(
            community_id=member.community_id,
            post__topic__forum__audience_id__any_of=member.audience_ids,
        ).exclude(language=F("post__language"))


class AttachmentQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        """Keep the files of posts that the member sees, and what he uploaded and has not sent yet."""
        shown = Q(
            post__removed_at=None, post__topic__forum__audience_id__any_of=member.audience_ids
        )
        own = Q(post=None, held=None, uploaded_by=member.pk)
        return self.filter(shown | own, community_id=member.community_id)

    def unsent_by(self, member: "Membership") -> Self:
        """Keep what the member uploaded and has not sent yet, as it was added."""
        mine = self.filter(community_id=member.community_id, uploaded_by=member.pk)
        return mine.filter(post=None, held=None).order_by("pk")
