"""Who made a mail: a person, or which kind of machine, and by what one can tell.

The order is that of certainty: reports name themselves (RFC 3464, RFC 5965), then mail of ours
that came back, then what says of itself that it answers by itself (RFC 3834), then lists and bulk.
Nothing is dropped on the strength of this: what is not a person's is answered by nobody and held.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailroom.holiday_notes import BEGINNINGS
from mailroom.reading import ReadMail
from notifications.delivery_faults import Fault, fault_of, status_in

MAX_RECEIVED = 50
"""Stations on the way after which a mail is taken to go round in circles. RFC 5321, section 6.3,
counts to a hundred before it refuses a mail; here it is only held."""
HOPS_HEADER = "x-porchlight-hops"
"""What our own mails carry; no person's answer does."""


class Kind(StrEnum):
    PERSON = "person"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    BULK = "bulk"
    LOOP = "loop"


class Sign(StrEnum):
    """By what it could be told; for the log of messages."""

    NONE = "none"
    CALENDAR = "answer to an invitation"
    FEEDBACK_REPORT = "feedback report"
    DELIVERY_REPORT = "delivery report"
    MAIL_SYSTEM = "mail system"
    READ_RECEIPT = "read receipt"
    OWN_LIST = "our own list"
    OWN_HOPS = "our own mark"
    OWN_SENDER = "our own sender"
    MANY_STATIONS = "many stations"
    AUTO_SUBMITTED = "auto-submitted"
    RESPONDER = "responder"
    SUPPRESSES_ANSWERS = "suppresses answers"
    SUBJECT = "subject"
    NO_RETURN_PATH = "no return path"
    LIST = "list"
    PRECEDENCE = "precedence"
    NO_REPLY_SENDER = "no-reply sender"


@dataclass(frozen=True)
class Bounce:
    """One address that could not be reached."""

    address: str
    """As the report says, in lower case; anybody can write a report."""
    fault: Fault
    """How far it speaks against the address itself."""
    status: str
    """As RFC 3463 has it, "5.1.1"; empty if the report does not say."""
    diagnostic: str

    @property
    def hard(self) -> bool:
        """Whether the address itself is at fault, so that trying again is no use."""
        return self.fault is Fault.HARD


@dataclass(frozen=True)
class Complaint:
    address: str
    """Who called it junk; empty where the provider does not say."""
    feedback_type: str
    message_id: str
    """Of the mail that was called junk."""


@dataclass(frozen=True)
class Judgement:
    kind: Kind
    sign: Sign
    detail: str = ""
    """What the sign was, as far as it says more: the value of the header, the subject."""
    bounces: tuple[Bounce, ...] = ()
    complaint: Complaint | None = None


def judge(
    mail: ReadMail, *, list_hosts: Collection[str] = (), sender_hosts: Collection[str] = ()
) -> Judgement:
    """Return who made a mail.

    `list_hosts` are what our List-Ids end with. `sender_hosts` are the domains from which nobody
    but us sends, as the one where replies come in; people may well have addresses at the others.
    """
    return (
        _report(mail)
        or _came_back(mail, list_hosts, sender_hosts)
        or _calendar_answer(mail)
        or _answers_by_itself(mail)
        or _bulk(mail)
        or Judgement(Kind.PERSON, Sign.NONE)
    )


def _value(mail: ReadMail, name: str) -> str:
    return next(iter(mail.headers.get(name, ())), "").strip()


# Reports ------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"[^\s<>\"'(),;:\[\]]{1,64}@[^\s<>\"'(),;:\[\]]{1,255}")
_MAIL_SYSTEM = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|maildaemon|mailerdaemon)@")
_FAILURE = re.compile(
    r"undeliver|delivery (?:status|failure|failed|has failed|incomplete)|returned mail|failure notice"
    r"|mail delivery|could not be delivered|no se pudo entregar|no entregado|unzustellbar"
    r"|non remis|non distribu|mancata consegna|não entregue|falha na entrega|olevererbar"
    r"|недоставл|не доставл|退信|无法投递"
)


def _report(mail: ReadMail) -> Judgement | None:
    if mail.report_type == "feedback-report":
        return _complaint(mail)
    if mail.report_type == "delivery-status":
        return _delivery_report(mail)
    if mail.report_type == "disposition-notification":
        return Judgement(Kind.AUTO_REPLY, Sign.READ_RECEIPT)
    return _mail_systems_letter(mail)


