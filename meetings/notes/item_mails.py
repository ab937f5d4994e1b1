"""What somebody took on: told when the notes are sent, reminded before and after its day.

All that is due for one person of one meeting is one mail.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db.models import F, Max
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
# What answers are about, for their addresses: one of them, or (by its meeting) several.
ITEM = "meetings.actionitem"
ITEMS = "meetings.actionitems"


def remind_of_item(item_id: int) -> None:
    """Tell its owner of it, or remind him, if that is due; promise the next look.

    So of all that he took on at that meeting and that is due, too. Of several reminders that are
    due, as after a week without a worker, the last one is sent alone.
    """
    there = ActionItem.objects.filter(state=ActionState.OPEN, section__notes__state=NotesState.SENT)
    asked = there.filter(pk=item_id, owner__isnull=False).first()
    if asked is None:
        return
    # In one order: the other ones have work of their own.
    his = there.filter(owner=asked.owner_id, meeting=asked.meeting_id).order_by("pk")
    rows = his.select_for_update(no_key=True, of=("self",))
    items = list(rows.select_related("community", "meeting__series", "owner__user"))
    item = next((one for one in items if one.pk == item_id), None)
    if item is None or item.owner is None:
        return
    item.meeting.community = item.meeting.series.community = item.community
    now = timezone.now()
    due = [one for one in items if one.reminded_on is None or step_due(one, now)]
    if item in due:
        due.sort(key=lambda one: (one.due_on, one.number))
        if owner := _owner_to_tell(item):
            mail_items(due, owner, now=now)
        today = now.astimezone(zone_named(item.owner.user.time_zone)).date()
        for one in due:
            one.reminded_on = today if one.reminded_on is None else step_due(one, now)
            one.save(update_fields=["reminded_on", "told_as"])
    if at := next_step(item, now):
        put_off(REMIND, item.pk, community=item.community, until=at)


def mail_items(items: Sequence[ActionItem], owner: Membership, *, now: datetime) -> None:
    """Queue the mail to the owner of these, which are of one meeting, in the caller's transaction."""
    user = owner.user
    if len(items) > 1:
        _number(items, owner)
    with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
        mail = _draft(items, owner, now=now).stored()
    mail.due_at = quiet_until(user, now) or now
    store([mail])


def _number(items: Sequence[ActionItem], owner: Membership) -> None:
    """Give a number to those that have none yet."""
    known = ActionItem.objects.filter(owner=owner, meeting=items[0].meeting_id)
    last = known.aggregate(last=Max("told_as"))["last"] or 0
    for one in items:
        if one.told_as is None:
            last += 1
            one.told_as = last


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


def _draft(items: Sequence[ActionItem], owner: Membership, *, now: datetime) -> Draft:
    community, meeting = owner.community, items[0].meeting
    several = len(items) > 1
    words = _words(items)
    about = (ITEMS, meeting.pk) if several else (ITEM, items[0].pk)
    reply_to = reply_address(owner, *about)
    keeper = reader_of_answers(keepers_of_scope(), member_id=owner.pk)
    text, html = fill(
        "action_item",
        community=community,
        person=owner.name,
        keeper=keeper,
        reply_to=reply_to,
        tasks=[_line(one, owner) for one in items],
        several=several,
        meeting=meeting.name,
        met=day_and_time(meeting),
        **words,
    )
    return Draft(
        kind=KIND,
        key=_key(items, owner, now=now),
        to=owner.user.email,
        user=owner.user,
        community=community,
        subject=words["subject"],
        text=text,
        html=html,
        reply_to=reply_to or (keeper.email if keeper else ""),
        from_name=community.name,
    )


def _key(items: Sequence[ActionItem], owner: Membership, *, now: datetime) -> str:
    """Return what tells these mails apart: given to somebody else, or to another day, it is another."""
    steps = [
        (one.pk, str(one.due_on), str((one.reminded_on and step_due(one, now)) or "new"))
        for one in items
    ]
    digest = blake2b(repr(steps).encode(), digest_size=16).hexdigest()
    return f"{owner.community_id}/{items[0].meeting_id}/{owner.pk}/{digest}"


def _line(item: ActionItem, owner: Membership) -> dict[str, Any]:
    """Return what a mail says of one of them, in the language that is active."""
    community = owner.community
    day = {"day": date_format(item.due_on, "DATE_FORMAT")}
    is_past = item.due_on < timezone.localdate()
    return {
        "number": item.told_as,
        "what": item.words,
        "until": (_("Was to be done by %(day)s") if is_past else _("Until %(day)s")) % day,
        "done_url": done_url(community=community.pk, member=owner.pk, item=item.pk),
        "page_url": settings.SITE_URL + address("meetings:action", community.slug, item.number),
    }


def _words(items: Sequence[ActionItem]) -> dict[str, str]:
    """Return subject and first sentence, in the language that is active."""
    item = items[0]
    is_new = all(one.reminded_on is None for one in items)
    if len(items) > 1:
        count = {"count": len(items)}
        if is_new:
            return {
                "subject": _("For you to do: %(count)s things") % count,
                "sentence": _("You took these on at the meeting."),
            }
        return {
            "subject": _("Reminder: %(count)s things for you to do") % count,
            "sentence": _("You took these on. Which of them are done?"),
        }
    what = {"what": item.words if len(item.words) <= 80 else f"{item.words[:79]}…"}
    if is_new:
        subject, sentence = _("For you to do: %(what)s"), _("You took this on at the meeting.")
    elif item.due_on >= timezone.localdate():
        subject, sentence = _("Reminder: %(what)s"), _("You took this on. Its day is close.")
    else:
        subject, sentence = (
            _("Is it done? %(what)s"),
            _("You took this on. Its day is past. Is it done?"),
        )
    return {"subject": subject % what, "sentence": sentence}
