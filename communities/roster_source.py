"""From a file or pasted text to the lines of a list of people."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from communities.roster import Source, SourceLine
from communities.roster_columns import column_of
from core.spreadsheets import SpreadsheetError, header_key, read_rows

_CELLS = re.compile(r"[,;\t]")


def source_of_file(data: bytes) -> Source:
    """Return the lines of a CSV file whose first row names the columns.

    Raise SpreadsheetError, with a sentence for the person who sent it, if it cannot be read or has no
    column of addresses.
    """
    table = read_rows(data)
    columns: dict[str, str] = {}
    unused = []
    for header in table.headers:
        column = column_of(header)
        if column is None or column in columns:
            unused.append(header)
        else:
            columns[column] = header_key(header)
    if "email" not in columns:
        raise SpreadsheetError(
            _(
                "There is no column of e-mail addresses. Give the columns names in the first row, "
                "and call that one “e-mail”."
            )
        )
    lines = [SourceLine(row.line, _cells(row.values, columns)) for row in table.rows]
    return Source(lines, [header for header in unused if header])


def source_of_text(text: str) -> Source:
    """Return the lines of pasted text: rows with their headers, or just addresses.

    Addresses may stand one a line or many, with or without names: "Rosa Peña <rosa@example.org>".
    Raise SpreadsheetError like `source_of_file`.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    if "@" not in first:
        return source_of_file(text.encode())
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip().strip('"') for cell in _CELLS.split(line) if cell.strip()]
        addresses = [cell for cell in cells if "@" in cell]
        names = [cell for cell in cells if "@" not in cell]
        if len(addresses) == 1:
            lines.append(SourceLine(number, _person(addresses[0], " ".join(names))))
        else:
            lines += [SourceLine(number, _person(cell, "")) for cell in cells]
    return Source(lines)


def _cells(values: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    return {column: values.get(key, "") for column, key in columns.items()}


def _person(address: str, name: str) -> dict[str, str]:
    before, bracket, _rest = address.partition("<")
    own = before.strip().strip("\"'") if bracket else ""
    return {"email": address, "name": own or name}
