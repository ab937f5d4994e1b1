"""Every query on people and audiences worth a name."""

from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, F, Func, OuterRef, Prefetch
from django.db.models.expressions import RawSQL

from communities.audience_sources import audience_sources
from core.orm import M_co, PeerQuerySet


def visible_audience_ids(membership_id: int) -> list[int]:
    """Return the ids of the audiences a membership belongs to, by every registered source."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audiences_of(%s)", [membership_id])
        return [row[0] for row in cursor.fetchall()]


class MembershipQuerySet(PeerQuerySet[M_co]):
    def active(self) -> Self:
        return self.filter(status="active")

    def facilitators(self) -> Self:
        """Keep those who keep a community going: facilitators and admins who are there."""
        return self.active().filter(standing__in=["facilitator", "admin"])

    def for_display(self) -> Self:
        """Fetch what a name, a line and an avatar need, in a constant number of queries."""
        links: Any = self.model._meta.get_field("role_links").related_model
        return self.select_related("user", "site").prefetch_related(
            Prefetch("role_links", links._default_manager.select_related("role"))
        )

    def with_role_ids(self) -> Self:
        """Annotate `role_ids`, for pages that have the community's roles at hand."""
        links: Any = self.model._meta.get_field("role_links").related_model
        mine = links._default_manager.filter(membership=OuterRef("pk")).values("role_id")
        return self.annotate(role_ids=ArraySubquery(mine))

    def with_audience_ids(self) -> Self:
        """Annotate `seen_ids`, the audiences of each: what visible_audience_ids() returns."""
        return self.annotate(
            seen_ids=Func(
                F("pk"),
                template="ARRAY(SELECT audiences_of(%(expressions)s))",
                output_field=ArrayField(BigIntegerField()),
            )
        )

    def in_audience(self, audience_id: int) -> Self:
        """Keep the members who see what is shared with this audience."""
        source = RawSQL(  # noqa: S611
            f"SELECT membership_id FROM ({audience_sources()}) AS seen WHERE audience_id = %s",  # noqa: S608
            [audience_id],
        )
        return self.active().filter(pk__in=source)
