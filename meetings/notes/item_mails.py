"""What somebody took on: told when the notes are sent, reminded before and after its day."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.quiet_hours import quiet_until
from communities.due_work import put_off
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Membership
from core.addresses import address
from core.timezones import zone_named
from meetings.inviting.mail_words import day_and_time
from meetings.models import ActionItem, ActionState, Meeting, NotesState
from meetings.notes.links import done_url
from meetings.notes.promises import REMIND, next_step, step_due
from notifications.mail_templates import fill
from notifications.outgoing import Draft, store
from notifications.reply_addresses import reply_address

KIND = "action_item"
# What answers are about, for their addresses.
ITEM = "meetings.actionitem"


def remind_of_item(item_id: int) -> None:
    """Tell its owner of it, or remind him, if that is due; promise the next look.

    Of several reminders that are due, as after a week without a worker, the last one is sent alone.
    """
    rows = ActionItem.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("community", "meeting__series", "section__notes", "owner__user")
    item = rows.filter(pk=item_id, state=ActionState.OPEN, owner__isnull=False).first()
    if item is None or item.owner is None or item.section.notes.state != NotesState.SENT:
        return
    item.meeting.community = item.meeting.series.community = item.community
    now = timezone.now()
    zone = zone_named(item.owner.user.time_zone)
    day = now.astimezone(zone).date() if item.reminded_on is None else step_due(item, now)
    if day is not None:
        if owner := _owner_to_tell(item):
            mail_item(item, owner, day=day, is_new=item.reminded_on is None)
        item.reminded_on = day
        item.save(update_fields=["reminded_on"])
    if at := next_step(item, now):
        put_off(REMIND, item.pk, community=item.community, until=at)


def mail_item(item: ActionItem, owner: Membership, *, day: date, is_new: bool) -> None:
    """Queue the mail to its owner, in the caller's transaction."""
    user = owner.user
    now = timezone.now()
    with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
        mail = _draft(item, owner, day=day, is_new=is_new).stored()
    mail.due_at = quiet_until(user, now) or now
    store([mail])


def _owner_to_tell(item: ActionItem) -> Membership | None:
    """Return its owner if mail reaches him, and he still sees the meeting."""
    today = timezone.now().astimezone(zone_named(item.community.time_zone)).date()
    people = Membership.objects.active().filter(pk=item.owner_id or 0, user__is_active=True)
    people = people.exclude(user__mail_stopped_for=F("user__email"))
    people = people.exclude(user__mails_paused_until__gt=today)
    owner = people.select_related("user").with_audience_ids().first()
    if owner is None:
        return None
    owner.community, owner.audience_ids = item.community, owner.seen_ids
    sees = Meeting.objects.visible_to(owner).filter(pk=item.meeting_id)
    return owner if sees.exists() else None


def _draft(item: ActionItem, owner: Membership, *, day: date, is_new: bool) -> Draft:
    community = owner.community
    words = _words(item, is_new=is_new)
    reply_to = reply_address(owner, ITEM, item.pk)
    keeper = reader_of_answers(keepers_of_scope(), member_id=owner.pk)
    text, html = fill(
        "action_item",
        community=community,
        person=owner.name,
        keeper=keeper,
        reply_to=reply_to,
        what=item.words,
        meeting=item.meeting.name,
        met=day_and_time(item.meeting),
        done_url=done_url(community=community.pk, member=owner.pk, item=item.pk),
        page_url=settings.SITE_URL + address("meetings:action", community.slug, item.number),
        **words,
    )
    what = "new" if is_new else str(day)
    return Draft(
        kind=KIND,
        # Given to somebody else, or to another day, it is another mail.
        key=f"{community.pk}/{item.pk}/{owner.pk}/{item.due_on}/{what}",
        to=owner.user.email,
        user=owner.user,
        community=community,
        subject=words["subject"],
        text=text,
        html=html,
        reply_to=reply_to or (keeper.email if keeper else ""),
        from_name=community.name,
    )


def _words(item: ActionItem, *, is_new: bool) -> dict[str, Any]:
    """Return subject and first sentence, and until when, in the language that is active."""
    today = timezone.localdate()
    day = {"day": date_format(item.due_on, "DATE_FORMAT")}
    what = {"what": item.words if len(item.words) <= 80 else f"{item.words[:79]}…"}
    if is_new:
        subject, sentence = _("For you to do: %(what)s"), _("You took this on at the meeting.")
    elif item.due_on >= today:
        subject, sentence = _("Reminder: %(what)s"), _("You took this on. Its day is close.")
    else:
        subject, sentence = (
            _("Is it done? %(what)s"),
            _("You took this on. Its day is past. Is it done?"),
        )
    until = _("Until %(day)s") if item.due_on >= today else _("Was to be done by %(day)s")
    return {"subject": subject % what, "sentence": sentence, "until": until % day}
