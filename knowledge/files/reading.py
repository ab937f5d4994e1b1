"""The text of a file of the library, taken out by a process of its own."""

import logging

from django.core.files.storage import default_storage

from communities.due_work import ATTEMPTS
from communities.models import Community, DueWork
from communities.scope import scope
from core.file_names import ending_of
from core.file_texts.readings import UNREADABLE, Reading
from core.file_texts.taking import is_readable, text_of_file
from knowledge.files.attaching import READ
from knowledge.files.search_documents import FILE
from knowledge.models import ResourceFile
from search.actions import refresh

logger = logging.getLogger(__name__)


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
    if work.attempts >= ATTEMPTS:
        # Said before it is tried: one that takes the worker with it has no other time for that.
        _keep(community, file_id, Reading.BROKEN, "")
    reading, text = Reading.NONE, ""
    if is_readable(file.name):
        try:
            with default_storage.open(file.path) as content:
                reading, text = text_of_file(content, ending_of(file.name))
        except FileNotFoundError:
            reading = Reading.BROKEN
    _keep(community, file_id, reading, text)
    if reading in UNREADABLE:
        logger.warning("text of a file not read", extra={"file": file_id, "reading": reading.value})


def _keep(community: Community, file_id: int, reading: Reading, text: str) -> None:
    with scope(community):
        ResourceFile.objects.filter(pk=file_id).update(reading=reading, text=text)
        refresh(community, FILE, [file_id])
