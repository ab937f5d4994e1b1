"""A table with a column of links: a draft for each row."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets import Row, SpreadsheetError, read_rows
from knowledge.exchange.bundles import Bundle, EntryError
from knowledge.exchange.from_texts import take_told
from knowledge.exchange.planned import Planned
from knowledge.exchange.portable import Names
from knowledge.kinds import Kind

MOST = 5_000
_LINK = ("link", "url", "enlace")


def links_in(bundle: Bundle, name: str, names: Names) -> Iterator[Planned]:
    """Give a draft for each row of a table that has a column of links; nothing for another table."""
    try:
        table = read_rows(bundle.read(name))
    except (SpreadsheetError, EntryError) as error:
        yield Planned(name, wrong=str(error))
        return
    if not set(table.keys) & set(_LINK):
        return
    for row in table.rows[:MOST]:
        yield _from_row(name, row, names)
    if len(table.rows) > MOST:
        yield Planned(name, wrong=_("At most %(limit)s come in at once.") % {"limit": MOST})


def _from_row(name: str, row: Row, names: Names) -> Planned:
    one = Planned(f"{name}:{row.line}", line=row.line)
    link = row.get(*_LINK)
    if not link:
        one.wrong = _("There is no link in this line.")
        return one
    kind = row.get("kind", "tipo").lower()
    told: dict[str, Any] = {
        "title": row.get("title", "titulo", "name", "nombre")[:200] or link[:200],
        "kind": kind if kind in {Kind.RECORDING, Kind.TOOL} else Kind.ARTICLE,
        "what": row.get("what", "summary", "description", "resumen"),
        "for_whom": row.get("for whom", "para quien"),
        "outcome": row.get("outcome", "what came of it"),
        "authors": _names_in(row.get("authors", "author", "autores", "autor")),
        "language": row.get("language", "idioma"),
        "tags": _names_in(row.get("tags", "subjects", "temas")),
        "details": {"link": link},
    }
    one.fingerprint = "\n".join(row.values.values())
    take_told(one, told, "", names)
    return one


def _names_in(cell: str) -> Sequence[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]
