"""What somebody said by mail, kept for ten minutes in which he can take it back, and then done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from communities.arrival import member_of
from communities.due_work import due
from communities.models import Membership
from core.timezones import zone_named
from mailroom.answer_mail import answer_sender
from mailroom.arrivals import Arrival
from mailroom.files import mailed
from mailroom.models import InboundMessage, MailedPart, PartState
from mailroom.reading import read
from mailroom.taking_apart import Part
from notifications.acts import Act, Thing, subject_of
from notifications.answers import FILE_PLACE, Answer, AnswerRefusedError, MailedFile, take
from notifications.models.reply_address import PREFIX
from notifications.reply_addresses import token_in

PUBLISH = "publish_part"
UNDO = timedelta(minutes=10)


def hold(
    message: InboundMessage,
    member: Membership,
    part: Part,
    place: tuple[str, int],
    *,
    until: datetime,
    with_files: bool = False,
) -> list[MailedPart]:
    """Keep what was said of one thing until then; inside the scope, in the caller's transaction."""
    said = [{"act": act.name, "value": act.value} for act in part.acts]
    if part.words or not part.acts:
        # Without words there are files.
        said.append({"words": part.words, "with_files": with_files})  # type: ignore[dict-item]
    rows = [
        MailedPart.objects.create(
            community=member.community,
            member=member,
            message=message,
            label=part.label,
            kind=place[0],
            object_id=place[1],
            due_at=until,
            **values,
        )
        for values in said
    ]
    for row in rows:
        due(PUBLISH, row.pk, community=member.community, at=until)
    return rows


def publish_part(part_id: int) -> None:
    """Do what was said, unless it was taken back; whoever may not any more is told, with his words.

    Inside the scope, in one transaction with the removal of the due work: it happens once.
    """
    waiting = MailedPart.objects.select_for_update(of=("self",)).select_related(
        "community", "member__user", "message"
    )
    part = waiting.filter(pk=part_id, state=PartState.WAITING).first()
    if part is None:
        return
    user = part.member.user
    with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
        try:
            with transaction.atomic():
                made, remarks = _do(part)
        except AnswerRefusedError as refused:
            part.settle(PartState.REFUSED)
            _tell(part, [str(refused)])
            return
        part.settle(PartState.DONE, made=made)
        if remarks:
            _tell(part, remarks)


def _do(part: MailedPart) -> tuple[tuple[str, int] | None, Sequence[str]]:
    """Return what was made, and what its sender is to know. Raises AnswerRefusedError."""
    user = part.member.user
    member = member_of(part.community, user) if user.is_active else None
    if member is None:
        sentence = _("You are not a member of %(community)s any more, so nothing was posted.")
        raise AnswerRefusedError(sentence % {"community": part.community.name})
    subject = subject_of(part.kind)
    if part.act and subject:
        subject.do(member, part.object_id, Act(part.act, part.value))
        return None, ()
    named = token_in(part.message.recipient)
    rest, files = _beside(part, is_item=bool(named and named[1]))
    key = uuid5(NAMESPACE_URL, f"part {part.community_id} {part.pk}")
    answer = Answer(text=part.words, subject="", key=key, files=files, rest=rest)
    taken = take(member, part.kind, part.object_id, answer)
    return (taken.kind, taken.object_id), taken.remarks


def _beside(part: MailedPart, *, is_item: bool) -> tuple[str, list[MailedFile]]:
    """Return what was cut off the mail, if all of it is of one item; and the files that go with it."""
    if not (is_item or part.with_files):
        return "", []
    arrival = Arrival(part.message, read(bytes(part.message.content or b"")))
    sent = (*arrival.sent_files, *arrival.mail.calendars) if part.with_files else ()
    return arrival.rest if is_item else "", [mailed(file) for file in sent]


def _tell(part: MailedPart, sentences: Sequence[str]) -> None:
    answer_sender(
        part.message,
        sentences,
        to=part.member.user.email,
        subject=title_of(part),
        message_id="",
        # Of a vote it is a number, and no words.
        own_words=part.words or (part.value if any(map(str.isalpha, part.value)) else ""),
        user=part.member.user,
        community=part.community,
        key=f"part {part.community_id} {part.pk}",
    )


def together(part: MailedPart) -> list[MailedPart]:
    """Return all that the same mail said of the same thing, locked."""
    rows = MailedPart.objects.select_for_update(of=("self",)).filter(
        message=part.message_id, label=part.label, member=part.member_id
    )
    return list(rows.order_by("pk"))


def take_back(part: MailedPart) -> bool:
    """Take back what was said of one thing; return whether it was in time."""
    with transaction.atomic():
        rows = together(part)
        waiting = [row for row in rows if row.state == PartState.WAITING]
        for row in waiting:
            row.settle(PartState.UNDONE)
    return bool(waiting)


def undo_label(arrival: Arrival, user: User, label: str) -> str:
    """Take back what he wrote under a label of the mail that he answers; return what he is told."""
    named = token_in(arrival.message.recipient)
    rows = MailedPart.objects.filter(
        member__user=user,
        label=label,
        # Written to the whole or to the item.
        message__recipient__istartswith=f"{PREFIX}{named[0] if named else ''}",
    ).order_by("message_id", "pk")
    mails = {row.message_id: row for row in rows}
    if sum(take_back(row) for row in mails.values()):
        sentence = _("What you wrote under #%(label)s is taken back.")
    elif mails:
        sentence = _("It was too late to take back what you wrote under #%(label)s.")
    else:
        sentence = _("You wrote nothing under #%(label)s that could be taken back.")
    return sentence % {"label": label}


def shown_words(words: str) -> str:
    """Return the words without the marks of where pictures stand."""
    return FILE_PLACE.sub("", words).strip()


def said_in(rows: Sequence[MailedPart], thing: Thing | None) -> list[str]:
    """Return the acts among what was said of a thing, in words."""
    acts = [(row, Act(row.act, row.value)) for row in rows if row.act]
    subjects = [(subject_of(row.kind), act) for row, act in acts]
    return [subject.words(thing, act) for subject, act in subjects if subject and thing]


def title_of(part: MailedPart) -> str:
    """Return what the thing is called that was answered; empty if it is gone."""
    subject = subject_of(part.kind)
    member = member_of(part.community, part.member.user)
    thing = (
        subject.find(member, [part.object_id]).get(part.object_id) if subject and member else None
    )
    return thing.title if thing else ""
