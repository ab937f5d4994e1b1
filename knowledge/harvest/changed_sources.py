"""What becomes of quotations whose sources change: found by what is so now, whatever led there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communities.due_work import due_many, register_due_work
from communities.models import Community, Membership
from forums.changed_posts import Watcher, register_watcher
from forums.telling import POST
from knowledge.harvest.changes import quotations_changed
from knowledge.harvest.passages import stands_in
from knowledge.harvest.source_kinds import Source, source_kind
from knowledge.models import (
    Quotation,
    QuotedPerson,
    Resource,
    SourceState,
    quoting_rules,
)
from knowledge.models.quoting_rules import Removed
from knowledge.resource_people import people_behind
from knowledge.search_documents import refresh_resource
from notifications.moderation_mail import Letter, send_letter

# Due work, by the resource.
CHECK, LOST = "check_sources", "tell_of_lost_words"
MOVED = "moved"


def state_of(words: str, source: Source | None) -> SourceState:
    """Return how a source stands to words that are quoted of it."""
    if source is None or not source.texts:
        return SourceState.REMOVED
    return SourceState.SAME if stands_in(words, source.texts) else SourceState.EDITED


def check_sources(resource_id: int) -> None:
    """Compare what a resource quotes with its sources, follow the community's rule, and tell of it."""
    with transaction.atomic():
        resource = Resource.objects.select_for_update(of=("self",)).filter(pk=resource_id)
        found = resource.select_related("community").first()
        if found is None:
            return
        changes = {
            (change, one.kind == POST)
            for one, source in _sources(found)
            if (change := _note(one, source))
        }
        if SourceState.REMOVED in {change for change, _is_post in changes} and _removed_goes(
            found.community
        ):
            found.quotations.filter(source_state=SourceState.REMOVED).delete()
            QuotedPerson.objects.filter(resource=found, quotations=None).delete()
        if changes:
            refresh_resource(found)
            quotations_changed(found)
            told = [(_sentence(what, found.community), is_post) for what, is_post in changes]
            _tell(found, sorted(told))


def tell_of_lost_words(resource_id: int) -> None:
    """Tell its authors that somebody whom they quoted had his words erased."""
    found = Resource.objects.filter(pk=resource_id).select_related("community").first()
    if found is not None:
        _tell(found, [(LOST, True)])


def note_lost_words(member: Membership) -> None:
    """Take away what is quoted of somebody who is erased, and have the authors told."""
    quoting = Resource.objects.filter(quoted__member=member)
    resources = list(
        Resource.objects.select_for_update().filter(pk__in=quoting.values("pk")).order_by("pk")
    )
    QuotedPerson.objects.filter(member=member).delete()
    for resource in resources:
        refresh_resource(resource)
        quotations_changed(resource)
    if resources:
        due_many(LOST, [one.pk for one in resources], community=member.community)


def _sources(resource: Resource) -> Iterable[tuple[Quotation, Source | None]]:
    by_kind: dict[str, list[Quotation]] = defaultdict(list)
    for one in resource.quotations.order_by("number"):
        by_kind[one.kind].append(one)
    for kind, ones in by_kind.items():
        now: Mapping[int, Source] = source_kind(kind).now([one.object_id for one in ones])
        yield from ((one, now.get(one.object_id)) for one in ones)


def _note(one: Quotation, source: Source | None) -> str:
    """Keep how its source stands now; return what is new about that, if anything."""
    before, one.source_state = one.source_state, state_of(one.words, source)
    audience = one.audience_id
    if source is not None:
        one.whole_id, one.audience_id = source.whole_id, source.audience_id
    one.save(update_fields=["source_state", "whole_id", "audience_id"])
    if one.source_state not in {before, SourceState.SAME}:
        return one.source_state
    # Joined or split where the same people read it, it only has another address.
    return MOVED if audience is not None and audience != one.audience_id else ""


def _removed_goes(community: Community) -> bool:
    return quoting_rules(community).removed == Removed.TAKEN_OUT


def _sentence(change: str, community: Community) -> str:
    if change == SourceState.REMOVED:
        return Removed.TAKEN_OUT if _removed_goes(community) else Removed.NAMELESS
    return change


def _words(what: str, *, is_post: bool) -> str:
    """Return what happened to a post, or to notes of a meeting, in the language that is active."""
    of_notes = {
        Removed.TAKEN_OUT: _(
            "Notes that are quoted in “%(title)s” are not there any more. Their words were taken out."
        ),
        Removed.NAMELESS: _(
            "Notes that are quoted in “%(title)s” are not there any more. Their words stay, without "
            "a name."
        ),
        SourceState.EDITED: _(
            "Notes that are quoted in “%(title)s” were changed and say something else now. Please "
            "quote other words of them, or take the quotation out."
        ),
        MOVED: _(
            "A meeting whose notes are quoted in “%(title)s” is for others now. Others may see them "
            "than before."
        ),
    }
    if not is_post:
        return of_notes[what]
    return {
        Removed.TAKEN_OUT: _(
            "A post that is quoted in “%(title)s” was removed. Its words were taken out."
        ),
        Removed.NAMELESS: _(
            "A post that is quoted in “%(title)s” was removed. Its words stay, without a name."
        ),
        SourceState.EDITED: _(
            "A post that is quoted in “%(title)s” was changed and says something else now. Please "
            "quote other words of it, or take the quotation out."
        ),
        MOVED: _(
            "A discussion that is quoted in “%(title)s” was moved. Others may see it now than before."
        ),
        LOST: _("Somebody whom you quoted in “%(title)s” left and had all words erased."),
    }[what]


def _tell(resource: Resource, what: list[tuple[str, bool]]) -> None:
    """Write to its owner and its authors."""
    title = {"title": resource.title}
    for member in people_behind(resource).order_by("pk"):
        send_letter(
            member,
            lambda: Letter(
                subject=_("What you quote in “%(title)s”") % title,
                sentence=" ".join(_words(one, is_post=is_post) % title for one, is_post in what),
                path=resource.get_absolute_url(),
                button=_("Go to the page"),
                because=_("You get this mail because you are one of its authors."),
            ),
            key=f"sources/{resource.pk}",
        )


def _posts(community: Community, ids: Collection[int]) -> None:
    _due(community, Quotation.objects.filter(kind=POST, object_id__in=ids))


def _topics(community: Community, ids: Collection[int]) -> None:
    _due(community, Quotation.objects.filter(kind=POST, whole_id__in=ids))


def _due(community: Community, quotations: QuerySet[Quotation]) -> None:
    if ids := sorted(set(quotations.values_list("resource_id", flat=True))):
        due_many(CHECK, ids, community=community)


def register() -> None:
    """Watch what is quoted; called from AppConfig.ready()."""
    register_watcher(Watcher(_posts, _topics))
    register_due_work(CHECK, check_sources)
    register_due_work(LOST, tell_of_lost_words, queue="mail")
