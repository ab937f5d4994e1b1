"""The text of a file beside a post, taken out by a process of its own; the post is found by it."""

import logging

from django.core.files.storage import default_storage

from communities.due_work import ATTEMPTS
from communities.models import Community, DueWork
from communities.scope import scope
from core.file_names import ending_of
from core.file_texts.readings import UNREADABLE, Reading
from core.file_texts.taking import is_readable, text_of_file
from forums.actions.attaching import READ
from forums.models import Attachment
from forums.search_documents import POST, TOPIC
from search.actions import refresh

logger = logging.getLogger(__name__)


def read_attachment(attachment_id: int) -> None:
    """Take the text out of a file, outside of any scope: no transaction waits for it.

    Done twice it says the same again.
    """
    work = DueWork.objects.filter(kind=READ, object_id=attachment_id)
    due = work.select_related("community").first()
    if due is None or due.community is None:
        return
    community = due.community
    with scope(community):
        file = Attachment.objects.filter(pk=attachment_id).exclude(post=None).first()
    if file is None:
        return
    if due.attempts >= ATTEMPTS:
        # Said before it is tried: one that takes the worker with it has no other time for that.
        _keep(community, attachment_id, Reading.BROKEN, "")
    reading, text = Reading.NONE, ""
    if is_readable(file.name):
        try:
            with default_storage.open(file.path) as content:
                reading, text = text_of_file(content, ending_of(file.name))
        except FileNotFoundError:
            reading = Reading.BROKEN
    _keep(community, attachment_id, reading, text)
    if reading in UNREADABLE:
        extra = {"attachment": attachment_id, "reading": reading.value}
        logger.warning("text of a file not read", extra=extra)


def _keep(community: Community, attachment_id: int, reading: Reading, text: str) -> None:
    with scope(community):
        Attachment.objects.filter(pk=attachment_id).update(reading=reading, text=text)
        file = Attachment.objects.filter(pk=attachment_id).select_related("post").first()
        if file is None or file.post is None:
            return
        # The post that opens a topic stands in the index for the topic.
        if file.post.number == 1:
            refresh(community, TOPIC, [file.post.topic_id])
        else:
            refresh(community, POST, [file.post.pk])
