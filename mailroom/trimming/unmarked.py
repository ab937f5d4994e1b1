"""The mail that was answered, where a program put it below the answer and marked nothing of it.

Nothing is guessed: what goes is a tail whose every line stands in the mail that we sent, in its
order, and that begins where that mail begins. Programs wrap lines anew and write links and buttons
in their own ways, so only letters and digits are compared.
"""

from collections.abc import Mapping

from .lines import is_quoted

BEGINNING = 3
"""Lines of the mail that we sent with which the tail may begin: a program may leave out its head."""
# Follows the words that programs show in the list of mails, which they may leave out below an answer.
_FILLER = "\u034f"
_RULES = frozenset(" \t\xa0-_=*|·•–—")


def without_sent(written: str, sent: str) -> tuple[str, str] | None:
    """Return what stands above the mail that we sent, and the tail that is ours; None without one.

    An answer that stands in between makes it no tail.
    """
    ours, beginnings = _read(sent)
    lines = written.split("\n")
    limit, top = len(ours), None
    for row in range(len(lines) - 1, -1, -1):
        said = _bare(lines[row])
        if is_quoted(lines[row]):
            break
        if _FILLER in lines[row]:
            top = row if top is not None else None
            continue
        if not said:
            if _RULES.issuperset(lines[row]):
                continue
            break
        at = ours.rfind(said, 0, limit)
        whole = beginnings.get(at) == len(said)
        if at < 0 or (top is not None and not whole):
            # Above a beginning of ours stand his words, whatever they are.
            break
        if whole or (at in beginnings and at + len(said) == limit):
            top = row
        limit = at
    if top is None:
        return None
    return "\n".join(lines[:top]).rstrip(), "\n".join(lines[top:]).strip("\n")


def _read(sent: str) -> tuple[str, Mapping[int, int]]:
    """Return the letters of a mail, and how long the lines at its beginning are, by where they begin."""
    ours, beginnings = "", dict[int, int]()
    lines = [line for line in sent.split("\n") if _FILLER not in line]
    for said in filter(None, map(_bare, lines)):
        if len(beginnings) < BEGINNING:
            beginnings[len(ours)] = len(said)
        ours += said
    return ours, beginnings


def _bare(line: str) -> str:
    return "".join(sign for sign in line if sign.isalnum()).casefold()
