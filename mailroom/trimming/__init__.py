"""What a person wrote in a reply, apart from what he answered and what his mail program added.

languages.py holds the words of each language, additions.py what programs add in any, lines.py tells
what a line is, introductions.py what leads up to a quotation, reply.py what the whole comes to,
unmarked.py what nothing marks.
"""

from .reply import Trimmed, trim
from .unmarked import without_sent

__all__ = ["Trimmed", "trim", "without_sent"]
