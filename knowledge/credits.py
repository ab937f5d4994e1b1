"""Authors and contributors: from names that somebody typed, one a line, and back."""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.models import Community, Membership
from knowledge.content import Credit
from search.words import fold

LONGEST = 120
MOST = 30


def credits_named(text: str, community: Community, known: Mapping[str, int]) -> tuple[Credit, ...]:
    """Return whom the lines name: a member, where one alone has this name, else the name. One query.

    `known` are members by name who are credited already: of two with one name, it is they.
    """
    names = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines()))
    names = [name for name in names if name]
    if not names:
        return ()
    members: dict[str, list[int]] = {}
    people = Membership.objects.active().filter(community=community).select_related("user")
    for member in people:
        members.setdefault(fold(member.name), []).append(member.pk)
    found = [members.get(fold(name), []) for name in names]
    credits_: list[Credit] = [
        known.get(name) or (ids[0] if len(ids) == 1 else name)
        for name, ids in zip(names, found, strict=True)
    ]
    return tuple(dict.fromkeys(credits_))


def checked_names(text: str) -> str:
    """Return the lines as they are. Raises ValidationError if they are too many or too long."""
    lines = text.splitlines()
    if len(lines) > MOST or any(len(line.strip()) > LONGEST for line in lines):
        raise ValidationError(
            _("At most %(most)s names, one a line, each of at most %(longest)s characters.")
            % {"most": MOST, "longest": LONGEST}
        )
    return text


def names_of(credits_: Iterable[Credit], people: Mapping[int, str]) -> list[str]:
    """Return the names, for people by id; who is not there any more is left out."""
    found = [one if isinstance(one, str) else people.get(one, "") for one in credits_]
    return [name for name in found if name]


def people_named(community: Community, credits_: Sequence[Credit]) -> dict[int, str]:
    """Return the names of the members among these, by id: at most one query."""
    ids = [one for one in credits_ if isinstance(one, int)]
    if not ids:
        return {}
    members = Membership.objects.filter(community=community, pk__in=ids).select_related("user")
    return {member.pk: member.name for member in members}
