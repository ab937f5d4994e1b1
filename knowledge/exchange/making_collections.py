"""Making a collection that somebody brings, of what he brought with it."""

from django.utils.translation import gettext as _

from knowledge.exchange.planned import PlannedCollection
from knowledge.exchange.portable import Names
from knowledge.models import Collection, Resource
from knowledge.shelves.actions import (
    Words,
    archive_collection,
    make_start,
    name_curator,
    open_collection,
    place,
)


def make_collection(one: PlannedCollection, brought: dict[str, int], names: Names) -> str:
    """Make it, in the open scope; return a sentence where it is not made.

    `brought` are the resources by their names in the bundle.
    """
    by = names.member
    assert one.audience is not None  # noqa: S101  (for mypy)
    if not by.is_facilitator:
        return _("Only facilitators open collections.")
    there = Collection.objects.visible_to(by)
    if there.filter(title__iexact=one.title).exists():
        return _("A collection with this title is there already. It stays as it is.")
    made = open_collection(Words(one.title, one.note), audience=one.audience, by=by)
    seen = Resource.objects.visible_to(by).in_bulk(
        [brought[s] for s, _n in one.items if s in brought]
    )
    for source, note in one.items:
        if resource := seen.get(brought.get(source, 0)):
            place(resource, made, by=by, note=note, is_proposed=False)
    if one.is_archived:
        archive_collection(made, by=by, words=one.why)
    elif one.is_start and not Collection.objects.filter(is_start=True).exists():
        make_start(made, by=by)
    return ""


def name_curators(one: PlannedCollection, names: Names) -> str:
    """Let those curate it here who did where it is from; return a sentence on who is not known here.

    Call in the open scope, once it is made.
    """
    made = Collection.objects.visible_to(names.member).get(title__iexact=one.title)
    unknown = []
    for name, key in one.curators:
        if member := names.mail_keys.get(key):
            name_curator(made, member, by=names.member)
        else:
            unknown.append(name)
    if not unknown:
        return ""
    return _(
        "Curated there by people who are not known here: %(names)s. Name others on its page."
    ) % {"names": ", ".join(unknown)[:300]}
