"""The reference pages name everything that there is."""

import re
import tomllib

from config.embedded.data_folder import PROJECT

READS = re.compile(
    r"(?:environment\.(?:text|flag|number|is_set|words|database|mailer)|environ\.get|_given)\(\s*\"([A-Z_]+)\""
)
INDIRECT = {"DATABASE_URL", "DATABASE_OWNER_URL", "EMAIL_URL", "TEST_SUPERUSER_URL"}


def test_every_variable_that_is_read_is_explained() -> None:
    code = "\n".join(path.read_text() for path in (PROJECT / "config").rglob("*.py"))
    read = set(READS.findall(code)) | INDIRECT
    assert {"SECRET_KEY", "DATABASE_POOL", "LOG_LEVEL", "PORT", "OIDC_SERVER_URL"} <= read
    page = (PROJECT / "docs/reference/settings.md").read_text()
    explained = set(re.findall(r"`([A-Z_]+)`", page.replace("`, `", "` `")))
    assert read - explained == set(), "say in docs/reference/settings.md what they mean"


def test_every_variable_that_is_explained_is_read() -> None:
    code = "\n".join(path.read_text() for path in (PROJECT / "config").rglob("*.py"))
    page = (PROJECT / "docs/reference/settings.md").read_text()
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    explained = set(re.findall(r"`([A-Z_]+)`", " ".join(rows)))
    assert {name for name in explained if f'"{name}"' not in code} == set()


def test_every_dependency_says_what_for_and_why_this_one() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"]]
    for group in project["dependency-groups"].values():
        wanted += group
    page = (PROJECT / "docs/reference/dependencies.md").read_text()
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    for dependency in wanted:
        name = re.split(r"[\[<>=]", dependency)[0].lower()
        assert any(re.search(rf"(?<![\w-]){name}(?![\w-])", row.lower()) for row in rows), (
            f"{name} has no line in docs/reference/dependencies.md"
        )
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 3, row
        assert all(cells), f"an empty cell: {row}"
