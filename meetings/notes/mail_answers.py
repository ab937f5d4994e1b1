"""What somebody answers to mails about what he took on: what is done, or else words for the hosts."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.models import ActionItem, ActionState, Meeting
from meetings.models.action_item import LONGEST_WORDS
from meetings.notes.item_mails import ITEM, ITEMS
from meetings.notes.links import done_url
from meetings.notes.outcomes import settle_item
from meetings.notes.reading import says_done, says_more
from meetings.notes.reading_several import read_done
from notifications.answers import Answer, AnswerRefusedError, Taken, register_answers


def own_item(member: Membership, item_id: int) -> ActionItem | None:
    """Return what the member took on, of a meeting that he sees, with the meeting and the community."""
    mine = ActionItem.objects.filter(pk=item_id, owner=member)
    seen = mine.filter(meeting__in=Meeting.objects.visible_to(member))
    item = seen.select_related("meeting__series", "owner__user").first()
    if item is not None:
        item.community = item.meeting.community = item.meeting.series.community = member.community
    return item


def item_by_mail(member: Membership, item_id: int, mail: Answer) -> Taken:
    """Keep what somebody answered; raises AnswerRefusedError with a sentence."""
    item = own_item(member, item_id)
    if item is None:
        raise AnswerRefusedError(
            _("This is not yours to do any more, or the meeting is not open to you any more.")
        )
    words, remarks = _words(mail), []
    if says_done(mail.words):
        said = words if says_more(mail.words) else None
        settle_item(item, ActionState.DONE, by=member, said=said)
    else:
        settle_item(item, ActionState(item.state), by=member, said=words)
        remarks += _not_sure(item, member)
    return Taken(kind=ITEM, object_id=item.pk, remarks=[*remarks, *_left_out(mail)])


def items_by_mail(member: Membership, meeting_id: int, mail: Answer) -> Taken:
    """Keep what somebody answered to a mail about several of one meeting, by their numbers.

    Raises AnswerRefusedError with a sentence.
    """
    items = own_items(member, meeting_id)
    if not items:
        raise AnswerRefusedError(
            _("This is not yours to do any more, or the meeting is not open to you any more.")
        )
    words = _words(mail)
    still = [one for one in items if one.is_open]
    # Of what is settled, one may say so again.
    said = read_done(mail.words, [one.told_as or 0 for one in still]) or read_done(
        mail.words, [one.told_as or 0 for one in items]
    )
    done = [one for one in items if said and one.told_as in said.numbers]
    remarks = []
    for one in done:
        settle_item(
            one, ActionState.DONE, by=member, said=words if said and said.says_more else None
        )
        remarks.append(_("It is marked as done: “%(what)s”.") % {"what": one.words})
    if not done:
        for one in still or items:
            settle_item(one, ActionState(one.state), by=member, said=words)
        remarks += _which(still, member)
    return Taken(kind=ITEMS, object_id=meeting_id, remarks=[*remarks, *_left_out(mail)])


def own_items(member: Membership, meeting_id: int) -> list[ActionItem]:
    """Return what the member was told of by numbers, of a meeting that he sees, in their order."""
    mine = ActionItem.objects.filter(owner=member, meeting=meeting_id, told_as__isnull=False)
    seen = mine.filter(meeting__in=Meeting.objects.visible_to(member))
    items = list(seen.select_related("meeting__series", "owner__user").order_by("told_as"))
    for one in items:
        one.community = one.meeting.community = one.meeting.series.community = member.community
    return items


def also_open(member: Membership, item: ActionItem) -> list[tuple[str, str]]:
    """Return words and link of all else that the member took on at the same meeting."""
    mine = ActionItem.objects.filter(owner=member, meeting=item.meeting_id, state=ActionState.OPEN)
    rest = mine.exclude(pk=item.pk).order_by("due_on", "number")
    return [(one.words, _url(one, member)) for one in rest]


def _words(mail: Answer) -> str:
    """Return what a mail says, on one line. Raises AnswerRefusedError with a sentence."""
    words = " ".join(mail.words.split())
    if not words:
        raise AnswerRefusedError(_("There was nothing in it to read. Write a line, and send it."))
    if len(words) > LONGEST_WORDS:
        raise AnswerRefusedError(_("That is more than fits here. Please send at most 500 letters."))
    return words


def _left_out(mail: Answer) -> list[str]:
    if not mail.files:
        return []
    return [_("Only your words were kept, not the files that came with them.")]


def _not_sure(item: ActionItem, member: Membership) -> list[str]:
    if not item.is_open:
        return []
    return [
        _("Your words are kept for the hosts. It is still open: “%(what)s”.")
        % {"what": item.words},
        _("If it is done, press this: %(url)s") % {"url": _url(item, member)},
    ]


def _which(items: Sequence[ActionItem], member: Membership) -> list[str]:
    if not items:
        return []
    links = [f"{one.told_as}. {one.words}: {_url(one, member)}" for one in items]
    return [
        _("Your words are kept for the hosts. Which of these is done? Press its link."),
        *links,
        _("Or answer this mail, as with “done 1” or “all done”."),
    ]


def _url(item: ActionItem, member: Membership) -> str:
    return done_url(community=member.community_id, member=member.pk, item=item.pk)


def register() -> None:
    """Say what is done with answers to these mails; called from AppConfig.ready()."""
    register_answers(ITEM, item_by_mail)
    register_answers(ITEMS, items_by_mail)
