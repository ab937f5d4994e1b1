"""A table with a column of links: a draft for each row."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets import Row, SpreadsheetError, read_rows
from knowledge.exchange.bundles import Bundle, EntryError
from knowledge.exchange.from_texts import take_told
from knowledge.exchange.planned import Planned
from knowledge.exchange.portable import Names
from knowledge.kinds import Kind
from search.words import fold

MOST = 5_000
# As people head their columns, without capitals and accents.
COLUMNS = {
    "link": (
        *("link", "url", "website", "web", "web page", "web address", "address", "hyperlink"),
        *("enlace", "sitio", "sitio web", "pagina", "pagina web", "direccion", "direccion web"),
        *("liga", "vinculo", "hipervinculo"),
    ),
    "title": ("title", "titulo", "name", "nombre", "resource", "recurso"),
    "kind": ("kind", "type", "tipo", "clase"),
    "what": (
        *("what", "what is it", "summary", "description", "notes"),
        *("que es", "resumen", "descripcion", "notas"),
    ),
    "for_whom": ("for whom", "for whom is it", "audience", "para quien", "para quien es"),
    "outcome": ("outcome", "what came of it", "resultado", "que resulto"),
    "authors": ("authors", "author", "by", "autores", "autor", "autora", "autoras"),
    "language": ("language", "idioma", "lengua"),
    "tags": ("tags", "subjects", "topics", "keywords", "temas", "etiquetas", "palabras clave"),
}
# What stands in them.
_KINDS: dict[str, tuple[str, ...]] = {
    Kind.ARTICLE: ("article", "articulo"),
    Kind.RECORDING: ("recording", "video", "audio", "podcast", "grabacion"),
    Kind.TOOL: (
        *("tool", "template", "tool or template"),
        *("herramienta", "plantilla", "herramienta o plantilla"),
    ),
}
_LANGUAGES = {"en": ("en", "english", "ingles"), "es": ("es", "spanish", "espanol", "castellano")}
_LINK = COLUMNS["link"]
# As people note it: www.example.org/bus.
_BARE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#]\S*)?$", re.IGNORECASE)


def no_links() -> str:
    """Return why a table comes as a file."""
    return _(
        "It has no column “link”, so it comes as a file. For a text from each line, call the column "
        "of the addresses “link” in its first line."
    )


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
    if _BARE.match(link):
        link = f"https://{link}"
    told: dict[str, Any] = {
        "title": row.get(*COLUMNS["title"])[:200] or link[:200],
        "kind": _meant(row.get(*COLUMNS["kind"]), _KINDS) or Kind.ARTICLE,
        "authors": _names_in(row.get(*COLUMNS["authors"])),
        "language": _meant(said := row.get(*COLUMNS["language"]), _LANGUAGES) or said,
        "tags": _tags_in(row.get(*COLUMNS["tags"]), names),
        "details": {"link": link},
        **{key: row.get(*COLUMNS[key]) for key in ("what", "for_whom", "outcome")},
    }
    one.fingerprint = "\n".join(row.values.values())
    take_told(one, told, "", names)
    if one.wrong and not link.lower().startswith(("http://", "https://")):
        one.wrong = _("“%(link)s” is no address of a page: it begins with https://") % {
            "link": link[:100]
        }
    return one


def _names_in(cell: str) -> Sequence[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]


def _tags_in(cell: str, names: Names) -> Sequence[str]:
    """Return subjects, between which a comma may stand, too; in the name of one it may as well."""
    parts = _names_in(cell)
    if len(parts) == 1 and fold(parts[0]) not in names.facet_values:
        return [part.strip() for part in cell.split(",") if part.strip()]
    return parts


def _meant(said: str, called: Mapping[str, Collection[str]]) -> str:
    """Return the key of what is called so; empty where nothing is."""
    word = fold(" ".join(said.split()))
    return next((key for key, words in called.items() if word in words), "")
