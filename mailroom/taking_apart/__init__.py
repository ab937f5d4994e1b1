"""One answer to a mail of many things, parted into what belongs to each: pure, no database.

marks.py finds where labels stand and what for, quoting.py which thing a quotation is of, apart.py
what the whole comes to. Whatever is not clear is a doubt, and then nothing of the mail may be done.
"""

from .apart import Named, Part, TakenApart, take_apart, taken_back
from .politeness import without_farewell
from .quoting import own_lines

__all__ = [
    "Named",
    "Part",
    "TakenApart",
    "own_lines",
    "take_apart",
    "taken_back",
    "without_farewell",
]
