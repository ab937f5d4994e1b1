"""What somebody answers to the mail about what he took on: "done", or else words for the hosts."""

from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.models import ActionItem, ActionState, Meeting
from meetings.models.action_item import LONGEST_WORDS
from meetings.notes.item_mails import ITEM
from meetings.notes.links import done_url
from meetings.notes.outcomes import settle_item
from meetings.notes.reading import says_done, says_more
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
    words = " ".join(mail.words.split())
    if not words:
        raise AnswerRefusedError(_("There was nothing in it to read. Write a line, and send it."))
    if len(words) > LONGEST_WORDS:
        raise AnswerRefusedError(_("That is more than fits here. Please send at most 500 letters."))
    remarks = []
    if says_done(mail.words):
        said = words if says_more(mail.words) else None
        settle_item(item, ActionState.DONE, by=member, said=said)
    else:
        settle_item(item, ActionState(item.state), by=member, said=words)
        remarks += _not_sure(item, member)
    if mail.files:
        remarks.append(_("Only your words were kept, not the files that came with them."))
    return Taken(kind=ITEM, object_id=item.pk, remarks=remarks)


def _not_sure(item: ActionItem, member: Membership) -> list[str]:
    if not item.is_open:
        return []
    ids = {"community": member.community_id, "member": member.pk, "item": item.pk}
    return [
        _("Your words are kept for the hosts. It is still open: “%(what)s”.")
        % {"what": item.words},
        _("If it is done, press this: %(url)s") % {"url": done_url(**ids)},
    ]


def register() -> None:
    """Say what is done with answers to these mails; called from AppConfig.ready()."""
    register_answers(ITEM, item_by_mail)
