import codecs
import csv
import io

import pytest

from core.spreadsheets import (
    MAX_COLUMNS,
    MAX_ROWS,
    Row,
    SpreadsheetError,
    header_key,
    read_rows,
    safe_cell,
)

ROSTER = "Name,E-mail,Site\nJosé Núñez,jose@a.example,Niños\n"
VALUES = {"name": "José Núñez", "e mail": "jose@a.example", "site": "Niños"}


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ROSTER.encode(), "utf-8"),
        (codecs.BOM_UTF8 + ROSTER.encode(), "utf-8-sig"),
        (ROSTER.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + ROSTER.encode("utf-16-be"), "utf-16"),
        (ROSTER.encode("utf-16-le"), "utf-16-le"),
        (ROSTER.encode("utf-16-be"), "utf-16-be"),
        (ROSTER.encode("cp1252"), "cp1252"),
    ],
)
def test_any_usual_encoding_is_read(data: bytes, encoding: str) -> None:
    table = read_rows(data)
    assert table.encoding == encoding
    assert table.headers == ("Name", "E-mail", "Site")
    assert table.rows == (Row(2, VALUES),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_usual_delimiter_and_line_break_is_read(delimiter: str, ending: str) -> None:
    text = ROSTER.replace(",", delimiter).replace("\n", ending)
    table = read_rows(text.encode())
    assert table.dialect == delimiter
    assert table.rows == (Row(2, VALUES),)


@pytest.mark.parametrize(
    "text",
    [
        'name;roles\nAna;"parent, resident"\nLuis;"teacher, coach"\n',
        "name;roles\nAna;parent, resident\nLuis;teacher, coach, parent\n",
        "name\troles\nRuiz, Ana\tparent; coach\n",
        'name,roles\n"Ruiz; Ana",parent;coach;teacher\n',
    ],
)
def test_a_delimiter_inside_cells_does_not_mislead(text: str) -> None:
    table = read_rows(text.encode())
    assert table.keys == ("name", "roles")
    assert all(row.values["roles"] and not row.extra for row in table.rows)


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;"])
def test_the_separator_line_of_excel_is_obeyed(first: str) -> None:
    table = read_rows(f"{first}\r\na,b;c\r\n1;2\r\n".encode())
    assert table.headers == ("a,b", "c")
    assert table.rows == (Row(3, {"a b": "1", "c": "2"}),)


def test_one_column_is_a_table_too() -> None:
    assert read_rows(b"email\na@a.example\n").rows == (Row(2, {"email": "a@a.example"}),)


def test_blank_rows_are_left_out_and_lines_counted_as_in_the_file() -> None:
    table = read_rows(b"\n,,\nname,note\n\nAna,x\n,,\n \nLuis,y\n")
    assert [(row.line, row.values["name"]) for row in table.rows] == [(5, "Ana"), (8, "Luis")]


def test_line_breaks_inside_quotes_are_kept_and_counted() -> None:
    table = read_rows(b'name,note\nAna,"one\ntwo"\nLuis,"say ""hi"""\n')
    assert table.rows == (
        Row(2, {"name": "Ana", "note": "one\ntwo"}),
        Row(4, {"name": "Luis", "note": 'say "hi"'}),
    )


def test_short_rows_are_filled_and_long_ones_keep_what_is_over() -> None:
    table = read_rows(b"a,b,,\n1\n1,2,3,,5\n")
    assert table.headers == ("a", "b")
    assert table.rows == (Row(2, {"a": "1", "b": ""}), Row(3, {"a": "1", "b": "2"}, ("3", "5")))


def test_a_cell_under_an_unnamed_column_is_extra() -> None:
    assert read_rows(b"a,,b\n1,2,3\n").rows == (Row(2, {"a": "1", "b": "3"}, ("2",)),)


def test_cells_are_trimmed_and_composed() -> None:
    data = "name\n\u00a0 Jose\u0301 \u200b\n".encode()
    assert read_rows(data).rows == (Row(2, {"name": "José"}),)


def test_nul_bytes_are_dropped() -> None:
    assert read_rows(b"name,x\nA\x00na,1\n").rows == (Row(2, {"name": "Ana", "x": "1"}),)


def test_words_after_a_closing_quotation_mark_are_kept() -> None:
    table = read_rows(b'name,x\n"Ana" Ruiz,1\nLuis "Lucho" Paz,2\n')
    assert [row.values["name"] for row in table.rows] == ["Ana Ruiz", 'Luis "Lucho" Paz']


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("E-mail", "e mail"),
        ("EMAIL", "email"),
        (" Correo  Electrónico: ", "correo electronico"),
        ("first_name", "first name"),
        ("Straße №1", "strasse no1"),
        ("—", ""),
    ],
)
def test_headers_are_compared_by_their_letters(name: str, key: str) -> None:
    assert header_key(name) == key


def test_a_row_answers_by_the_first_synonym_that_is_filled() -> None:
    row = Row(2, {"email": "", "correo": "a@a.example"})
    assert row.get("email", "correo") == "a@a.example"
    assert row.get("phone") == ""


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty"),
        (b" \n,,\n", "This file is empty"),
        (b"PK\x03\x04 workbook", "This is a workbook, not a CSV file"),
        (b"\xd0\xcf\x11\xe0 old workbook", "This is a workbook, not a CSV file"),
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02", "This is not a CSV file"),
        (b"name\n\x81\x8d", "Some letters in this file cannot be read"),
        (b"\xff\xfea", "Some letters in this file cannot be read"),
        (b'name,x\nAna,1\nLuis,"2\nEva,3\n', "quotation mark on line 3 is never closed"),
        (b'sep=,\nname,x\n"Ana" R,1\nLuis,"2\n', "quotation mark on line 4 is never closed"),
        (b"name,x\nAna," + b"x" * 140_000, "Line 2 cannot be read"),
        (b"Name,name\nAna,Ana\n", "Two columns are called “name”"),
        (b"a\n" + b"1\n" * (MAX_ROWS + 1), "more than 20,000 rows"),
        (",".join(f"c{n}" for n in range(MAX_COLUMNS + 1)).encode(), "more than 100 columns"),
        (b"x" * (5 * 1024 * 1024 + 1), "at most 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(SpreadsheetError, match=sentence):
        read_rows(data)


def test_five_thousand_rows_are_read() -> None:
    lines = [f'Person {n};p{n}@a.example;"Site, {n % 9}"' for n in range(5000)]
    table = read_rows(("name;email;site\r\n" + "\r\n".join(lines)).encode())
    assert len(table.rows) == 5000
    assert table.rows[-1] == Row(
        5001, {"name": "Person 4999", "email": "p4999@a.example", "site": "Site, 4"}
    )


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"),
        "-1e5+x",
    ],
)
def test_a_cell_like_a_formula_is_guarded(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Ana", "a=b", "-5", "+1.5", "-1,200.50", "12%", "a@b.example"]
)
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_what_is_written_safely_can_be_read_again() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["name"], [safe_cell("=x")], [safe_cell("Ana")]])
    table = read_rows(out.getvalue().encode())
    assert [row.values["name"] for row in table.rows] == ["'=x", "Ana"]
