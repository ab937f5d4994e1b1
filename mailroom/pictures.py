"""Where in a mail its pictures stand: programs mark the place, each in its own way."""

import re
from collections.abc import Sequence

from mailroom.reading import Attachment

# What is read in HTML is marked ![words](cid:…); Outlook writes [cid:…], Gmail [image: name] in its
# reader's language, Apple Mail <name>.
_MARK = re.compile(
    r"!\[[^\]\n]{0,200}\]\(cid:(?P<html>[^)\s]{1,500})\)"
    r"|\[cid:(?P<outlook>[^\]\s]{1,500})\]"
    r"|\[(?:image|imagen|immagine|imagem|bild|afbeelding): (?P<gmail>[^\]\n]{1,200})\]"
    r"|^<(?P<apple>[^<>\n]{1,200}\.(?:jpe?g|png|gif|heic|webp))>$",
    re.IGNORECASE | re.MULTILINE,
)
# The most marks that are looked at; no person's mail has as many.
MOST = 200


def with_places(text: str, files: Sequence[Attachment]) -> str:
    """Return the text with `![](cid:N)` where the file of index N in `files` stands.

    What marks a picture that is not among them goes, unless it may be words of the writer's.
    """

    def placed(mark: re.Match[str]) -> str:
        by_id = mark["html"] or mark["outlook"]
        name = mark["gmail"] or mark["apple"]
        for number, file in enumerate(files):
            if (by_id and file.content_id == by_id) or (name and file.name == name):
                return f"![](cid:{number})"
        return "" if by_id else mark[0]

    return _MARK.sub(placed, text, count=MOST)
