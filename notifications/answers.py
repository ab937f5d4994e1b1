"""What becomes of a mail to us: each kind of thing that can be answered or written to is registered."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from communities.models import Membership

# Where a file of a mail stands in its text.
FILE_PLACE = re.compile(r"!\[\]\(cid:(?P<number>\d{1,3})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedFile:
    """A file that came with a mail, as its sender named it; nothing of it is checked yet."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody wrote by mail about one thing, without what he quoted."""

    text: str
    """With `![](cid:N)` where the file of index N stands, if it stands in the text."""
    subject: str
    # The same mail gives the same key, so that what is done with it is done once.
    key: UUID
    files: Sequence[MailedFile] = ()
    rest: str = ""
    """What was cut off: quotations, a signature. It may hold links that are one person's."""

    mails: Sequence[str] = ()
    """Message-IDs of what he answered, with their angle brackets, as his mail program names them."""

    @property
    def words(self) -> str:
        """The text where no file can stand."""
        return FILE_PLACE.sub("", self.text).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was made of an answer: a kind and an id, for the log of messages."""

    kind: str
    object_id: int
    # What its sender is to know besides, a sentence each: a file that was not taken, say.
    remarks: Sequence[str] = ()
    # Who was erased by it is named nowhere: neither in the log nor with what he sent.
    forget_sender: bool = False


class AnswerRefusedError(Exception):
    """The message is a sentence for the sender; what he wrote is sent back to him with it."""


# Inside the scope of the member's community, in one transaction with the record of the message.
type AnswerHandler = Callable[[Membership, int, Answer], Taken]

# From a member and the name before his community's, as in name.community@host: a kind and an id of
# what he may write to there.
type MailboxFinder = Callable[[Membership, str], tuple[str, int] | None]

# The few of these that a member is most likely to want, a line each with its address.
type MailboxLister = Callable[[Membership], Sequence[str]]

# What a calendar program answers to an invitation (RFC 5546): None if it is about nothing of theirs.
type CalendarHandler = Callable[[Membership, MailedFile], Taken | None]

_handlers: dict[str, AnswerHandler] = {}
_calendars: list[CalendarHandler] = []
_finders: list[MailboxFinder] = []
_listers: list[MailboxLister] = []


def register_answers(kind: str, handler: AnswerHandler) -> None:
    """Say what is done with answers about things of a kind; called from AppConfig.ready()."""
    _handlers[kind] = handler


def register_mailboxes(finder: MailboxFinder, lister: MailboxLister) -> None:
    """Say what can be written to under a name that everybody can know; called from AppConfig.ready()."""
    _finders.append(finder)
    _listers.append(lister)


def register_calendars(handler: CalendarHandler) -> None:
    """Say what is done with calendar parts of mails; called from AppConfig.ready()."""
    _calendars.append(handler)


def take_calendar(member: Membership, part: MailedFile) -> Taken | None:
    """Give a calendar part to whoever it concerns; None if that is nobody.

    Inside the scope of the member's community. Raises AnswerRefusedError with a sentence.
    """
    taken = (handler(member, part) for handler in _calendars)
    return next((one for one in taken if one), None)


def mailbox_named(member: Membership, name: str) -> tuple[str, int] | None:
    """Return the kind and id of what the member may write to under this name, if anything."""
    found = (finder(member, name) for finder in _finders)
    return next((place for place in found if place), None)


def mailboxes_of(member: Membership) -> list[str]:
    """Return a line for each address that the member is most likely to write to, if mail is received."""
    return [line for lister in _listers for line in lister(member)]


def take(member: Membership, kind: str, object_id: int, answer: Answer) -> Taken:
    """Do what the answer asks for.

    Raises AnswerRefusedError with a sentence, and KeyError for a kind that nobody registered.
    """
    return _handlers[kind](member, object_id, answer)
