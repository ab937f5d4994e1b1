"""The authors of something are told where it is used, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from communities.models import Membership
from core.addresses import address
from knowledge.kinds import Evidence
from knowledge.models import Adaptation, OutcomeFile, Resource, ResourceCredit
from notifications.kinds import News, register_notices
from notifications.levels import levels_of
from notifications.models import Level, Notice
from notifications.telling import tell

# Kinds of notices and of due work: a site begins to use something, and it tells what came of it.
BEGUN, TOLD = "knowledge.adaptation", "knowledge.outcome"
TELL_BEGUN, TELL_TOLD = "tell_of_adaptation", "tell_of_outcome"
WROTE = "wrote"
# Whose level counts.
RESOURCE = "knowledge.resource"
# What is told later than this is no news.
AT_ONCE = timedelta(days=1)


def tell_begun(adaptation_id: int) -> None:
    """Note whom it concerns that a site uses something."""
    _tell(BEGUN, adaptation_id)


def tell_told(adaptation_id: int) -> None:
    """Note whom it concerns that a site told what came of it."""
    _tell(TOLD, adaptation_id)


def _tell(kind: str, adaptation_id: int) -> None:
    found = Adaptation.objects.select_related("community").filter(pk=adaptation_id)
    one = found.filter(shown_at__isnull=False).first()
    if one is None or one.shown_at is None:
        return
    happened = [one.shown_at] if kind == BEGUN else [one.shown_at, one.told_at or one.shown_at]
    if max(happened) < timezone.now() - AT_ONCE:
        return
    # One's own doings are no news.
    did_it = one.opened_by_id if kind == BEGUN else one.told_by_id
    credited = ResourceCredit.objects.filter(resource=one.resource_id, is_author=True)
    people = Membership.objects.active().filter(
        Q(pk__in=credited.values("member"))
        | Q(pk__in=Resource.objects.filter(pk=one.resource_id).values("owner")),
        user__is_active=True,
    )
    ids = set(people.exclude(pk=did_it or 0).values_list("pk", flat=True))
    levels = levels_of(ids, (RESOURCE, one.resource_id), community_id=one.community_id)
    at_once = {pk: WROTE for pk, level in levels.items() if level in {Level.ALL, Level.MENTIONS}}
    if at_once:
        tell(kind, one.pk, at_once, community=one.community)


def _news_of(kind: str, reader: Membership, notices: Sequence[Notice]) -> list[News]:
    """Return what these notices tell of what he may see now."""
    ids = [notice.object_id for notice in notices]
    rows = Adaptation.objects.filter(pk__in=ids, shown_at__isnull=False).order_by("pk")
    if kind == TOLD:
        rows = rows.exclude(outcome="")
    seen = Resource.objects.visible_to(reader)
    rows = rows.filter(resource__in=seen.values("pk"))
    rows = rows.select_related("resource", "site", "opened_by__user", "told_by__user")
    return list(_told(kind, reader, rows))


def _told(kind: str, reader: Membership, rows: Iterable[Adaptation]) -> Iterator[News]:
    adaptations = list(rows)
    names = _names_of_files(adaptations) if kind == TOLD else {}
    for one in adaptations:
        page = address("knowledge:resource", reader.community.slug, one.resource.number)
        url = f"{settings.SITE_URL}{page}#adaptation-{one.pk}"
        values = {"site": one.site.name, "title": one.resource.title}
        text = _plan_words(one) if kind == BEGUN else _outcome_words(one, names.get(one.pk, ()))
        who = one.opened_by if kind == BEGUN else one.told_by or one.opened_by
        at = one.shown_at if kind == BEGUN else one.told_at
        yield News(
            object_id=one.pk,
            thread=f"{BEGUN} {one.pk}",
            subject=_("“%(title)s” at %(site)s") % values,
            sender=who.name,
            title=one.resource.title,
            place=_("Library"),
            sentence=_sentence(kind, one) % {**values, "name": who.name},
            because=_("You get this mail because you wrote “%(title)s”.") % values,
            at=at or one.created_at,
            text=text,
            html=linebreaks(text, autoescape=True),
            url=url,
            # Where one can write something.
            answer_url=f"{settings.SITE_URL}{page}comments/",
            about=(RESOURCE, one.resource_id),
        )


def _names_of_files(adaptations: Sequence[Adaptation]) -> dict[int, list[str]]:
    """Return the names of the files beside each of these, by its id: one query."""
    found: dict[int, list[str]] = defaultdict(list)
    files = OutcomeFile.objects.filter(adaptation__in=adaptations).order_by("pk")
    for pk, name in files.values_list("adaptation", "name"):
        found[pk].append(name)
    return found


def _sentence(kind: str, one: Adaptation) -> str:
    if kind == BEGUN:
        return _("%(name)s says: %(site)s uses what you wrote.")
    return {
        "worked": _("%(name)s says what came of it at %(site)s: it worked."),
        "partly": _("%(name)s says what came of it at %(site)s: it worked in part."),
        "failed": _("%(name)s says what came of it at %(site)s: it did not work."),
    }[one.outcome]


def _plan_words(one: Adaptation) -> str:
    said = (
        (_("What is different there"), one.different),
        (_("What they do another way"), one.change),
    )
    return "\n\n".join(f"{label}:\n{text}" for label, text in said if text)


def _outcome_words(one: Adaptation, names: Sequence[str]) -> str:
    rows = [f"{label}: {before} → {after}" for label, before, after in one.figures]
    parts = [one.happened, "\n".join(rows)]
    if one.moved_to:
        level = {"level": Evidence(one.moved_to).label}
        parts.append(_("How far it was tried, by its page now: %(level)s.") % level)
    if names:
        parts.append(_("Files beside it: %(names)s") % {"names": ", ".join(names)})
    return "\n\n".join(part for part in parts if part)


def register() -> None:
    """Say how these are told; called from AppConfig.ready()."""
    register_notices(BEGUN, lambda reader, notices: _news_of(BEGUN, reader, notices))
    register_notices(TOLD, lambda reader, notices: _news_of(TOLD, reader, notices))
