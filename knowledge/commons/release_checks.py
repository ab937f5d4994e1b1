"""Why something may not be read beyond its community yet, in sentences."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from forums.audience_choices import EVERYONE, value_of
from knowledge.kinds import Licence, Reach, State
from knowledge.models import CommonsEntry, Resource

type Check = Callable[[Resource, str], list[str]]
_checks: list[Check] = []


def register_release_check(check: Check) -> None:
    """Add reasons of another part of the library; called from AppConfig.ready().

    A check gets a resource and how far it is to go, inside its community's scope, and returns
    sentences, or none.
    """
    _checks.append(check)


def may_be_released(resource: Resource, reach: str = Reach.PLATFORM) -> list[str]:
    """Return the reasons why not; an empty list where it may be. A few queries."""
    reasons = []
    if resource.state != State.PUBLISHED:
        reasons.append(_("It must be published in your own community first."))
    elif value_of(resource.audience) != EVERYONE:
        reasons.append(_("First let everyone in your own community see it."))
    if resource.licence == Licence.OURS:
        reasons.append(licence_keeps_it())
    if reach == Reach.PUBLIC:
        entry = entry_of(resource)
        if entry is None or entry.withdrawn_at is not None:
            reasons.append(_("First let all communities here see it."))
        if not resource.community.may_publish:
            reasons.append(
                _(
                    "Your community has not chosen to put things on the public web. An admin can "
                    "change that in its settings."
                )
            )
    for check in _checks:
        reasons += check(resource, reach)
    return reasons


def licence_keeps_it() -> str:
    """Return the sentence for what its licence keeps in its community."""
    return _("Its licence says that it stays in your community. Choose another one first.")


def entry_of(resource: Resource) -> CommonsEntry | None:
    """Return where it stands beyond its community, also if it is withdrawn: one query."""
    entries = CommonsEntry.objects.filter(
        community=resource.community_id, resource_id=resource.pk
    ).select_related("current")
    return entries.first()
