"""What readers said of the posts of a page with one press: one query for the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg, JSONBAgg
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import shown_name
from communities.audience_roles import role_tells_nobody
from communities.models import Community, Membership, MembershipRole
from communities.roles import roles_by_id
from core.addresses import address
from core.prepared import prepared
from forums.models import Reaction, ReactionKind, Topic


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody who tried what a post says, or who wants to be introduced."""

    member_id: int
    name: str
    url: str
    words: str


@dataclass(slots=True)
class PostReactions:
    """What was said of one post, as one reader finds it."""

    counts: dict[str, int] = field(default_factory=dict)
    mine: set[str] = field(default_factory=set)
    facing: str = ""
    """"3 superintendents and 1 principal face this."; empty if nobody does."""
    name_hidden: bool = False
    """Whether the reader faces this and is shown to nobody."""
    unnamed: int = 0
    """How many face it so."""
    introduced: bool = False
    """Whether the reader is shown to others who face this."""
    others: list[Said] = field(default_factory=list)
    """Who else wants to be introduced; told only to whom that is true of too."""
    trials: list[Said] = field(default_factory=list)


def post_reactions(
    topic: Topic, community: Community, *, reader: Membership, first: int, last: int
) -> dict[int, PostReactions]:
    """Return by number what was said of these posts; a post of which nothing was is left out."""
    found: dict[int, PostReactions] = {}
    for row in _said(topic, reader, first, last):
        number, kind, count, mine, hidden, introduced, roles, hidden_roles, people = row
        of_post = found.setdefault(number, PostReactions())
        of_post.counts[kind] = count
        if mine:
            of_post.mine.add(kind)
        said = [_person(entry, community) for entry in people or ()]
        if kind == ReactionKind.TRIED:
            of_post.trials = said
        elif kind == ReactionKind.FACE:
            told = [
                pk if pk and role_tells_nobody(community, topic.forum.audience_id, pk) else None
                for pk in hidden_roles or ()
            ]
            of_post.facing = _facing([*(roles or ()), *told], community)
            of_post.name_hidden, of_post.unnamed = bool(hidden), len(told)
            of_post.introduced = bool(introduced)
            if introduced:
                of_post.others = [one for one in said if one.member_id != reader.pk]
    return found


@prepared
def _said(
    topic: Topic, reader: Membership, first: int, last: int
) -> QuerySet[Reaction, tuple[Any, ...]]:
    # Somebody with several roles counts as the first of them.
    roles = MembershipRole.objects.filter(membership=OuterRef("member"))
    role = Subquery(roles.order_by("role__position", "role_id").values("role_id")[:1])
    mine, hidden = Q(member_id=reader.pk), Q(name_hidden=True)
    shown = Q(introduce=True, name_hidden=False)
    person = JSONObject(
        id="member_id",
        name="member__user__display_name",
        email="member__user__email",
        words="what_happened",
    )
    said = Reaction.objects.filter(post__topic_id=topic.pk, post__number__range=(first, last))
    return said.values_list("post__number", "kind").annotate(
        n=Count("pk"),
        mine=Count("pk", filter=mine),
        hidden=Count("pk", filter=mine & hidden),
        introduced=Count("pk", filter=mine & shown),
        roles=ArrayAgg(role, filter=Q(kind=ReactionKind.FACE) & ~hidden),
        hidden_roles=ArrayAgg("shown_role_id", filter=Q(kind=ReactionKind.FACE) & hidden),
        people=JSONBAgg(
            person, filter=shown | Q(kind=ReactionKind.TRIED), order_by=["created_at", "pk"]
        ),
    )


def _person(entry: dict[str, Any], community: Community) -> Said:
    return Said(
        member_id=entry["id"],
        name=shown_name(entry["name"], entry["email"]),
        url=address("communities:person", community.slug, entry["id"]),
        words=entry["words"],
    )


def _facing(role_ids: Sequence[int | None], community: Community) -> str:
    """Return "3 superintendents and 1 principal face this." in the reader's language."""
    known = roles_by_id(community)
    counts = {pk: role_ids.count(pk) for pk in set(role_ids) if pk in known}
    parts = []
    for pk in sorted(counts, key=lambda pk: (-counts[pk], known[pk].position)):
        n, role = counts[pk], known[pk]
        parts.append(f"{n} {role.label if n == 1 else role.label_plural}")
    if rest := len(role_ids) - sum(counts.values()):
        words = ngettext("%(n)s person", "%(n)s people", rest)
        parts.append(words % {"n": rest})
    who = parts[-1]
    if len(parts) > 1:
        who = _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
    return ngettext("%(who)s faces this.", "%(who)s face this.", len(role_ids)) % {"who": who}
