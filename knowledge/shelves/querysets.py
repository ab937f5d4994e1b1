"""Every query on collections worth a name."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q

from core.orm import M_co, PeerQuerySet

if TYPE_CHECKING:
    from communities.models import Membership

CURATE = "curate_collection"


class CollectionQuerySet(PeerQuerySet[M_co]):
    def visible_to(self, member: "Membership") -> Self:
        """Keep what its audience sees, and what the member curates; what is archived, too."""
        seen = Q(audience_id__any_of=member.audience_ids) | Q(Exists(self._grants(member)))
        return self.filter(seen, community_id=member.community_id)

    def open_to(self, member: "Membership") -> Self:
        """Keep what stands in lists for the member."""
        return self.visible_to(member).filter(archived_at=None)

    def curated_by(self, member: "Membership") -> Self:
        """Keep what the member curates by a right on it, not by standing."""
        return self.filter(Exists(self._grants(member)), community_id=member.community_id)

    def _grants(self, member: "Membership") -> Any:
        # Who leaves loses the right; who becomes a guest keeps it for the day when he is none.
        grants: Any = self.model._meta.get_field("grants").related_model
        if member.standing == "guest":
            return grants._default_manager.none()
        return grants._default_manager.filter(content_object=OuterRef("pk"), user_id=member.user_id)
