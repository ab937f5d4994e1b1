"""What is said of the paragraphs of a resource: who may, and where each comment stands now."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from communities.due_work import due
from communities.models import Membership
from knowledge.models import Resource, ResourceComment
from knowledge.paragraphs import Section, anchors_of, sections_of
from knowledge.permissions import reads_review
from moderation.record import record

# Due work: knowledge.telling.comments does it.
TELL_COMMENT = "tell_comment"


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment with what the reader may do with it."""

    comment: ResourceComment
    may_settle: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """A paragraph with what is said of it."""

    number: int
    html: str
    anchor: str
    """Empty for what nothing is said of: a line across the page, or the same words again."""
    comments: list[CommentRow]
    is_commented: bool
    """Whether the form for a new comment stands beside it."""


@dataclass(frozen=True, slots=True)
class Margin:
    """A resource with its comments: on the whole, on paragraphs, and on what it says no more."""

    sections: list[tuple[str, list[ParagraphRow]]]
    whole: list[CommentRow]
    earlier: list[CommentRow]


def margin_of(resource: Resource, member: Membership, *, on: str = "") -> Margin:
    """Return all paragraphs with what the member may read beside them: two queries.

    `on` is the anchor of the paragraph that he is about to comment on.
    """
    rows = _rows(resource, member)
    sections = sections_of(resource)
    known = anchors_of(sections)
    found: dict[str, list[CommentRow]] = defaultdict(list)
    for row in rows:
        found[row.comment.anchor].append(row)
    return Margin(
        _numbered(sections, found, on),
        found[""],
        [row for row in rows if row.comment.anchor and row.comment.anchor not in known],
    )


def _rows(resource: Resource, member: Membership) -> list[CommentRow]:
    may = reads_review(member, resource)
    comments = ResourceComment.objects.beside(resource.pk, member, may_edit=may)
    return [
        CommentRow(one, may or one.by_id == member.pk, one.by_id == member.pk)
        for one in comments.select_related("by__user", "settled_by__user")
    ]


def _numbered(
    sections: list[Section], found: dict[str, list[CommentRow]], on: str
) -> list[tuple[str, list[ParagraphRow]]]:
    number, said = 0, set[str]()
    numbered = []
    for section in sections:
        rows = []
        for one in section.paragraphs:
            number += 1
            anchor = "" if one.anchor in said else one.anchor
            said.add(anchor)
            comments = found[anchor] if anchor else []
            rows.append(
                ParagraphRow(number, one.html, anchor, comments, bool(anchor) and anchor == on)
            )
        numbered.append((section.label, rows))
    return numbered


def comment_on(
    resource: Resource, *, by: Membership, body: str, anchor: str, quote: str
) -> ResourceComment:
    """Keep a comment, and have it told. `quote` is what stands in the paragraph with this anchor."""
    with transaction.atomic():
        comment = ResourceComment.objects.create(
            community_id=resource.community_id,
            resource=resource,
            anchor=anchor,
            quote=quote,
            body=body,
            by=by,
            is_open=resource.is_shown,
        )
        due(TELL_COMMENT, comment.pk, community=by.community)
    return comment


def delete_comment(comment: ResourceComment, *, by: Membership) -> None:
    """Take it away; of somebody else's words, that is in the record."""
    with transaction.atomic():
        if comment.by_id != by.pk:
            record(by, "comment_deleted", comment.resource, note=comment.by.name)
        comment.delete()


def check_settle(member: Membership, resource: Resource, comment: ResourceComment) -> None:
    """Raise PermissionDenied unless the member said it, or may change the resource."""
    if comment.by_id != member.pk and not reads_review(member, resource):
        raise PermissionDenied(
            _("Only who said it, its authors and who reviews it may mark this as settled.")
        )


def check_delete_comment(member: Membership, comment: ResourceComment) -> None:
    """Raise PermissionDenied unless the member said it, or is a facilitator."""
    if comment.by_id != member.pk and not member.is_facilitator:
        raise PermissionDenied(_("Only who said it, and facilitators, may delete it."))
