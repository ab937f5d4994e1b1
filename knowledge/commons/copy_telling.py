"""Mails about copies: to whose it is that it was copied, to who copied it that there is a newer one."""

from django.utils.translation import gettext as _

from communities.due_work import due
from core.addresses import address
from knowledge.models import CommonsCopy, CommonsEntry, Resource
from notifications.moderation_mail import Letter, send_letter

# Due work of the community that copied.
TELL_NEWER = "tell_of_newer"


def tell_copied(copy_id: int) -> None:
    """Queue the mail to the owner of what was copied: due work of his community."""
    found = CommonsCopy.objects.select_related("entry", "community").filter(pk=copy_id).first()
    if found is None:
        return
    copy = found
    resource = _owned(copy.entry.resource_id)
    if resource is None:
        return
    values = {"copier": copy.community.name, "title": resource.title}
    send_letter(
        resource.owner,
        lambda: Letter(
            subject=_("%(copier)s copied “%(title)s”") % values,
            sentence=_(
                "%(copier)s copied “%(title)s” into its library, to work with it. Thank you for "
                "writing it down."
            )
            % values,
            path=resource.get_absolute_url(),
            button=_("See it"),
            because=_("You get this mail because you brought it into the library."),
        ),
        key=f"copied/{copy.pk}",
    )


def have_copies_told(entry: CommonsEntry) -> None:
    """Promise that who copied an earlier snapshot hears that there is a newer one."""
    if entry.current is None:
        return
    older = entry.copies.filter(number__lt=entry.current.number).select_related("community")
    for copy in older:
        due(TELL_NEWER, copy.pk, community=copy.community)


def tell_newer(copy_id: int) -> None:
    """Queue the mail to the owner of a copy: due work of his community."""
    copies = CommonsCopy.objects.select_related("entry__current", "entry__community")
    copy = copies.filter(pk=copy_id).first()
    if copy is None or copy.entry.current is None or copy.entry.current.number <= copy.number:
        return
    resource = _owned(copy.resource_id)
    if resource is None:
        return
    page = address("knowledge:from_others_one", resource.community.slug, copy.entry_id)
    path = f"{page}?against={copy.number}"
    values = {"source": copy.entry.community.name, "title": resource.title}
    send_letter(
        resource.owner,
        lambda: Letter(
            subject=_("There is a newer “%(title)s”") % values,
            sentence=_(
                "You copied “%(title)s” from %(source)s. There it says something new now. Look at "
                "what changed, word by word. Your own copy stays as it is."
            )
            % values,
            path=path,
            button=_("See what changed"),
            because=_("You get this mail because you brought it into the library."),
        ),
        key=f"newer/{copy.pk}/{copy.entry.current.number}",
    )


def _owned(pk: int) -> Resource | None:
    """Return it with its owner, if it is there and he is, too."""
    resource = (
        Resource.objects.filter(pk=pk)
        .select_related("community", "owner__user", "owner__community")
        .first()
    )
    return resource if resource and resource.owner.is_active else None
