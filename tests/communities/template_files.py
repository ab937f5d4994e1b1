"""Reading the community templates the way an admin wrote them."""

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "communities" / "templates_data"
FILES = sorted(FOLDER.glob("*.toml"))

type Template = dict[str, Any]


def read(path: Path) -> Template:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def folded(name: str) -> str:
    """Return the name without capitals, accents, hyphens, dots and apostrophes.

    That is how docs/reference/community-templates.md says that names are compared.
    """
    bare = unicodedata.normalize("NFKD", name.lower())
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-.’']", " ", letters).split())


def role_names(template: Template) -> list[tuple[str, str]]:
    """Return each name that a spreadsheet may use, folded, with the key of its role."""
    return [
        (folded(name), role["key"])
        for role in template["roles"]
        for name in [
            role["key"],
            *role["aliases"],
            *role["singular"].values(),
            *role["plural"].values(),
        ]
    ]
