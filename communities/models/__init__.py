"""What a community is made of, one idea a file."""

from communities.models.audience import (
    Audience,
    AudienceCircle,
    AudienceRole,
    AudienceSite,
    AudienceUserObjectPermission,
)
from communities.models.charter import Charter, CharterResult
from communities.models.community import Community
from communities.models.due_work import DueWork
from communities.models.framework import CoreCapacity, Indicator, IndicatorResult, Result
from communities.models.grant import Grant, grant_constraints
from communities.models.invitation import Invitation, InvitationRole
from communities.models.membership import Membership, MembershipRole
from communities.models.provisioning_draft import ProvisioningDraft
from communities.models.role import Role
from communities.models.site import Site

__all__ = [
    "Audience",
    "AudienceCircle",
    "AudienceRole",
    "AudienceSite",
    "AudienceUserObjectPermission",
    "Charter",
    "CharterResult",
    "Community",
    "CoreCapacity",
    "DueWork",
    "Grant",
    "Indicator",
    "IndicatorResult",
    "Invitation",
    "InvitationRole",
    "Membership",
    "MembershipRole",
    "ProvisioningDraft",
    "Result",
    "Role",
    "Site",
    "grant_constraints",
]
