"""What was said at a meeting: sections, one scribe each, and every text that was ever saved."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting

LONGEST_SECTION = 20_000
# A scribe whose page was not heard of for so long has gone: his place is free.
QUIET = timedelta(minutes=2)


class NotesState(models.TextChoices):
    OPEN = "open", _("Being written")
    # A host reads them through: only hosts change them from here on.
    REVIEW = "review", _("Being read through")
    SENT = "sent", _("Sent")


class MeetingNotes(models.Model):
    """The notes of one meeting."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    meeting = models.OneToOneField(
        Meeting, models.CASCADE, related_name="notes", db_constraint=False
    )
    state = models.CharField(max_length=6, choices=NotesState, default=NotesState.OPEN)
    begun_at = models.DateTimeField(default=timezone.now)
    # Who read them through and sent them.
    reviewed_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = PeerQuerySet["MeetingNotes"].as_manager()

    class Meta:
        constraints = [*tenant("meetings_meetingnotes", "meeting", "reviewed_by")]
        verbose_name_plural = "meeting notes"

    def __str__(self) -> str:
        return f"notes of {self.meeting_id}"


class NotesSection(models.Model):
    """One part of the notes, as of one item of the agenda. Whoever writes it is its scribe."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    notes = models.ForeignKey(
        MeetingNotes, models.CASCADE, related_name="sections", db_constraint=False, db_index=False
    )
    # Of one meeting's notes: its address; and where it stands among them.
    number = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    # What of the agenda it is about: that says its name. Else it has one of its own.
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sections",
        db_constraint=False,
    )
    title = models.CharField(max_length=160, blank=True)
    # Who added it; null for those that are there from the beginning.
    begun_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    text = models.TextField(max_length=LONGEST_SECTION, blank=True)
    html = models.TextField(blank=True)
    renderer_version = models.PositiveSmallIntegerField(default=0)
    # Goes up with each change of the text: whoever saves says from which one he went on.
    version = models.PositiveIntegerField(default=0)
    # The page that saved it last; null where it was not a page.
    page_key = models.UUIDField(null=True, blank=True)
    # Who wrote in it last.
    by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    scribe = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    scribe_since = models.DateTimeField(null=True, blank=True)
    scribe_seen_at = models.DateTimeField(null=True, blank=True)

    objects = PeerQuerySet["NotesSection"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_notessection", "notes", "item", "begun_by", "by", "scribe"),
            models.UniqueConstraint(
                fields=["notes", "number"], name="meetings_notessection_number_once"
            ),
            models.UniqueConstraint(
                fields=["notes", "item"], name="meetings_notessection_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notes_id}/{self.number}"

    def has_scribe(self, now: datetime | None = None) -> bool:
        """Return whether somebody writes in it just now, as far as is known."""
        if self.scribe_id is None or self.scribe_seen_at is None:
            return False
        return self.scribe_seen_at > (now or timezone.now()) - QUIET


class NotesVersion(models.Model):
    """A text as it was saved; what one person saves within minutes is one of them."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    section = models.ForeignKey(
        NotesSection, models.CASCADE, related_name="versions", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=LONGEST_SECTION, blank=True)
    by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    begun_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["NotesVersion"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_notesversion", "section", "by"),
            models.UniqueConstraint(
                fields=["section", "number"], name="meetings_notesversion_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} as of {self.number}"


class SetAside(models.Model):
    """Words that could not be saved, since somebody else was writing there: kept until put in."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    section = models.ForeignKey(
        NotesSection, models.CASCADE, related_name="set_aside", db_constraint=False, db_index=False
    )
    text = models.TextField(max_length=LONGEST_SECTION)
    by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    # What it went on from, and the page that it was written on: it may go on there.
    base = models.PositiveIntegerField()
    page_key = models.UUIDField()
    saved_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["SetAside"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_setaside", "section", "by"),
            models.UniqueConstraint(
                fields=["section", "by", "page_key"], name="meetings_setaside_once"
            ),
        ]

    def __str__(self) -> str:
        return f"beside {self.section_id}, by {self.by_id}"
