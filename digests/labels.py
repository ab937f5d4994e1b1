"""What names an item of one person's digest, and where he answers it.

Each heading with something to answer has a letter, in the order of the mail, and each item under it
its number: "#A2". Letters that look like digits are left out. After the last letter come no labels.
"""

from dataclasses import dataclass, field, replace
from urllib.parse import quote

from django.conf import settings

from digests.sections.registry import Item, More
from notifications.acts import say_url, subject_of
from notifications.models.reply_address import PREFIX

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
# Where a reader's own words go into an item that is written once for many; no text has these.
LABEL, ADDRESS, MAILTO = "\x02label\x03", "\x02address\x03", "\x02mailto\x03"


def act_hole(act: str) -> str:
    """Return what stands for the link that says this of the item."""
    return f"\x02act {act}\x03"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of a mail, and what it stands for."""

    label: str
    kind: str
    object_id: int


@dataclass(slots=True)
class Labels:
    """The labels of one mail, given out as it is written; none without a token."""

    token: str
    given: list[Labelled] = field(default_factory=list)
    _headings: int = 0
    _number: int = 0

    def next_heading(self) -> bool:
        """Begin with the next letter if the last one was used; return whether there is one left."""
        if self._number:
            self._headings, self._number = self._headings + 1, 0
        return bool(self.token) and self._headings < len(LETTERS)

    def give(self, item: Item, *, community_id: int, member_id: int) -> Item:
        """Return the item with its label, address and links in its holes."""
        if item.about is None:
            return item
        self._number += 1
        label = f"{LETTERS[self._headings]}{self._number}"
        self.given.append(Labelled(label, *item.about))
        address = answer_address(self.token, label)
        holes = {
            LABEL: f"#{label}",
            ADDRESS: address,
            MAILTO: f"mailto:{address}?subject={quote(f'Re: {item.title}')}",
        }
        for act in item.acts:
            holes[act_hole(act)] = say_url(community_id, member_id, *item.about, act)
        html, text = item.html, item.text
        for hole, words in holes.items():
            html, text = html.replace(hole, words), text.replace(hole, words)
        return replace(item, html=html, text=text)


def holes_of(item: Item | More) -> dict[str, object]:
    """Return what the templates of an item put where each reader has his own; empty if nothing."""
    if isinstance(item, More) or item.about is None:
        return {}
    subject = subject_of(item.about[0])
    names = subject.acts if subject else {}
    acts = [(names[act], act_hole(act)) for act in item.acts if act in names]
    return {"label": LABEL, "address": ADDRESS, "mailto": MAILTO, "acts": acts}


def answer_address(token: str, label: str = "") -> str:
    """Return where answers to a digest arrive, or to one item of it; empty without a token."""
    if not token:
        return ""
    suffix = f"-{label.lower()}" if label else ""
    return f"{PREFIX}{token}{suffix}@{settings.INBOUND_HOST}"
