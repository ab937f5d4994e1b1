"""Words that a person mails to have something done: STOP, PAUSE, WEEKLY …; apps register theirs."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User
from communities.models import Community
from communities.name_folding import folded

# Letters of a mail that can be a command; longer ones are somebody's words.
LONGEST = 160
_SIGNS = re.compile(r"[^\w\s:]")
_POLITE = ("please", "por favor", "thanks", "thank you", "gracias", "muchas gracias")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who wants it, by an address of which community (None: of no one's), and what stood behind the word."""

    user: User
    community: Community | None
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Leads to a page with one button, which does a command; or, with `url`, to a page of its own."""

    words: str
    command: str = ""
    argument: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the person is told, in the language that is active; as a rule with a button to undo it."""

    sentences: Sequence[str]
    buttons: Sequence[Button] = ()
    # The kind for which an answer to the confirmation is taken; empty: the next word.
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A command that was found in a mail."""

    name: str
    argument: str = ""


# Inside the scope of the community, if there is one.
type CommandHandler = Callable[[Asked], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What is done at a word.

    `takes` says of what stands behind the word, without accents, capitals and signs, whether it
    belongs to it; `takes_anything` is for what stands behind a colon, as it was written.
    """

    name: str
    words: frozenset[str]
    handler: CommandHandler
    takes: Callable[[str], bool] | None = None
    takes_anything: bool = False
    # A line of the answer to HELP.
    help: str | Promise = ""


_commands: dict[str, Command] = {}
_by_word: dict[str, Command] = {}


def register_command(
    name: str,
    handler: CommandHandler,
    *,
    words: Sequence[str] = (),
    takes: Callable[[str], bool] | None = None,
    takes_anything: bool = False,
    help: str | Promise = "",  # noqa: A002
) -> None:
    """Say what is done at a command, and by which words it goes; called from AppConfig.ready().

    A command without words is one of a button or an address only.
    """
    command = Command(
        name=name,
        words=frozenset(map(_plain, words)),
        handler=handler,
        takes=takes,
        takes_anything=takes_anything,
        help=help,
    )
    _commands[name] = command
    _by_word.update(dict.fromkeys(command.words, command))


def commands() -> Mapping[str, Command]:
    """Return what was registered, in that order."""
    return _commands


def command_in(text: str) -> Said | None:
    """Return the command that a text consists of, or None if it says anything else.

    Capitals, accents, signs and a word of thanks do not count.
    """
    if len(text) > LONGEST:
        return None
    lines = [line for line in text.splitlines() if bare(line)]
    if len(lines) != 1:
        return None
    return _with_colon(lines[0]) or _alone(bare(lines[0]))


def _with_colon(line: str) -> Said | None:
    word, colon, rest = line.partition(":")
    command = _by_word.get(_plain(word)) if colon else None
    if command is None or not rest.strip():
        return None
    if command.takes_anything:
        return Said(command.name, " ".join(rest.split()))
    argument = bare(rest)
    return Said(command.name, argument) if command.takes and command.takes(argument) else None


def _alone(words: str) -> Said | None:
    if command := _by_word.get(words):
        return None if command.takes_anything else Said(command.name)
    for word, command in _by_word.items():
        rest = words.removeprefix(f"{word} ")
        if command.takes and rest != words and command.takes(rest):
            return Said(command.name, rest)
    return None


def _plain(words: str) -> str:
    return " ".join(_SIGNS.sub(" ", folded(words)).replace(":", " ").split())


def bare(line: str) -> str:
    """Return a line as commands are compared: without a word of thanks before or behind it."""
    plain = _plain(line)
    for polite in _POLITE:
        plain = f" {plain} ".removesuffix(f" {polite} ").removeprefix(f" {polite} ").strip()
    return plain
