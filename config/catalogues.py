"""Compile the translation catalogues without msgfmt, which a fresh machine lacks.

python -m config.catalogues
"""

import contextlib
import os
import sys
import tempfile
from pathlib import Path

import polib

PROJECT = Path(__file__).resolve().parents[1]


def compile_catalogues(locale: Path = PROJECT / "locale") -> list[Path]:
    """Write the .mo beside each .po that is newer, whole or not at all; return those written."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".mo.part")
        os.close(handle)
        try:
            polib.pofile(str(source)).save_as_mofile(temporary)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(temporary).unlink()
        written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_catalogues():
        sys.stdout.write(f"Compiled {path.relative_to(PROJECT)}\n")
