"""Every query on meetings worth a name."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.orm import M_co, PeerQuerySet

if TYPE_CHECKING:
    from communities.models import Membership

HOST = "host_series"


class SeriesQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        """Keep what its audience sees, and what the member hosts: the one predicate of meetings."""
        return self.filter(
            Q(audience_id__any_of=member.audience_ids) | self._hosted(member),
            community_id=member.community_id,
        )

    def hosted_by(self, member: "Membership") -> Self:
        """Keep what the member hosts, as its host or by a right on it; not by standing."""
        return self.filter(self._hosted(member), community_id=member.community_id)

    def _hosted(self, member: "Membership") -> Q:
        # Who becomes a guest keeps it for the day when he is none.
        if member.standing == "guest":
            return Q(pk__in=[])
        grants: Any = self.model._meta.get_field("grants").related_model
        mine = grants._default_manager.filter(content_object=OuterRef("pk"), user_id=member.user_id)
        return Q(host=member.pk) | Q(Exists(mine))


class MeetingQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        """Keep the meetings of what the member sees; what is left out on a day off is nowhere."""
        series: Any = self.model._meta.get_field("series").related_model
        seen = series._default_manager.visible_to(member)
        there = self.filter(community_id=member.community_id, series__in=seen)
        return there.exclude(state="skipped")

    def standing(self) -> Self:
        """Keep those at which people meet, as far as is known."""
        return self.filter(state__in=("planned", "asked"))

    def expecting(self, member: "Membership") -> Self:
        """Keep those to which the member said yes, or to all of whose series."""
        own, always = self._answers_of(member)
        comes = Q(Exists(own.filter(answer="yes")))
        return self.filter(comes | Q(Exists(always.filter(answer="yes"))) & ~Q(Exists(own)))

    def unanswered_by(self, member: "Membership") -> Self:
        """Keep those to which the member said nothing, nor to their series."""
        own, always = self._answers_of(member)
        return self.filter(~Exists(own), ~Exists(always))

    def _answers_of(self, member: "Membership") -> tuple[Any, Any]:
        answers: Any = self.model._meta.get_field("answers").related_model
        series: Any = self.model._meta.get_field("series").related_model
        standing: Any = series._meta.get_field("standing_answers").related_model
        return (
            answers._default_manager.filter(meeting=OuterRef("pk"), member=member),
            standing._default_manager.filter(series=OuterRef("series_id"), member=member),
        )

    def coming(self, now: datetime) -> Self:
        """Keep what has not ended, the next first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        """Keep what has ended, the last first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")


class TimePollQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        """Keep what its audience sees, and what the member hosts: as of series."""
        mine = Q(host=member.pk) if member.standing != "guest" else Q(pk__in=[])
        seen = Q(audience_id__any_of=member.audience_ids)
        return self.filter(seen | mine, community_id=member.community_id)

    def open(self) -> Self:
        """Keep those that have no end yet, neither a meeting nor none; what is asked first, first."""
        return self.filter(closed_at=None).order_by("answer_by", "pk")


class AgendaQuerySet(PeerQuerySet[M_co]):
    def with_votes(self, member: "Membership") -> Self:
        """Annotate how many want to talk about each (`votes`), and whether the member does."""
        given: Any = self.model._meta.get_field("wanted_by").related_model
        there = given._default_manager.filter(item=OuterRef("pk")).order_by()
        counted = there.values("item").annotate(n=Count("pk")).values("n")
        return self.annotate(
            votes=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
            is_wanted=Exists(there.filter(member=member.pk)),
        )
