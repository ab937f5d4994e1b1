"""What is left in notes of somebody who is erased: what others wrote, too."""

from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.models import ActionItem, Decision, NotesSection, NotesVersion, SetAside
from meetings.notes.changes import notes_changed


def erase_notes(member: Membership) -> None:
    """Take away what the member alone wrote, and every text as it was when he saved it.

    A section in which others wrote, too, stays as it is now.
    """
    mine = NotesVersion.objects.filter(by=member)
    sections = NotesSection.objects.filter(versions__in=mine) | NotesSection.objects.filter(
        pk__in=Decision.objects.filter(by=member).values("section")
    )
    sections |= NotesSection.objects.filter(
        pk__in=ActionItem.objects.filter(by=member).values("section")
    )
    # In one order, as whoever writes waits for one row at a time.
    held = NotesSection.objects.filter(pk__in=sections.values("pk")).order_by("pk")
    listed = list(
        held.select_for_update(no_key=True, of=("self",)).select_related("notes__meeting")
    )
    others = NotesVersion.objects.filter(section__in=listed).exclude(by=member)
    shared = set(others.values_list("section_id", flat=True))
    mine.delete()
    SetAside.objects.filter(by=member).delete()
    Decision.objects.filter(by=member).delete()
    ActionItem.objects.filter(by=member).delete()
    ActionItem.objects.filter(owner=member).update(said="")
    with translation.override(member.community.language):
        NotesSection.objects.filter(begun_by=member).exclude(title="").update(title=_("Erased"))
    for one in listed:
        if one.pk not in shared:
            one.text = one.html = ""
            one.version += 1
            one.save(update_fields=["text", "html", "version"])
        one.community = one.notes.community = one.notes.meeting.community = member.community
        notes_changed(one.notes, [one])
