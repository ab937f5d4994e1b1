"""What a resource says: begun, changed, brought back, deleted. Each change is a version."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.facets import CAPACITY, RESULT, facets_named
from communities.models import Audience, Community, Membership, Role, Site
from core import markdown
from forums.actions.drafts import forget_drafts
from knowledge.content import Content, content_of, in_order
from knowledge.files.attaching import settle_files
from knowledge.kinds import checked_details
from knowledge.models import (
    Resource,
    ResourceCredit,
    ResourceFacet,
    ResourceFile,
    ResourceRevision,
    ResourceRole,
)
from knowledge.search_documents import refresh_resource
from knowledge.telling.life import note_day
from knowledge.texts import rendered_details, words_of
from search.words import language_of


class NewerVersionError(Exception):
    """Somebody saved a version since the form was opened; nothing was written."""


def begin_resource(
    content: Content,
    *,
    by: Membership,
    audience: Audience,
    form_key: UUID | None = None,
    at: datetime | None = None,
    note: str = "",
) -> Resource:
    """Begin a draft; the same page sent twice begins one. `at` is when, if not now.

    `note` is said of its first version.
    """
    with transaction.atomic():
        # One at a time takes a number: the community's row is the queue.
        # Rows that only point at it do not wait.
        Community.objects.select_for_update(no_key=True).get(pk=by.community_id)
        there = Resource.objects.filter(community=by.community_id)
        if form_key and (known := there.filter(form_key=form_key, owner=by).first()):
            return known
        now = at or timezone.now()
        resource = Resource(
            community=by.community,
            number=(there.aggregate(last=Max("number"))["last"] or 0) + 1,
            owner=by,
            audience=audience,
            form_key=form_key,
            created_at=now,
            placed_at=now,
        )
        _write(resource, content, by=by, note=note, at=now)
    return resource


def change_resource(
    resource: Resource, content: Content, *, by: Membership, began_from: int, note: str = ""
) -> None:
    """Keep a new version. Raises NewerVersionError if it is not `began_from` any more."""
    with transaction.atomic():
        current = Resource.objects.select_for_update().with_labels().get(pk=resource.pk)
        if current.version != began_from:
            raise NewerVersionError
        if in_order(content) == in_order(content_of(current)):
            return
        current.community = resource.community
        current.version += 1
        _write(current, content, by=by, note=note, at=timezone.now())
        note_day(current)
        refresh_resource(current)


def restore_version(resource: Resource, number: int, *, by: Membership, note: str) -> None:
    """Let it say again what it said in this version: a new one, so that nothing is lost.

    Raises ResourceRevision.DoesNotExist.
    """
    with transaction.atomic():
        current = Resource.objects.select_for_update().with_labels().get(pk=resource.pk)
        current.community = resource.community
        kept = ResourceRevision.objects.get(resource=current, number=number)
        content = still_there(Content.from_json(kept.content), current.community)
        if in_order(content) == in_order(content_of(current)):
            return
        current.version += 1
        _write(current, content, by=by, note=note, at=timezone.now())
        note_day(current)
        refresh_resource(current)


def still_there(content: Content, community: Community) -> Content:
    """Return an old content without roles, facets, people and a site that are gone since."""
    members = [one for one in (*content.authors, *content.contributors) if isinstance(one, int)]
    known = set(
        Membership.objects.filter(community=community, pk__in=members).values_list("pk", flat=True)
    )
    roles = Role.objects.filter(community=community, pk__in=content.roles)
    sites = Site.objects.filter(community=community, pk=content.site or 0)
    keys = [entry.key for entry in content.files]
    files = ResourceFile.objects.filter(community=community, key__in=keys)
    kept = set(files.values_list("key", flat=True)) if keys else set()
    return replace(
        content,
        files=tuple(entry for entry in content.files if entry.key in kept),
        facets=tuple(facet.value for facet in facets_named(community, content.facets)),
        roles=tuple(roles.values_list("pk", flat=True)),
        site=content.site if sites.exists() else None,
        authors=tuple(one for one in content.authors if isinstance(one, str) or one in known),
        contributors=tuple(
            one for one in content.contributors if isinstance(one, str) or one in known
        ),
    )


def delete_draft(resource: Resource) -> None:
    """Delete a draft with all its versions."""
    forget_drafts(resource._meta.label_lower, [resource.pk])
    resource.delete()


def _write(
    resource: Resource, content: Content, *, by: Membership, note: str, at: datetime
) -> None:
    """Give it this content, and keep that as the revision of its number."""
    content = in_order(content)
    markdown.check_source(content.body)
    resource.kind, resource.title = content.kind, content.title
    resource.what, resource.for_whom = content.what, content.for_whom
    resource.outcome, resource.body = content.outcome, content.body
    resource.html = markdown.render(content.body)
    resource.renderer_version = markdown.RENDERER_VERSION
    resource.details = checked_details(content.kind, content.details)
    resource.details_html = rendered_details(content.kind, resource.details)
    resource.site_id, resource.evidence = content.site, content.evidence
    resource.strands, resource.spans = list(content.strands), list(content.spans)
    resource.licence, resource.review_by = content.licence, content.review_by
    resource.said_language = content.said_language
    resource.language = content.said_language or language_of(
        words_of(resource), default=by.user.language
    )
    resource.changed_at = at
    if content.files and not resource.pk:
        resource.save()
    files = settle_files(resource, content, by=by)
    resource.files = list(files)
    resource.save()
    _label(resource, content)
    ResourceRevision.objects.create(
        community_id=resource.community_id,
        resource=resource,
        number=resource.version,
        by=by,
        note=note,
        written_at=at,
        content=replace(content, details=resource.details, files=files).as_json(),
    )


def _label(resource: Resource, content: Content) -> None:
    ids = {"community_id": resource.community_id, "resource": resource}
    # A first version has none yet.
    if resource.version > 1:
        ResourceFacet.objects.filter(resource=resource).delete()
        ResourceRole.objects.filter(resource=resource).delete()
        ResourceCredit.objects.filter(resource=resource).delete()
    ResourceFacet.objects.bulk_create(
        ResourceFacet(
            **ids,
            capacity_id=facet.id if facet.kind == CAPACITY else None,
            result_id=facet.id if facet.kind == RESULT else None,
        )
        for facet in facets_named(resource.community, content.facets)
    )
    ResourceRole.objects.bulk_create(ResourceRole(**ids, role_id=pk) for pk in content.roles)
    ResourceCredit.objects.bulk_create(
        ResourceCredit(
            **ids,
            member_id=one if isinstance(one, int) else None,
            name="" if isinstance(one, int) else one,
            is_author=is_author,
            position=position,
        )
        for is_author, people in ((True, content.authors), (False, content.contributors))
        for position, one in enumerate(people)
    )
