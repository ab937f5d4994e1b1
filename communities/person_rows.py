"""People as lists show them: flat rows, since a list of thirty would else make a hundred objects."""

from dataclasses import dataclass

from accounts.models import picture_address, shown_name
from communities.models import Community, Membership
from communities.people_lines import line_of
from communities.querysets import MembershipQuerySet
from communities.roles import roles_of
from core.addresses import address

FIELDS = (
    *("pk", "user_id", "user__display_name", "user__email", "user__avatar", "user__ask_me_about"),
    *("site_id", "site__name", "standing", "role_ids"),
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Has a name and a picture, as a person does."""

    id: int
    user_id: int
    name: str
    avatar_url: str
    line: str
    ask_me_about: str
    url: str
    site_id: int | None


def person_rows(members: MembershipQuerySet[Membership], community: Community) -> list[PersonRow]:
    """Return the members as rows, in their order: one query."""
    rows = members.with_role_ids().values_list(*FIELDS)
    return [
        PersonRow(
            id=pk,
            user_id=user_id,
            name=shown_name(name, email),
            avatar_url=picture_address(picture),
            line=line_of(roles_of(community, role_ids), site or "", standing),
            ask_me_about=about,
            url=address("communities:person", community.slug, pk),
            site_id=site_id,
        )
        for pk, user_id, name, email, picture, about, site_id, site, standing, role_ids in rows
    ]


def by_name(members: MembershipQuerySet[Membership]) -> MembershipQuerySet[Membership]:
    return members.order_by("user__name_folded", "pk")
