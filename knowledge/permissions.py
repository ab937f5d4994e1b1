"""Who may write, send, publish, send back and archive, and the sentences that say why not."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.models.membership import Standing
from communities.permissions import check_may_write
from knowledge.kinds import Licence, State
from knowledge.models import Adaptation, Collection, CommonsCopy, Resource


def may_begin(member: Membership) -> bool:
    """Return whether he may put something into the library: everybody but guests."""
    return member.standing != Standing.GUEST


def check_begin(member: Membership) -> None:
    """Raise PermissionDenied unless the member may begin a resource."""
    check_may_write(member)
    if not may_begin(member):
        raise PermissionDenied(_("Guests of this community cannot put things into its library."))


def is_author(member: Membership, resource: Resource) -> bool:
    """Return whether it is his own, or he is one of its authors."""
    return (
        resource.owner_id == member.pk
        or resource.credits.filter(member=member.pk, is_author=True).exists()
    )


def may_edit(member: Membership, resource: Resource) -> bool:
    """Return whether somebody who sees it may change it: owner, authors, facilitators."""
    return member.is_facilitator or is_author(member, resource)


def check_look_after(member: Membership, resource: Resource) -> None:
    """Raise PermissionDenied unless the member may say who sees it, and until when it holds."""
    check_may_write(member)
    if not may_edit(member, resource) or not may_begin(member):
        raise PermissionDenied(_("Only its authors and facilitators may change it."))
    if resource.state == State.ARCHIVED:
        raise PermissionDenied(
            _("It is archived. It can be changed once a facilitator puts it back.")
        )


def check_edit(member: Membership, resource: Resource) -> None:
    """Raise PermissionDenied unless the member may change what it says."""
    check_look_after(member, resource)
    if must_stay(resource):
        raise PermissionDenied(
            _("It was copied from another community, and its licence forbids changes.")
        )


def check_write_down(resource: Resource) -> None:
    """Raise PermissionDenied where no text of one's own may come of it."""
    if must_stay(resource):
        raise PermissionDenied(
            _(
                "It was copied from another community, and its licence forbids changes. Say here what "
                "you do another way; a text of its own may not come of it."
            )
        )


def must_stay(resource: Resource) -> bool:
    """Return whether it was copied, or came of a copy, and the licence of that forbids changes."""
    if resource.licence != Licence.BY_ND:
        return False
    # Of early copies we did not keep with which licence they came.
    return copies_behind(resource).filter(licence__in=("", Licence.BY_ND)).exists()


def copies_behind(resource: Resource) -> QuerySet[CommonsCopy]:
    """Return what says that it was copied from another community, or began from what was.

    Two queries, and one more for each text between.
    """
    began_from, behind = {resource.pk}, {resource.pk}
    while behind:
        adapted = Adaptation.objects.filter(became__in=behind)
        behind = set(adapted.values_list("resource_id", flat=True)) - began_from
        began_from |= behind
    return CommonsCopy.objects.filter(community=resource.community_id, resource_id__in=began_from)


def check_see_others(member: Membership) -> None:
    """Raise PermissionDenied for guests, who see only what names them."""
    if not may_begin(member):
        raise PermissionDenied(
            _("Guests of this community do not see what other communities share.")
        )


def check_own(member: Membership, resource: Resource) -> None:
    """Raise PermissionDenied unless it is the member's own, or he is an author."""
    check_may_write(member)
    if not is_author(member, resource) or not may_begin(member):
        raise PermissionDenied(_("Only its authors may do this."))


def check_decide(member: Membership) -> None:
    """Raise PermissionDenied unless the member may archive and put back: facilitators."""
    if not member.is_facilitator:
        raise PermissionDenied(_("Only facilitators of this community may do this."))


def may_review(member: Membership, resource: Resource) -> bool:
    """Return whether the member may publish it or send it back: the one rule of that.

    Facilitators, always; while it waits for review, who curates a collection that it stands in or
    is proposed for, unless he wrote it himself.
    """
    if member.is_facilitator:
        return True
    if resource.state != State.REVIEW or is_author(member, resource):
        return False
    return Resource.objects.reviewed_by(member).filter(pk=resource.pk).exists()


