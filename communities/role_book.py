"""Which role a word in a spreadsheet means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from communities.community_templates import CommunityTemplate, in_language
from communities.models import Role
from communities.name_folding import folded

_LIST = re.compile(r"[,;/|\n]+")
_AND = re.compile(r"\s+(?:and|y|e|&)\s+", re.IGNORECASE)


@dataclass(slots=True)
class RoleBook:
    """Names of roles, in both languages, with their aliases."""

    labels: dict[str, str] = field(default_factory=dict)
    """Key of each role, to what it is called in the reader's language."""
    _keys: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, label: str, names: Iterable[str]) -> None:
        """Enter a role. A name that an earlier role has stays with it."""
        self.labels.setdefault(key, label)
        for name in (key, *names):
            if name:
                self._keys.setdefault(folded(name), key)

    def find(self, word: str) -> str | None:
        """Return the key of the role that a word names."""
        return self._keys.get(folded(word))

    def closest(self, word: str) -> str | None:
        """Return the key of the role whose name looks most like a word, if one does at all."""
        found = get_close_matches(folded(word), self._keys, n=1, cutoff=0.6)
        return self._keys[found[0]] if found else None

    def words(self, cell: str) -> list[str]:
        """Return a cell's words, one a role: "superintendent; parent" are two."""
        if self.find(cell):
            return [cell.strip()]
        words = [word.strip() for word in _LIST.split(cell) if word.strip()]
        return [part for word in words for part in self._apart(word)]

    def _apart(self, word: str) -> list[str]:
        # "Parent and teacher" is two roles, "birth and early years lead" is a word of its own.
        parts = [part.strip() for part in _AND.split(word)]
        return parts if not self.find(word) and all(map(self.find, parts)) else [word]


def role_book(template: CommunityTemplate | None = None, roles: Iterable[Role] = ()) -> RoleBook:
    """Return the names of a community's own roles, and then those of its template."""
    book = RoleBook()
    for role in roles:
        names = [role.singular, role.plural, role.singular_es, role.plural_es, *role.aliases]
        book.add(role.key, role.label, names)
    for entry in template.roles if template else ():
        names = [*entry.singular.values(), *entry.plural.values(), *entry.aliases]
        book.add(entry.key, in_language(entry.singular), names)
    return book
