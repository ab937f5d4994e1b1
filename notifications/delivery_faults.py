"""How far a failed delivery speaks against the address: what servers say, RFC 3463 and RFC 5321.

A mail that was refused for what it says, or for where it came from, says nothing about the address:
otherwise one quarrel with a large provider would end the mail of all who have their address there.
"""

import re
from enum import StrEnum


class Fault(StrEnum):
    HARD = "hard"
    """There is nobody at this address: trying again is no use."""
    SOFT = "soft"
    """It may pass: a full mailbox, a server that is away."""
    NONE = "none"
    """The address is not at fault."""


_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])[45]\d\d(?![\d.])")
_NO_SUCH_PERSON = re.compile(
    r"user unknown|unknown user|no such user|no such recipient|does(?: not|n't) exist"
    r"|mailbox unavailable|mailbox not found|no mailbox|invalid (?:recipient|mailbox|address)"
    r"|recipient (?:address )?rejected: (?:user|undeliverable|invalid)|unrouteable address"
    r"|(?:user|account|mailbox|recipient)[^.\n]{0,40}(?:not found|disabled|inactive|deactivated)"
    r"|address (?:not found|couldn't be found)|host or domain name not found|recipientnotfound"
)
_MAY_PASS = re.compile(
    r"\bfull\b|quota|over ?quota|temporar|try again|greylist|grey-list|timed? ?out"
)
_OTHERS_FAULT = re.compile(
    r"too large|size limit|spam|blocked|block ?list|black ?list|policy|reputation|rate limit"
    r"|too many|dmarc|spf"
)
# RFC 3463: 5.0 says no more than "failed", 5.1 is about the address, 5.2.0 and 5.2.1 about its mailbox.
_OF_THE_ADDRESS = ("5.0.", "5.1.", "5.2.0", "5.2.1")
# Size, what it says, and who may send: about this mail, or about us.
_OF_THE_MAIL = ("2.3", "3.4", "6.", "7.")
# RFC 5321, section 4.2.2, where there is no status: no mailbox, somebody of elsewhere, no such name.
_BARE_CODES = ("550", "551", "553")


def status_in(text: str) -> str:
    """Return the first status of RFC 3463 that a text names, "5.1.1"; empty without one."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def fault_of(status: str, diagnostic: str) -> Fault:
    """Return what a failure says about the address; `status` may be empty."""
    found = _REPLY_CODE.search(diagnostic)
    code = found[0] if found else ""
    said = diagnostic.lower()
    for_good = (status or code).startswith("5")
    if for_good and _NO_SUCH_PERSON.search(said):
        return Fault.HARD
    if _MAY_PASS.search(said):
        return Fault.SOFT
    if _OTHERS_FAULT.search(said) or status[2:].startswith(_OF_THE_MAIL):
        return Fault.NONE
    if for_good and (status.startswith(_OF_THE_ADDRESS) if status else code in _BARE_CODES):
        return Fault.HARD
    return Fault.SOFT
