"""Reading the CSV files that spreadsheet programs save, whatever their habits; writing safe cells."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100

type Delimiter = Literal[",", ";", "\t"]

_DELIMITERS: tuple[Delimiter, ...] = (",", ";", "\t")
_SAMPLE_ROWS = 50
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SEPARATOR_LINE = re.compile(
    r"\s*\"?sep=(?P<delimiter>[,;\t])\"?[,;\t]*\s*(?:\r\n|\r|\n|$)", re.IGNORECASE
)
_UNREADABLE = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
# Stands after the last line while reading: where it is not a row of its own, a quotation mark is open.
# No file can hold it, since such signs are refused.
_END = "\x1f"
_EDGES = " \t\r\n\v\f\u00a0\u200b\u2060\ufeff"
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*%?")
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class SpreadsheetError(ValueError):
    """A file that cannot be read as a table; its text is a sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table below its headers."""

    line: int
    """The line of the file on which the row begins, counted from 1, as an editor shows it."""
    values: Mapping[str, str]
    """The cells by their column's key, trimmed; a missing cell is empty."""
    extra: tuple[str, ...] = ()
    """Cells that are not empty and stand under no header."""

    def get(self, *keys: str) -> str:
        """Return the first cell that is not empty among the columns of these keys, or nothing."""
        return next(filter(None, (self.values.get(key, "") for key in keys)), "")


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows, and how it was written."""

    headers: tuple[str, ...]
    """The column names as typed."""
    rows: tuple[Row, ...]
    dialect: Delimiter
    encoding: str
    keys: tuple[str, ...] = field(default=())
    """The column names as `header_key()` makes them, in the order of `headers`."""


def header_key(name: str) -> str:
    """Return a column's name for comparing: no capitals, accents or signs, words apart by one space.

    "E-mail" gives "e mail", "Correo  Electrónico:" gives "correo electronico".
    """
    parts = unicodedata.normalize("NFKD", name)
    letters = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", letters.casefold()))


def read_rows(data: bytes) -> Table:
    """Return the table in a CSV file: UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab.

    Excel's "sep=;" line is obeyed, blank rows are left out, line breaks inside quotes are kept.
    Raises SpreadsheetError with a sentence that says what to do.
    """
    text, encoding = _decoded(data)
    said, skipped, text = _said_delimiter(text)
    delimiter = said or _guessed_delimiter(text)
    records = _records(text, delimiter, skipped)
    return _table(next(records, (0, []))[1], records, delimiter, encoding)


def read_rows_below(data: bytes, is_header: Callable[[Collection[str]], bool]) -> Table | None:
    """Return the table below the first row whose keys are known as those of its headers.

    What stands above it is left out: reports begin with lines about themselves. None if no row is
    known. Otherwise as read_rows().
    """
    text, encoding = _decoded(data)
    said, skipped, text = _said_delimiter(text)
    for delimiter in (said,) if said else _DELIMITERS:
        records = _records(text, delimiter, skipped)
        for _line, cells in records:
            if is_header(tuple(map(header_key, cells))):
                return _table(cells, records, delimiter, encoding)
    return None


def _table(
    header: list[str],
    records: Iterator[tuple[int, list[str]]],
    delimiter: Delimiter,
    encoding: str,
) -> Table:
    headers = _headers(header)
    keys = tuple(map(header_key, headers))
    rows = tuple(_row(line, cells, keys) for line, cells in records)
    return Table(headers, rows, delimiter, encoding, keys)


def safe_cell(text: str) -> str:
    """Return a cell for an exported CSV that no spreadsheet program takes for a formula.

    A text that begins like one gets an apostrophe before it; numbers stay numbers. (OWASP, "CSV
    Injection": =, +, -, @, tab and carriage return.)
    """
    if text.startswith(("\t", "\r", "\n")):
        return f"'{text}"
    if text.lstrip().startswith(_FORMULA_SIGNS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _decoded(data: bytes) -> tuple[str, str]:
    if len(data) > MAX_BYTES:
        raise SpreadsheetError(
            _("This file is too large: at most %(limit)s MB can be read. Please send it in parts.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
    if data.startswith(_WORKBOOKS):
        raise SpreadsheetError(
            _(
                "This is a workbook, not a CSV file. Open it in your spreadsheet program, "
                "choose “Save as”, and pick “CSV UTF-8”."
            )
        )
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SpreadsheetError(
            _(
                "Some letters in this file cannot be read. Open it in your spreadsheet program, "
                "choose “Save as”, and pick “CSV UTF-8”."
            )
        ) from error
    text = text.removeprefix("\ufeff").replace("\x00", "")
    if _UNREADABLE.search(text):
        raise SpreadsheetError(_("This is not a CSV file. Please choose a file that ends in .csv."))
    if not text.strip(_EDGES + ",;"):
        raise SpreadsheetError(
            _("This file is empty. Please choose one with a row of column names.")
        )
    return text, encoding


def _encoding(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # Latin letters in UTF-16 without its mark: every other byte is NUL.
    beginning = data[:200]
    if beginning[1::2].count(0) > len(beginning) // 3:
        return "utf-16-le"
    if beginning[::2].count(0) > len(beginning) // 3:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _said_delimiter(text: str) -> tuple[Delimiter | None, int, str]:
    """Return what Excel's first line says, how many lines that took, and the text after it."""
    if separator := _SEPARATOR_LINE.match(text):
        return _as_delimiter(separator["delimiter"]), 1, text[separator.end() :]
    return None, 0, text


def _as_delimiter(sign: str) -> Delimiter:
    return next(delimiter for delimiter in _DELIMITERS if delimiter == sign)


def _guessed_delimiter(text: str) -> Delimiter:
    """Return the sign that parts the header, and the rows after it into as many cells."""

    def score(delimiter: Delimiter) -> tuple[bool, float, int]:
        widths: list[int] = []
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cells):
                widths.append(len(cells))
            if len(widths) == _SAMPLE_ROWS:
                break
        alike = sum(width == widths[0] for width in widths) / len(widths) if widths else 0
        return (bool(widths) and widths[0] > 1, alike, widths[0] if widths else 0)

    try:
        return max(_DELIMITERS, key=score)
    except csv.Error:
        return ","


