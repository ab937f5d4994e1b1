"""The lists of participants that video calls give: Zoom, Microsoft Teams, Google Meet; and plain ones.

What is read is a table in which a row has a name, and perhaps an address. Zoom writes a table on the
meeting above it; Teams numbers its tables, in UTF-16 with tabs, and repeats people in a later one;
Meet parts first and last names.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

from django.utils.translation import gettext as _

from communities.name_folding import folded
from core.spreadsheets import Row, SpreadsheetError, read_rows_below

MOST_PEOPLE = 2000

# As core.spreadsheets.header_key() makes them: "Name (Original Name)" is "name original name".
NAME = (
    *("name original name", "name", "full name", "participant", "participant name"),
    *("nombre nombre original", "nombre completo", "participante", "nombre"),
)
FIRST = ("first name", "given name", "nombre")
LAST = ("last name", "surname", "family name", "apellido", "apellidos")
EMAIL = (
    *("user email", "email", "e mail", "email address", "mail", "participant id upn"),
    *("correo electronico", "correo electronico del usuario", "correo", "direccion de correo"),
)
# Who was there, and not in the waiting room only.
WAITED = ("in waiting room", "en la sala de espera", "en sala de espera")
_TITLE = re.compile(r"\d+\. ")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Participant:
    """One person of a list; one of name and address may be empty."""

    name: str
    email: str

    @property
    def key(self) -> str:
        """What the same person has on every list: a digest of the address, else of the name."""
        known_by = f"mail:{self.email}" if self.email else f"name:{folded(self.name)}"
        return blake2b(known_by.encode(), digest_size=16).hexdigest()

    @property
    def names(self) -> tuple[str, ...]:
        """The name as it stands there; of "Sammy (Sam Lee)", as Zoom writes it, also both parts."""
        outside, bracket, inside = self.name.rstrip(")").partition(" (")
        return (self.name, outside, inside) if bracket else (self.name,)


def read_participants(data: bytes) -> list[Participant]:
    """Return everybody on a list, each once, in its order.

    Raises SpreadsheetError with a sentence that says what to do.
    """
    table = read_rows_below(data, _is_header)
    if table is None:
        raise SpreadsheetError(
            _(
                "No column with names was found. Choose the list of participants of your video "
                "call, or a list with a column “Name”."
            )
        )
    found: dict[str, Participant] = {}
    for row in table.rows:
        if _ends(row):
            break
        person = _participant(row)
        if person is not None:
            found.setdefault(person.key, person)
    if len(found) > MOST_PEOPLE:
        raise SpreadsheetError(
            _("There are more than %(limit)s people in this file. Please send it in parts.")
            % {"limit": f"{MOST_PEOPLE:,}"}
        )
    return list(found.values())


def _is_header(keys: Collection[str]) -> bool:
    return any(key in keys for key in NAME) or (
        any(key in keys for key in FIRST) and any(key in keys for key in LAST)
    )


def _ends(row: Row) -> bool:
    """Return whether another table begins here: "3. In-Meeting Activities"."""
    filled = [cell for cell in row.values.values() if cell]
    return len(filled) == 1 and bool(_TITLE.match(filled[0])) and not row.extra


def _participant(row: Row) -> Participant | None:
    if row.get(*WAITED).casefold() in ("yes", "sí", "si"):
        return None
    last = row.get(*LAST)
    name = f"{row.get(*FIRST)} {last}".strip() if last else row.get(*NAME, *FIRST)
    address = row.get(*EMAIL).lower()
    email = address if _ADDRESS.fullmatch(address) else ""
    return Participant(name, email) if name or email else None
