"""In what state things come: all as drafts, as their files say, or before all who may see them."""

from django.utils.translation import gettext as _

from communities.models import Membership

DRAFTS, AS_SAID, PUBLISHED = "drafts", "said", "published"
WANTED = (DRAFTS, AS_SAID, PUBLISHED)


def choices_of(member: Membership) -> list[tuple[str, str]]:
    """Return what this member may choose: who does not publish brings drafts."""
    found = [(DRAFTS, _("All as drafts, which only you see"))]
    if member.is_facilitator:
        found += [
            (AS_SAID, _("Each as its file says; a draft where it says nothing")),
            (PUBLISHED, _("All published, as far as nothing is missing that readers need")),
        ]
    return found
