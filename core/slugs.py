"""Words for addresses: short, lower case, ASCII, unique among those taken."""

from collections.abc import Container

from django.utils.text import slugify

MAX_LENGTH = 60
"""Characters of a slug, its number included."""

# Letters that do not come apart into a plain letter and an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ı": "i",
        "&": " and ",
        "/": "-",
        "–": "-",
        "—": "-",
    }
)


def slug_of(words: str, *, default: str = "item", max_length: int = MAX_LENGTH) -> str:
    """Return words as a slug of at most `max_length` characters, cut between words where it can be.

    Words without a single Latin letter or digit give `default`.
    """
    slug = slugify(words.translate(_LETTERS)).replace("_", "-").strip("-")
    return _shortened(slug, max_length) or default


def unique_slug(
    words: str, taken: Container[str], *, default: str = "item", max_length: int = MAX_LENGTH
) -> str:
    """Return a slug that is not among `taken`, with "-2", "-3" … after it where needed.

    Two people may ask at the same time: the database's unique constraint has the last word.
    """
    first = slug = slug_of(words, default=default, max_length=max_length)
    number = 1
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = _shortened(first, max_length - len(ending)) + ending
    return slug


def _shortened(slug: str, max_length: int) -> str:
    if len(slug) <= max_length:
        return slug
    beginning, _hyphen, _rest = slug[: max_length + 1].rpartition("-")
    return (beginning or slug[:max_length]).strip("-")
