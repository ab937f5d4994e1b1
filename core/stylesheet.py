"""One stylesheet out of many small files, without a build step."""

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

NAME = "css/porchlight.css"
LAYERS = "@layer reset, tokens, base, layout, components, utilities;\n"
ALONE = ("reset", "tokens", "base", "layout", "utilities")


def sources() -> list[Path]:
    """Return the files that make up the stylesheet; their order does not matter, layers rule."""
    folder = settings.BASE_DIR / "static" / "css"
    return [folder / f"{name}.css" for name in ALONE] + sorted(folder.glob("components/*.css"))


def joined() -> str:
    """Return the whole stylesheet: the order of the layers, then every file."""
    return LAYERS + "".join(path.read_text(encoding="utf-8") for path in sources())


class StylesheetFinder(BaseFinder):
    """Offers the joined stylesheet to staticfiles as if it were a file on disk.

    `collectstatic` then hashes and compresses it, and the development server reads it afresh
    after each change, exactly as they do with any other file.
    """

    @cached_property
    def _storage(self) -> FileSystemStorage:
        folder = tempfile.mkdtemp(prefix="porchlight-css-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return FileSystemStorage(location=folder)

    def _write(self) -> Path:
        target = Path(self._storage.path(NAME))
        newest = max(path.stat().st_mtime for path in sources())
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(exist_ok=True)
            draft = target.with_suffix(".draft")
            draft.write_text(joined(), encoding="utf-8")
            draft.replace(target)
        return target

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002  (Django's)
        """Return the path of the joined file when it is asked for, else an empty list."""
        if path != NAME:
            return []
        found = str(self._write())
        return [found] if find_all else found

    def list(self, _ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Yield the joined file with its storage."""
        self._write()
        yield NAME, self._storage
