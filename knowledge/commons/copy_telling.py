"""Mails about copies: to whose it is that it was copied, to who copied it that there is a newer one."""

from django.utils.translation import gettext_lazy as _

from communities.due_work import due
from core.addresses import address
from knowledge.models import CommonsCopy, CommonsEntry, Resource
from knowledge.telling.letters import LetterWords, write_to

# Due work of the community that copied.
TELL_NEWER = "tell_of_newer"

_BECAUSE = _("You get this mail because you brought it into the library.")
COPIED = LetterWords(
    subject=_("%(copier)s copied “%(title)s”"),
    sentence=_(
        "%(copier)s copied “%(title)s” into its library, to work with it. Thank you for writing it "
        "down."
    ),
    button=_("See it"),
    because=_BECAUSE,
)
NEWER = LetterWords(
    subject=_("There is a newer “%(title)s”"),
    sentence=_(
        "You copied “%(title)s” from %(source)s. There it says something new now. Look at what "
        "changed, word by word. Your own copy stays as it is."
    ),
    button=_("See what changed"),
    because=_BECAUSE,
)


def tell_copied(copy_id: int) -> None:
    """Queue the mail to the owner of what was copied: due work of his community."""
    copy = CommonsCopy.objects.select_related("entry", "community").filter(pk=copy_id).first()
    resource = _owned(copy.entry.resource_id) if copy else None
    if copy is None or resource is None:
        return
    write_to(
        [resource.owner],
        COPIED,
        key=f"copied/{copy.pk}",
        path=resource.get_absolute_url(),
        copier=copy.community.name,
        title=resource.title,
    )


def have_copies_told(entry: CommonsEntry) -> None:
    """Promise that who copied an earlier version hears that there is a newer one."""
    if entry.current is None:
        return
    older = entry.copies.filter(version__lt=entry.current.version).select_related("community")
    for copy in older:
        due(TELL_NEWER, copy.pk, community=copy.community)


def tell_newer(copy_id: int) -> None:
    """Queue the mail to the owner of a copy: due work of his community."""
    copies = CommonsCopy.objects.select_related("entry__current", "entry__community")
    copy = copies.filter(pk=copy_id).first()
    resource = _owned(copy.resource_id) if copy else None
    if copy is None or resource is None or copy.entry.current is None:
        return
    if copy.entry.current.version <= copy.version:
        return
    page = address("knowledge:from_others_one", resource.community.slug, copy.entry_id)
    write_to(
        [resource.owner],
        NEWER,
        key=f"newer/{copy.pk}/{copy.entry.current.number}",
        path=f"{page}?against={copy.number}",
        source=copy.entry.community.name,
        title=resource.title,
    )


def _owned(pk: int) -> Resource | None:
    """Return it with its owner, if it is there and he is, too."""
    resource = (
        Resource.objects.filter(pk=pk)
        .select_related("community", "owner__user", "owner__community")
        .first()
    )
    return resource if resource and resource.owner.is_active else None