def _complaint(mail: ReadMail) -> Judgement:
    fields = mail.report[0] if mail.report else {}
    feedback_type = fields.get("feedback-type", "").lower()
    complaint = Complaint(
        address=_address(fields.get("original-rcpt-to", "") or fields.get("removal-recipient", "")),
        feedback_type=feedback_type,
        message_id=mail.returned.get("message-id", "").strip(),
    )
    if feedback_type == "not-spam":
        # RFC 6430: somebody took his complaint back.
        return Judgement(Kind.AUTO_REPLY, Sign.FEEDBACK_REPORT, feedback_type)
    return Judgement(Kind.COMPLAINT, Sign.FEEDBACK_REPORT, feedback_type, complaint=complaint)


def _delivery_report(mail: ReadMail) -> Judgement:
    """Return a bounce, unless the report says of everybody that it was delivered."""
    bounces = []
    delivered = False
    for fields in mail.report[1:] or mail.report:
        action = fields.get("action", "").lower().partition(";")[0].strip()
        if action in {"delivered", "relayed", "expanded"}:
            delivered = True
            continue
        address = _address(fields.get("final-recipient", "")) or _address(
            fields.get("original-recipient", "")
        )
        if address:
            bounces.append(_bounce(address, action, fields))
    if delivered and not bounces:
        return Judgement(Kind.AUTO_REPLY, Sign.DELIVERY_REPORT)
    return Judgement(Kind.BOUNCE, Sign.DELIVERY_REPORT, bounces=tuple(bounces))


def _bounce(address: str, action: str, fields: Mapping[str, str]) -> Bounce:
    diagnostic = fields.get("diagnostic-code", "")[:1000]
    status = status_in(fields.get("status", "")) or status_in(diagnostic)
    # A server that is still trying has not failed.
    fault = Fault.NONE if action == "delayed" else fault_of(status, diagnostic)
    return Bounce(address, fault, status, diagnostic)


def _mail_systems_letter(mail: ReadMail) -> Judgement | None:
    """Return a bounce that is no report, as qmail and older programs write them.

    The address is the first that the letter itself names, so it has to be checked against what
    was sent before anything is done to it.
    """
    sender = mail.sender[1]
    failed = [_address(piece) for piece in _value(mail, "x-failed-recipients").split(",")[:50]]
    from_system = _MAIL_SYSTEM.match(sender) is not None
    if not (any(failed) or (from_system and _FAILURE.search(mail.subject.lower()))):
        return None
    said = mail.text[:5_000]
    if not any(failed):
        named = (found.lower() for found in _ADDRESS.findall(said))
        failed = [next((address for address in named if address != sender), "")]
    status = status_in(said)
    bounces = tuple(
        Bounce(address, fault_of(status, said), status, " ".join(said.split())[:1000])
        for address in failed
        if address
    )
    return Judgement(Kind.BOUNCE, Sign.MAIL_SYSTEM, mail.subject[:250], bounces=bounces)


def _address(field: str) -> str:
    """Return the address of "rfc822; ana@maple.example", in lower case."""
    found = _ADDRESS.search(field)
    return found[0].lower().strip(".") if found else ""


# Our own mail, come back --------------------------------------------------------------------------


def _came_back(
    mail: ReadMail, list_hosts: Collection[str], sender_hosts: Collection[str]
) -> Judgement | None:
    if mail.received_count > MAX_RECEIVED:
        return Judgement(Kind.LOOP, Sign.MANY_STATIONS, str(mail.received_count))
    if hops := _value(mail, HOPS_HEADER):
        return Judgement(Kind.LOOP, Sign.OWN_HOPS, hops[:250])
    list_id = _value(mail, "list-id").lower()
    if _is_within(list_id.rpartition("<")[2].rstrip("> "), list_hosts):
        return Judgement(Kind.LOOP, Sign.OWN_LIST, list_id[:250])
    if _is_within(mail.sender[1].rpartition("@")[2], sender_hosts):
        return Judgement(Kind.LOOP, Sign.OWN_SENDER, mail.sender[1])
    return None


def _is_within(name: str, hosts: Collection[str]) -> bool:
    lowered = [host.lower() for host in hosts]
    return any(name == host or name.endswith(f".{host}") for host in lowered)


