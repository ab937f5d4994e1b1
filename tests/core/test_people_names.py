import pytest

from core.people_names import initials


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana María Ruiz", "AR"),
        ("Ana", "A"),
        ("ana ruiz", "AR"),
        ("Ana de la Cruz", "AC"),
        ("De La Cruz", "DC"),
        ("Dr. Ángela O’Neil", "ÁO"),
        ("Dr. Smith", "S"),
        ("Jean-Luc Picard (he/him)", "JP"),
        ("(Ana)", "A"),
        ("'Ana' \"Ruiz\"", "AR"),
        ("E\u0301lodie Brun", "ÉB"),
        ("Ольга Иванова", "ОИ"),
        ("李小龙", "李"),
        ("김 민준", "김"),
        ("محمد علي", "م"),
        ("अनिल कुमार", "अ"),
        ("ß Test", "ST"),
        ("ana@example.org", "A"),
        ("3rd Street School", "3S"),
        ("😀 Ana", "A"),
        ("…", "?"),
        ("", "?"),
    ],
)
def test_a_name_gives_initials(name: str, expected: str) -> None:
    assert initials(name) == expected
