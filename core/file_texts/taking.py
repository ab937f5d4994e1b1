"""Taking the text out of a file, whatever it wants to do."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from core.file_names import ending_of
from core.file_texts.readings import UNREADABLE, Reading
from core.file_texts.text_child import BROKEN, CLOCK, LOCKED, MAX_BYTES, MAX_TEXT, PART, SECONDS

CHILD = Path(__file__).with_name("text_child.py")
READABLE = frozenset(
    {".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".odp", ".ods", ".txt", ".md", ".csv"}
)


_STATES = {0: Reading.READ, PART: Reading.PART, LOCKED: Reading.LOCKED, BROKEN: Reading.BROKEN}


def is_readable(name: str) -> bool:
    """Return whether files of such a name have a text that can be taken out."""
    return ending_of(name) in READABLE


def text_of_file(content: IO[Any], ending: str, *, seconds: int = SECONDS) -> tuple[Reading, str]:
    """Return what became of the reading, and the text on one line, at most MAX_TEXT characters.

    Whatever the file does, it does to a process that is thrown away afterwards.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out:
        while chunk := content.read(1 << 16):
            given.write(chunk)
        given.seek(0)
        code = _run(given, out, ending, seconds)
        out.seek(0)
        # What was cut in the midst of a letter goes without that.
        text = out.read(MAX_BYTES).decode("utf-8", "ignore")
    words = " ".join(text.replace("\x00", " ").split())[:MAX_TEXT]
    reading = _STATES.get(code, Reading.BROKEN)
    if reading == Reading.BROKEN and words and code != BROKEN:
        # Killed on its way: what it had read until then is still true.
        reading = Reading.PART
    if reading == Reading.PART and not words:
        reading = Reading.BROKEN
    return reading, "" if reading in UNREADABLE else words


def _run(given: IO[bytes], out: IO[bytes], ending: str, seconds: int) -> int:
    """Return the code with which the child ended; -9 if its time was up."""
    # Isolated, with nothing of ours in its environment: no address of a database, no key.
    command = [sys.executable, "-I", "-B", str(CHILD), ending, str(seconds)]
    environment = {"PATH": os.defpath, "PYTHONIOENCODING": "utf-8"}
    child = subprocess.Popen(
        command, stdin=given, stdout=out, stderr=subprocess.DEVNULL, env=environment, cwd="/"
    )
    try:
        # It counts its own time at work; this is for one that sleeps.
        return child.wait(timeout=CLOCK)
    except subprocess.TimeoutExpired:
        return -9
    finally:
        # Also when the worker is told to stop meanwhile: none is left behind, alive or dead.
        child.kill()
        child.wait()
