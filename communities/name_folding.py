"""Compare names as people write them: letters count, what is around them does not."""

import re
import unicodedata
from functools import lru_cache

_BETWEEN = re.compile(r"[-.’'_]")


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return a name without capitals, accents, hyphens, dots and apostrophes, single-spaced."""
    bare = unicodedata.normalize("NFKD", name.lower())
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(_BETWEEN.sub(" ", letters).split())
