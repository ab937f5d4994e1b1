"""What the whole of an answer comes to: parts, or doubts."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.markdown.text import cut
from mailroom.trimming import trim
from notifications.acts import Act, Said

from .marks import Use, has_marked_number, marks_in, mistyped_label
from .politeness import (
    is_card_of,
    is_greeting,
    is_opening,
    name_below,
    parted_by_name,
    plain_words,
    without_card,
    without_farewell,
)
from .quoting import Context, answers_inline, blocks_of, context_of, cut_below, with_last_answer

SHOWN = 60
LETTERS = 50_000
"""Of a mail that is taken apart; five times what the longest ones of people have."""
MARKS = 100
"""Labels in one mail; a digest has fewer."""
GAP = 20
_GAP = re.compile(rf"[^\S\n]{{{GAP},}}|\n{{{GAP},}}")


@dataclass(frozen=True)
class Named:
    """A label that can be answered, and what words about its thing come to."""

    label: str
    reads: Callable[[str], Said]
    title: str = ""
    """What stands behind the label in the mail; who copies it says nothing with it."""


@dataclass(frozen=True)
class Part:
    """What was said of one label: acts, words to be posted, or both."""

    label: str
    acts: tuple[Act, ...] = ()
    words: str = ""


@dataclass
class TakenApart:
    parts: list[Part] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    """Sentences on what is not clear; if there is one, nothing may be done."""
    understood: list[Part] = field(default_factory=list)
    """The parts, also where something else is not clear."""
    left_out: list[str] = field(default_factory=list)
    """Thanks for the mail and excuses above the first label, a card or a name below the last."""


@dataclass(frozen=True)
class _Piece:
    labels: tuple[str, ...]
    words: str


# A line that people draw between their answers, and programs above a signature.
_RULE = re.compile(r"^[ \t]*(?:[-–—_=*~][ \t]?){2,}$", re.MULTILINE)
_LINE_LABEL = re.compile(r"[ \t*(]*#?[ \t]?([A-Za-z])(\d{1,2})\b")
_TAKE_BACK = re.compile(
    r"\s*(?:undo|take back|cancel|deshacer|deshaga|deshaz|anular|anule|cancelar|cancele)\b[ :]*",
    re.IGNORECASE,
)


def take_apart(
    text: str, named: Sequence[Named], *, name: str = "", headings: Collection[str] = ()
) -> TakenApart:
    """Return the parts of the text of a mail.

    `name` is that of who wrote it, which is no word of a part; `headings` are those of the mail he
    answers.
    """
    reads = {one.label: one.reads for one in named}
    titles = {one.label: one.title for one in named}
    taken = TakenApart()
    if len(text) > LETTERS:
        taken.doubts.append(_("Your mail is too long for us to take apart."))
        return taken
    # Our rules look back from each label: no person's mail has such gaps.
    text = _GAP.sub(lambda gap: gap[0][:GAP], text)

    def is_act(words: str) -> bool:
        return any((said := read(words)).acts and not said.rest for read in reads.values())

    text = _without_rules(text, titles)
    written = with_last_answer(trim(text).written, text, is_act)
    taken.doubts += map(_ownerless, _cut_answers(written, text, name))
    pieces = _pieces(written, reads, name, headings, taken)
    if not pieces and not taken.doubts:
        taken.doubts.append(_("There were no words of yours in it that we could find."))
    found: dict[str, list[Said]] = {}
    for at, piece in enumerate(pieces):
        is_last = at == len(pieces) - 1
        for label in piece.labels:
            words = _without_title(piece.words, titles[label])
            words = _without_signature(words, reads, titles, name if is_last else "", taken)
            said = _said(words, reads[label], name if is_last else None)
            if other := _titled(words, titles):
                taken.doubts.append(_mistaken(label, other))
            elif is_last and len(reads) > 1 and (added := _added(words, name, is_act)):
                taken.doubts.append(_ownerless(added))
            elif said.doubt:
                taken.doubts.append(f"#{label}: {said.doubt}")
            elif not said.acts and not said.rest:
                taken.doubts.append(_("You wrote nothing about #%(label)s.") % {"label": label})
            found.setdefault(label, []).append(said)
    _join(found, taken)
    return taken


def _cut_answers(written: str, text: str, name: str) -> list[str]:
    """Return what was cut off as a signature and may be the last of his answers: "Ana, our clerk"."""
    below = cut_below(written, text)
    is_his = is_card_of(below, name) or not without_farewell(f"\n{below}", name).strip()
    return [] if is_his else [below]


def _without_rules(text: str, titles: Mapping[str, str]) -> str:
    """Return a text without drawn lines if answers stand below them, not a signature."""
    if not _RULE.search(text):
        return text
    plain = _RULE.sub("", text)
    kept, all_kept = (_begun(trim(one).written, titles) for one in (text, plain))
    return plain if len(all_kept) > len(kept) and not any(all_kept[len(kept) :]) else text


def _begun(written: str, titles: Mapping[str, str]) -> list[bool]:
    """Return for each line that begins with a label whether its title follows, as in a digest."""
    found = (_LINE_LABEL.match(line) for line in written.split("\n"))
    labels = [(one, f"{one[1].upper()}{one[2]}") for one in found if one]
    return [
        bool(titles[label]) and one.string[one.end() :].strip().startswith(titles[label])
        for one, label in labels
        if label in titles
    ]


def _join(found: Mapping[str, Sequence[Said]], taken: TakenApart) -> None:
    """Add a part for each label; what was said of it in two places is one."""
    for label, all_said in found.items():
        acts = tuple(dict.fromkeys(act for said in all_said for act in said.acts))
        if len({act.name for act in acts}) < len(acts):
            taken.doubts.append(
                _("You say two different things about #%(label)s.") % {"label": label}
            )
        words = "\n\n".join(said.rest for said in all_said if said.rest)
        taken.parts.append(Part(label, acts, words))
    taken.understood = list(taken.parts)
    if taken.doubts:
        taken.parts.clear()


def taken_back(written: str, known: Collection[str], *, name: str = "") -> list[str]:
    """Return the labels that he wants undone, if that is all he wrote: "undo A2", and his name."""
    text, _line, below = written.strip().partition("\n")
    asked = _TAKE_BACK.match(text)
    if not asked or without_farewell(f"undo\n{below}", name) != "undo":
        return []
    rest = text[asked.end() :].strip(" .!")
    if re.fullmatch(r"all|everything|todo", rest, re.IGNORECASE):
        return list(known)
    labels = [
        f"{letter.upper()}{n}" for letter, n in re.findall(r"#?\s?([A-Za-z])(\d{1,2})\b", rest)
    ]
    others = re.sub(r"#?\s?[A-Za-z]\d{1,2}\b|[,&+\s]|\b(?:and|y)\b", "", rest)
    return labels if labels and not others and all(one in known for one in labels) else []


def _pieces(
    written: str,
    reads: dict[str, Callable[[str], Said]],
    name: str,
    headings: Collection[str],
    taken: TakenApart,
) -> list[_Piece]:
    """Return the words with the labels that they are about; `taken` hears what is not clear."""
    blocks = blocks_of(_without_headings(written, headings))
    inline = answers_inline(blocks)
    context = Context()
    found: list[_Piece] = []
    only = next(iter(reads)) if len(reads) == 1 else ""
    for block in blocks:
        context = context_of(block, context, reads, headings, inline=inline)
        if not block.text.strip():
            continue
        for labels, words in _parted(block.text, reads, taken.doubts):
            if labels:
                found.append(_Piece(labels, words))
            elif context.label:
                found.append(_Piece((context.label,), words))
            elif is_greeting(words) or (found and not without_farewell(words, name).strip()):
                continue
            elif only:
                found.append(_Piece((only,), words))
            elif not found and is_opening(words):
                taken.left_out.append(words)
            else:
                taken.doubts.append(_ownerless(words))
    if not found:
        taken.doubts += map(_ownerless, taken.left_out)
    return found


def _ownerless(words: str) -> str:
    shown = cut(" ".join(words.split()), SHOWN)
    return _("We do not know what this is about: “%(words)s”") % {"words": shown}


def _parted(
    text: str, reads: dict[str, Callable[[str], Said]], doubts: list[str]
) -> list[tuple[tuple[str, ...], str]]:
    """Return the words of one block by the labels in it; those before the first have none."""

    def is_act(label: str, words: str) -> bool:
        said = reads[label](re.sub(_CONNECTS, "", words.strip()))
        return bool(said.acts) and not said.rest and not said.doubt

    if has_marked_number(text):
        doubts.append(_("A label has a letter and a number, such as #A1."))
    if mistyped := mistyped_label(text, reads):
        doubts.append(_unclear((), mistyped, reads))
    found: list[tuple[tuple[str, ...], str]] = []
    labels: tuple[str, ...] = ()
    begin = 0
    # Below a label that is not clear nothing is understood.
    lost = False
    for count, mark in enumerate(marks_in(text, reads, is_act)):
        if count == MARKS:
            doubts.append(_("There are too many labels in it."))
            break
        if mark.use is Use.UNCLEAR:
            doubts.append(_unclear(mark.labels, mark.text, reads))
        words = _trimmed(text[begin : mark.start])
        if (words or labels) and not lost:
            found.append((labels, words))
        lost = False
        if mark.use is Use.ENDS:
            said = text[mark.start : mark.stop].replace(mark.text, "")
            found.append((mark.labels, re.sub(_CONNECTS, "", said.strip(" \t\n.!()"))))
            labels = ()
        else:
            labels = mark.labels if mark.use is Use.BEGINS else ()
            lost = mark.use is Use.UNCLEAR
        begin = mark.stop
    words = _trimmed(text[begin:])
    if (words or labels) and not lost:
        found.append((labels, words))
    return found


_CONNECTS = re.compile(
    r"[\s,:–—-]*\b(?:for|to|on|in|under|about|por|en|para|a|con|de|sobre)?(?:\s+(?:the|la|el|lo de))?[\s,:–—-]*$"
)


def _trimmed(words: str) -> str:
    """Return words without what joins them to the next label."""
    return re.sub(r"(?:[\s,;]+(?:and|y|e|also|&|\+))?[\s,;(]*$", "", words).strip()


def _unclear(labels: tuple[str, ...], text: str, known: Collection[str]) -> str:
    unknown = [label for label in labels if label not in known]
    if unknown:
        return _("There is no #%(label)s in the mail.") % {"label": unknown[0]}
    return _("We could not tell whether “%(label)s” begins what you say of it.") % {"label": text}


def _without_title(words: str, title: str) -> str:
    """Return words without the title of their thing, if a sign or the end of a line parts them."""
    of_title = re.findall(r"\w+", title)
    # A title of one word is also a word of people.
    if len(of_title) < 2:
        return words
    copied = r"\W*" + r"\W+".join(map(re.escape, of_title))
    ends = r"[\"'”»)*]*[ \t]*(?:\n|$|[-–—:.,;!?…]+(?=\s|$))\s*"
    return re.sub(rf"^{copied}{ends}", "", words, count=1, flags=re.IGNORECASE)


def _titled(words: str, titles: Mapping[str, str]) -> str:
    """Return the label whose title these words begin with; empty for none."""
    return next((one for one, title in titles.items() if _without_title(words, title) != words), "")


def _mistaken(label: str, other: str) -> str:
    named = {"label": label, "other": other}
    return _("You write #%(label)s, but behind it stands the title of #%(other)s.") % named


_POSTSCRIPT = re.compile(r"\n\s*\n\s*(?=(?:p\.? ?[sd]|posdata|postdata)\b)", re.IGNORECASE)


def _added(words: str, name: str, is_act: Callable[[str], bool]) -> str:
    """Return what stands below nothing but acts, as a postscript or below the name of who wrote.

    Nobody can tell what it belongs to.
    """
    above, *below = _POSTSCRIPT.split(words, maxsplit=1)
    if below and is_act(without_farewell(above, name)):
        return below[0]
    his, said = parted_by_name(words, name)
    return said if said and is_act(without_farewell(his, name)) else ""


def _without_headings(written: str, headings: Collection[str]) -> str:
    """Return what was written without headings of the mail that were typed or pasted over it."""
    return "\n".join(line for line in written.split("\n") if line.strip() not in headings)


def _without_signature(
    words: str,
    reads: Mapping[str, Callable[[str], Said]],
    titles: Mapping[str, str],
    name: str,
    taken: TakenApart,
) -> str:
    """Return the last words without a card, or a name below nothing but acts; `taken` hears of it.

    `name` is empty for other words than the last.
    """

    def is_of_things(word: str) -> bool:
        in_title = any(word in plain_words(title).split() for title in titles.values())
        return in_title or any(read(word).acts for read in reads.values())

    if not name or not without_farewell(words, name).strip():
        return words
    above, card = without_card(words, name)
    if not card:
        above, card = name_below(words, name, is_of_things)
        kept = without_farewell(above, name)
        if not card or not any(
            (said := read(kept)).acts and not said.rest for read in reads.values()
        ):
            return words
        # His own name is no news.
        if set(plain_words(card).split()) <= set(plain_words(name).split()):
            return words
    if card not in taken.left_out:
        taken.left_out.append(card)
    return above


def _said(words: str, reads: Callable[[str], Said], name: str | None) -> Said:
    """Return what the words come to; a farewell below acts is not one of them."""
    if name is not None and (shorter := without_farewell(words, name)):
        said = reads(shorter)
        if said.doubt or not said.rest:
            return said
    return reads(words)
