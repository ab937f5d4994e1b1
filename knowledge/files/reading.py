"""The text of a file, taken out by a process of its own that has little memory and little time."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import default_storage

from communities.models import DueWork
from communities.scope import scope
from core.file_names import ending_of
from knowledge.files.attaching import READ
from knowledge.files.search_documents import FILE
from knowledge.files.text_child import BROKEN, LOCKED, MAX_TEXT, PART, SECONDS
from knowledge.models import ResourceFile
from knowledge.models.file import Reading
from search.actions import refresh

CHILD = Path(__file__).with_name("text_child.py")
READABLE = frozenset(
    {".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".odp", ".ods", ".txt", ".md", ".csv"}
)
_STATES = {0: Reading.READ, PART: Reading.PART, LOCKED: Reading.LOCKED, BROKEN: Reading.BROKEN}


def read_library_file(file_id: int) -> None:
    """Take the text out of a file, outside of any scope: no transaction waits for it.

    Done twice it says the same again.
    """
    work = DueWork.objects.filter(kind=READ, object_id=file_id).select_related("community").first()
    if work is None or work.community is None:
        return
    community = work.community
    with scope(community):
        file = ResourceFile.objects.filter(pk=file_id).first()
    if file is None:
        return
    reading, text = Reading.NONE, ""
    if (ending := ending_of(file.name)) in READABLE:
        try:
            with default_storage.open(file.path) as content:
                reading, text = text_of_file(content, ending)
        except FileNotFoundError:
            reading = Reading.BROKEN
    with scope(community):
        ResourceFile.objects.filter(pk=file_id).update(reading=reading, text=text)
        refresh(community, FILE, [file_id])


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
        text = out.read(MAX_TEXT * 4).decode("utf-8", "replace")
    words = " ".join(text.replace("\x00", " ").split())[:MAX_TEXT]
    reading = _STATES.get(code, Reading.BROKEN)
    if reading == Reading.BROKEN and words and code != BROKEN:
        # Killed on its way: what it had read until then is still true.
        reading = Reading.PART
    if reading == Reading.PART and not words:
        reading = Reading.BROKEN
    return reading, "" if reading in {Reading.BROKEN, Reading.LOCKED} else words


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
        return child.wait(timeout=seconds * 2)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()
