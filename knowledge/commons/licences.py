"""What may be made of what was copied: the rules of Creative Commons, by the licence it came with.

Sources: the legal codes, https://creativecommons.org/licenses/by-sa/4.0/legalcode.en, section 3(b)
(share-alike: the same elements), …/by-nd/4.0/…, section 2(a)(1)(B) (what is adapted is not shared),
section 3(a) of all of them (say whose it is, whence and under which licence); and the adapter's
licence chart of the FAQ, "If I derive or adapt material offered under a Creative Commons license,
which CC license(s) can I use?", https://creativecommons.org/faq/. A licence that somebody has
received is not taken back from him; that we let nothing out whose source was withdrawn is our own
rule.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from knowledge.content import content_of
from knowledge.kinds import Licence, Reach
from knowledge.models import CommonsCopy, Resource
from knowledge.permissions import copies_behind

_AFTER: dict[str, tuple[Licence, ...]] = {
    Licence.ZERO: tuple(Licence),
    Licence.BY: (Licence.OURS, Licence.BY, Licence.BY_SA, Licence.BY_NC, Licence.BY_ND),
    Licence.BY_NC: (Licence.OURS, Licence.BY_NC),
    Licence.BY_SA: (Licence.BY_SA,),
    Licence.BY_ND: (Licence.BY_ND,),
}
_TEXTS = ("kind", "title", "what", "for_whom", "outcome", "body", "details")


def licences_after(came_with: Iterable[str]) -> tuple[Licence, ...]:
    """Return the licences that may stand on what is made of texts with these."""
    allowed = set(Licence)
    for one in came_with:
        allowed &= set(_AFTER.get(one, tuple(Licence)))
    return tuple(one for one in Licence if one in allowed)


def licences_of(resource: Resource) -> tuple[Licence, ...]:
    """Return the licences that it may have: all, unless it was copied. Two queries or more."""
    copies = list(copies_behind(resource))
    # Of early copies we did not keep with which they came.
    return licences_after(copy.licence or resource.licence for copy in copies)


def why_these(allowed: tuple[Licence, ...]) -> str:
    """Return why there are fewer licences to choose from; empty where there are all."""
    if len(allowed) == len(Licence):
        return ""
    if allowed == (Licence.BY_SA,):
        return _(
            "It was copied from another community under CC BY-SA: what is made of it keeps this "
            "licence."
        )
    return _("It was copied from another community. Its licence there allows these.")


def not_released_on(resource: Resource, reach: str) -> list[str]:
    """Return why what was copied, or came of a copy, is not released on; as a release check.

    It goes no further than its source stands: a community that let others here read something need
    not find it on the public web. The licence would allow that; this is our own rule.
    """
    copies = list(copies_behind(resource).select_related("entry"))
    if not copies:
        return []
    reasons = []
    if any((copy.licence or resource.licence) == Licence.BY_ND for copy in copies):
        reasons.append(
            _("Its licence forbids changes, so it says what its source says. Others find it there.")
        )
    elif resource.licence not in licences_after(
        copy.licence or resource.licence for copy in copies
    ):
        reasons.append(_("The licence of what it was copied from does not allow this one."))
    elif any(_is_unchanged(copy, resource) for copy in copies):
        reasons.append(
            _(
                "It says what its source says, and others find it there. Change it to your own first."
            )
        )
    if any(copy.entry.current_id is None for copy in copies):
        reasons.append(
            _("What it was copied from was withdrawn. What came of that stays in your community.")
        )
    elif reach == Reach.PUBLIC and any(copy.entry.reach != Reach.PUBLIC for copy in copies):
        reasons.append(
            _("What it was copied from is not on the public web, so it does not go there, either.")
        )
    return reasons


def _is_unchanged(copy: CommonsCopy, resource: Resource) -> bool:
    """Return whether it says what it said when it was copied: two queries."""
    if copy.resource_id != resource.pk:
        return False
    first = resource.revisions.order_by("number").first()
    if first is None or first.number != 1:
        return False
    labelled = Resource.objects.with_labels().get(pk=resource.pk)
    now, then = content_of(labelled).as_json(), first.content
    return all(now[name] == then.get(name) for name in _TEXTS)
