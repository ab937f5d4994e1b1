"""Who can be chosen to see something: the whole community, or who sees a forum that one sees."""

from django.utils.translation import gettext as _

from communities.models import Audience, Community, Membership
from forums.models import Forum

EVERYONE = "everyone"


def audience_choices(member: Membership, now: Audience | None = None) -> list[tuple[str, str]]:
    """Return values and labels; what it is now is among them, if the member may know of it."""
    forums = Forum.objects.visible_to(member).order_by("position", "pk")
    found = [
        (EVERYONE, _("Everyone in %(community)s") % {"community": member.community.name}),
        *(
            (
                str(forum.audience_id),
                _("Whoever sees the forum “%(forum)s”") % {"forum": forum.label},
            )
            for forum in forums
        ),
    ]
    if now is not None and value_of(now) not in dict(found):
        found.append((str(now.pk), _("As it is now")))
    return found


def value_of(audience: Audience) -> str:
    """Return how a form names it."""
    return EVERYONE if _is_everyone(audience) else str(audience.pk)


def audience_chosen(community: Community, value: str) -> Audience:
    """Return the audience of a valid choice; that of the whole community is made when first needed.

    It is no forum's: the rule of such a one may be changed for the forum's sake.
    """
    if value != EVERYONE:
        return Audience.objects.get(community=community, pk=int(value))
    rule = {"any_role": True, "any_site": True, "any_circle": True, "named_only": False}
    known = Audience.objects.filter(community=community, forum=None, **rule).order_by("pk").first()
    return known or Audience.objects.create(community=community)


def _is_everyone(audience: Audience) -> bool:
    rule = (audience.any_role, audience.any_site, audience.any_circle, not audience.named_only)
    return all(rule) and not Forum.objects.filter(audience=audience).exists()
