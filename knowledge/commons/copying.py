"""Copying into one's own library what another community released."""

from uuid import UUID

from django.db import transaction

from communities.due_work import due
from communities.facets import facets_of
from communities.models import Membership
from communities.roles import roles_by_id
from forums.audience_choices import EVERYONE, audience_chosen
from knowledge.actions.writing import begin_resource
from knowledge.commons.released import subject_of
from knowledge.commons.snapshot_files import copied_files
from knowledge.content import Content
from knowledge.models import CommonsCopy, CommonsEntry, Resource, Snapshot
from search.words import fold

# Due work of the community that it was copied from.
TELL_COPIED = "tell_of_copy"


def copy_into_library(
    entry: CommonsEntry, it: Snapshot, *, by: Membership, form_key: UUID | None
) -> Resource:
    """Begin a draft that says what was released; its owner there is told which community did.

    Raises CommonsEntry.DoesNotExist if it was withdrawn, or says something else, since it was read.
    """
    with transaction.atomic():
        # Whoever withdraws it waits until this is done, or we see that he did.
        CommonsEntry.objects.select_for_update().get(pk=entry.pk, current=it.pk)
        copied = begin_resource(
            _content(it, by),
            by=by,
            audience=audience_chosen(by.community, EVERYONE),
            form_key=form_key,
        )
        made, is_new = CommonsCopy.objects.get_or_create(
            community=by.community,
            resource_id=copied.pk,
            defaults={
                "entry": entry,
                "number": it.number,
                "version": it.version,
                "licence": it.licence,
            },
        )
        if is_new:
            due(TELL_COPIED, made.pk, community=entry.community)
    return copied


def _content(it: Snapshot, by: Membership) -> Content:
    """Return what it says, with what this community calls the same: subjects and roles by name."""
    own = {subject_of(facet): facet.value for facet in facets_of(by.community).values()}
    wanted = {fold(en) for en, _es in it.roles}
    return Content(
        kind=it.kind,
        title=it.title,
        what=it.what,
        for_whom=it.for_whom,
        outcome=it.outcome,
        body=it.body,
        details=it.details,
        # Whose it is stays with it; without names it is the community's.
        authors=tuple(it.authors or [it.community_name]),
        contributors=tuple(it.contributors),
        evidence=it.evidence,
        facets=tuple(own[key] for key in it.subjects if key in own),
        strands=tuple(it.strands),
        spans=tuple(it.spans),
        roles=tuple(
            role.pk for role in roles_by_id(by.community).values() if fold(role.plural) in wanted
        ),
        said_language=it.language,
        licence=it.licence,
        files=copied_files(it, by),
    )