# Answers to invitations ---------------------------------------------------------------------------


def _calendar_answer(mail: ReadMail) -> Judgement | None:
    """Return a person for an answer to an invitation (iTIP), though a calendar wrote the mail."""
    for part in mail.calendars:
        if b"METHOD:REPLY" in part.content[:4_000].upper():
            return Judgement(Kind.PERSON, Sign.CALENDAR)
    return None


# What answers by itself ---------------------------------------------------------------------------

_RESPONDERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-mail-autoreply",
)
# Words of these are not set apart, so a phrase goes on whatever comes next.
_SPACELESS = frozenset(BEGINNINGS["zh"].plain)
_PLAIN = tuple(phrase for row in BEGINNINGS.values() for phrase in row.plain)
_HOLIDAY = tuple(phrase for row in BEGINNINGS.values() for phrase in row.holiday)


def _answers_by_itself(mail: ReadMail) -> Judgement | None:
    submitted = _value(mail, "auto-submitted").lower().partition(";")[0].strip()
    if submitted and submitted != "no":
        # RFC 3834, section 5: what is made for no mail in particular answers nobody.
        kind = Kind.AUTO_REPLY if submitted.startswith("auto-replied") else Kind.BULK
        return Judgement(kind, Sign.AUTO_SUBMITTED, submitted[:250])
    if responder := _responder(mail):
        return Judgement(Kind.AUTO_REPLY, Sign.RESPONDER, responder[:250])
    if _begins_as_a_note(mail):
        return Judgement(Kind.AUTO_REPLY, Sign.SUBJECT, mail.subject[:250])
    if _value(mail, "return-path") == "<>":
        return Judgement(Kind.AUTO_REPLY, Sign.NO_RETURN_PATH)
    suppressed = _value(mail, "x-auto-response-suppress").lower()
    if any(word in suppressed for word in ("all", "oof", "autoreply")):
        return Judgement(Kind.AUTO_REPLY, Sign.SUPPRESSES_ANSWERS, suppressed[:250])
    return None


def _responder(mail: ReadMail) -> str:
    """Return the header that only programs which answer by themselves write; empty without one."""
    for name in _RESPONDERS:
        if (value := _value(mail, name)) and value.lower() not in {"no", "false", "0"}:
            return f"{name}: {value}"
    if _value(mail, "precedence").lower().replace("-", "_") == "auto_reply":
        return "precedence: auto_reply"
    return ""


def _begins_as_a_note(mail: ReadMail) -> bool:
    subject = " ".join(mail.subject.lower().split()).lstrip("[(*\"' ")
    phrases = _PLAIN + _HOLIDAY if mail.in_reply_to or mail.references else _PLAIN
    return any(_ends_a_phrase(subject, phrase) for phrase in phrases)


def _ends_a_phrase(subject: str, phrase: str) -> bool:
    """Tell whether a subject begins with a phrase and does not go on with it as a sentence.

    "Out of office: Re: Walk", but not "Out of office hours, who opens?".
    """
    if not subject.startswith(phrase):
        return False
    rest = subject[len(phrase) :].lstrip()
    return phrase in _SPACELESS or phrase.endswith(":") or not rest[:1].isalnum()


# Lists and bulk -----------------------------------------------------------------------------------

_NO_REPLY = re.compile(
    r"(?:no[._-]?reply|do[._-]?not[._-]?reply|no[._-]?responder|noresponder|mailer-daemon"
    r"|postmaster|bounces?|notifications?)(?:[+._-][^@]{0,100})?@"
)
_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list")


def _bulk(mail: ReadMail) -> Judgement | None:
    for name in _LIST_HEADERS:
        if value := _value(mail, name):
            return Judgement(Kind.BULK, Sign.LIST, f"{name}: {value}"[:250])
    precedence = _value(mail, "precedence").lower()
    if precedence in {"bulk", "list", "junk"}:
        return Judgement(Kind.BULK, Sign.PRECEDENCE, precedence)
    if value := _value(mail, "feedback-id"):
        return Judgement(Kind.BULK, Sign.LIST, f"feedback-id: {value}"[:250])
    if _NO_REPLY.match(mail.sender[1]):
        return Judgement(Kind.BULK, Sign.NO_REPLY_SENDER, mail.sender[1])
    return None