def check_review(member: Membership, resource: Resource) -> None:
    """Raise PermissionDenied unless the member may publish it or send it back."""
    check_may_write(member)
    if not may_review(member, resource):
        raise PermissionDenied(
            _("Only facilitators, and curators of a collection that it is meant for, may do this.")
        )


def reads_review(member: Membership, resource: Resource) -> bool:
    """Return whether the member reads all that is said of it before it is published."""
    return may_edit(member, resource) or may_review(member, resource)


def may_curate(member: Membership, collection: Collection) -> bool:
    """Return whether the member may change what stands in a collection: facilitators, its curators."""
    if member.is_facilitator:
        return True
    return Collection.objects.curated_by(member).filter(pk=collection.pk).exists()


def may_exchange(member: Membership) -> bool:
    """Return whether he may take the library out and bring things in: facilitators, and curators."""
    return member.is_facilitator or Collection.objects.curated_by(member).exists()


def check_exchange(member: Membership) -> None:
    """Raise PermissionDenied unless the member may take the library out, and bring things in."""
    if not may_exchange(member):
        raise PermissionDenied(_("Only facilitators and curators of a collection may do this."))


def check_curate(member: Membership, collection: Collection) -> None:
    """Raise PermissionDenied unless the member may change the collection as it stands."""
    check_may_write(member)
    if not may_curate(member, collection):
        raise PermissionDenied(_("Only its curators and facilitators may change a collection."))
    if collection.archived_at is not None:
        raise PermissionDenied(
            _("It is archived. It can be changed once a facilitator puts it back.")
        )


def may_place(member: Membership, resource: Resource) -> bool:
    """Return whether the member may bring it to a collection, or propose it for one.

    What is published, everybody who sees it but guests; before, its authors and facilitators: it is
    theirs to say who else reads it.
    """
    if resource.state == State.ARCHIVED:
        return False
    if resource.state == State.PUBLISHED:
        return may_begin(member)
    return may_edit(member, resource)


def check_place(member: Membership, resource: Resource) -> None:
    """Raise PermissionDenied unless the member may bring it to a collection, or propose it."""
    check_may_write(member)
    if not may_place(member, resource):
        raise PermissionDenied(_("This cannot be put into a collection by you."))


def check_delete(member: Membership, resource: Resource) -> None:
    """Raise PermissionDenied unless it is the member's own draft, which nobody else has seen."""
    if resource.owner_id != member.pk:
        raise PermissionDenied(_("Only the person whose draft it is may delete it."))
    if resource.shown_from is not None or resource.state != State.DRAFT:
        raise PermissionDenied(_("It has been in the library. A facilitator can archive it."))


def release_hats(member: Membership, resource: Resource) -> tuple[bool, bool]:
    """Return whether he speaks for its authors, and whether for the community."""
    speaks = _speaks_for_authors(member, resource) or stands_in(member, resource)
    return may_begin(member) and speaks, member.is_admin


def stands_in(member: Membership, resource: Resource) -> bool:
    """Return whether he may speak for authors of whom none is here any more: facilitators.

    He says how they agreed; and an admin who stands in for them does not decide on it, too.
    """
    if not member.is_facilitator or is_author(member, resource):
        return False
    here = Membership.objects.active().filter(community=resource.community_id)
    authors = resource.credits.filter(is_author=True, member__isnull=False).values("member_id")
    speakers = here.filter(Q(pk=resource.owner_id) | Q(pk__in=authors))
    return not speakers.exclude(standing=Standing.GUEST).exists()


def _speaks_for_authors(member: Membership, resource: Resource) -> bool:
    """Return whether it is his own, or somebody else named him as an author.

    Otherwise one admin could name himself, and agree for both sides.
    """
    if resource.owner_id == member.pk:
        return True
    if not is_author(member, resource):
        return False
    named = resource.revisions.filter(content__authors__contains=[member.pk])
    first = named.order_by("number").first()
    return first is not None and first.by_id != member.pk


def check_release(member: Membership, resource: Resource) -> None:
    """Raise PermissionDenied unless the member may ask for it to be read elsewhere, and agree."""
    check_may_write(member)
    if not any(release_hats(member, resource)):
        raise PermissionDenied(
            _("Only its authors and admins of this community decide who reads it elsewhere.")
        )