def _records(text: str, delimiter: Delimiter, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with the line of the file on which it begins."""
    reader = csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=delimiter)
    number = 0
    while True:
        begins = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except csv.Error as error:
            raise SpreadsheetError(
                _(
                    "Line %(line)s cannot be read. Please look at its quotation marks and long cells."
                )
                % {"line": begins}
            ) from error
        if cells == [_END]:
            return
        if cells and cells[-1].endswith(_END):
            raise SpreadsheetError(
                _("A quotation mark on line %(line)s is never closed. Please close or remove it.")
                % {"line": begins}
            )
        trimmed = [unicodedata.normalize("NFC", cell).strip(_EDGES) for cell in cells]
        if not any(trimmed):
            continue
        number += 1
        if number > MAX_ROWS + 1:
            raise SpreadsheetError(
                _("This file has more than %(limit)s rows. Please send it in parts.")
                % {"limit": f"{MAX_ROWS:,}"}
            )
        yield begins, trimmed


def _headers(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise SpreadsheetError(
            _("This file has more than %(limit)s columns. Please keep only those that are needed.")
            % {"limit": MAX_COLUMNS}
        )
    seen: set[str] = set()
    for cell in cells:
        key = header_key(cell)
        if key and key in seen:
            raise SpreadsheetError(
                _("Two columns are called “%(name)s”. Please rename or remove one of them.")
                % {"name": cell}
            )
        seen.add(key)
    return tuple(cells)


def _row(line: int, cells: list[str], keys: tuple[str, ...]) -> Row:
    padded = cells + [""] * (len(keys) - len(cells))
    values = {key: cell for key, cell in zip(keys, padded, strict=False) if key}
    unnamed = [cell for key, cell in zip(keys, padded, strict=False) if not key and cell]
    return Row(line, values, tuple(unnamed + [cell for cell in cells[len(keys) :] if cell]))
