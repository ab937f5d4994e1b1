"""What the tests of the library share: drafts and what is published."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from communities.models import Audience, Membership
from communities.models.membership import Standing
from communities.scope import scope
from core.files import check_upload
from forums.audience_choices import EVERYONE, audience_chosen
from forums.telling import POST
from knowledge.actions.life import publish, send_to_review
from knowledge.actions.writing import begin_resource, change_resource
from knowledge.commons.quoted import words_beside
from knowledge.commons.released import released
from knowledge.commons.releasing import agree_to_release, ask_release
from knowledge.content import Content, FileEntry, content_of
from knowledge.files.attaching import keep_file
from knowledge.harvest.actions import harvest
from knowledge.harvest.source_kinds import source_kind
from knowledge.kinds import Kind, Reach
from knowledge.loading import content_at
from knowledge.models import CommonsEntry, Release, Resource, ResourceFile
from tests.cast import Cast
from tests.made_files import picture, upload

BODY = "We met at the bakery.\n\nTwo parents walk in front.\n\nRain is no reason to stop."
SUMMARY = {
    "what": "A walking school bus.",
    "for_whom": "For families without a car.",
    "outcome": "Forty children come on time.",
}


def content(by: Membership, **fields: Any) -> Content:
    """Return a whole case that could be published."""
    values = {"kind": Kind.CASE, "title": "Walking bus", "body": BODY, "authors": (by.pk,)}
    return Content(**{**values, **SUMMARY, **fields})


def draft(
    cast: Cast, by: Membership, *, audience: Audience | None = None, **fields: Any
) -> Resource:
    """Return a draft, for the whole community if nothing else is said; call inside the scope."""
    shown_to = audience or audience_chosen(cast.community, EVERYONE)
    return begin_resource(content(by, **fields), by=by, audience=shown_to)


def in_review(cast: Cast, by: Membership, **fields: Any) -> Resource:
    """Return one that waits for a facilitator."""
    resource = draft(cast, by, **fields)
    send_to_review(resource)
    return resource


def published(cast: Cast, by: Membership, **fields: Any) -> Resource:
    """Return one that fay published."""
    resource = in_review(cast, by, **fields)
    publish(resource, by=cast.fay)
    return resource


def quoting(cast: Cast, words: dict[int, str], **fields: Any) -> Resource:
    """Return sam's draft that quotes these words, by post, for the superintendents.

    With `audience=None` it is for everybody.
    """
    audience = fields.pop("audience", cast.superintendents.audience)
    audience = audience or audience_chosen(cast.community, EVERYONE)
    kind = source_kind(POST)
    return harvest(content(cast.sam, **fields), words, kind, by=cast.sam, audience=audience)


def asked_for(
    cast: Cast,
    resource: Resource,
    *,
    by: Membership,
    reach: str = Reach.PLATFORM,
    left_out: Sequence[str] = (),
    files: Sequence[str] = (),
    quotes: bool = True,
) -> Release:
    """Let somebody ask that others read what it says now, with all that it quotes, and these files."""
    resource = Resource.objects.with_labels().select_related("audience").get(pk=resource.pk)
    resource.community = cast.community
    content, number = content_at(resource, resource.version), resource.version
    made = released(resource, content, number, left_out, files=files)
    beside = words_beside(resource, reach, by=[by.pk]) if quotes else []
    quotations = {str(one.quotation.pk): one.quotation.words for one in beside}
    return ask_release(resource, made, reach=reach, by=by, left_out=left_out, quotations=quotations)


def let_out(
    cast: Cast, resource: Resource, *, reach: str = Reach.PLATFORM, left_out: Sequence[str] = ()
) -> CommonsEntry:
    """Let sam ask and ada agree, step by step."""
    for step in (Reach.PLATFORM, Reach.PUBLIC):
        release = asked_for(cast, resource, by=cast.sam, reach=step, left_out=left_out)
        release.resource.community = cast.community
        agree_to_release(release, by=cast.ada)
        if step == reach:
            break
    return CommonsEntry.objects.select_related("current").get(resource_id=resource.pk)


def released_to_all(cast: Cast) -> CommonsEntry:
    """Return something of sam's that stands on the public web; call inside the scope."""
    cast.community.may_publish = True
    cast.community.save()
    resource = published(cast, cast.sam, title="For everybody", licence="cc-by")
    return let_out(cast, resource, reach=Reach.PUBLIC)


def released_by_lakes(cast: Cast, **fields: Any) -> CommonsEntry:
    """Return something of olga's at Lakes that all communities may read; call outside the scope."""
    with scope(cast.other):
        cast.olga.standing, cast.olga.community = Standing.ADMIN, cast.other
        shown_to = audience_chosen(cast.other, EVERYONE)
        values = {"title": "Ice fishing", "licence": "cc-by", **fields}
        resource = begin_resource(content(cast.olga, **values), by=cast.olga, audience=shown_to)
        publish(resource, by=cast.olga)
        release_as_both(resource, cast.olga)
        return CommonsEntry.objects.select_related("current").get(resource_id=resource.pk)


def release_as_both(resource: Resource, by: Membership) -> None:
    """Let somebody who is author and admin release what it says now."""
    found = Resource.objects.with_labels().select_related("audience").get(pk=resource.pk)
    found.community = by.community
    made = released(found, content_at(found, found.version), found.version)
    ask_release(found, made, reach=Reach.PLATFORM, by=by)


def with_file(
    resource: Resource, *, by: Membership, name: str = "bus.jpg", data: bytes = b"", label: str = ""
) -> ResourceFile:
    """Return a file that was put beside it just now; a picture, if nothing else is said."""
    kept = keep_file(check_upload(upload(name, data or picture())), by=by)
    now = Resource.objects.with_labels().get(pk=resource.pk)
    content = content_of(now)
    files = (*content.files, FileEntry(kept.key, label))
    resource.community = by.community
    change_resource(resource, replace(content, files=files), by=by, began_from=now.version)
    resource.refresh_from_db(fields=["version", "files"])
    return kept


def as_form(by: Membership, **fields: Any) -> dict[str, Any]:
    """Return what a browser sends for a whole case."""
    values = {
        "kind": "case",
        "title": "Walking bus",
        "body": BODY,
        "authors": by.name,
        "evidence": "once",
        "licence": "ours",
        "audience": EVERYONE,
    }
    return {**values, **SUMMARY, **fields}
