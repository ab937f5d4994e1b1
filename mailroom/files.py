"""The files of a mail that were sent on purpose."""

from mimetypes import guess_extension

from core.file_names import safe_name
from mailroom.reading import Attachment
from notifications.answers import MailedFile

# Bytes of a picture that stands in the text; smaller ones are somebody's logo.
SIGNATURE_PICTURE = 10_000


def mailed(file: Attachment) -> MailedFile:
    """Return the file with a name: pictures that were put into the text often have none."""
    name = safe_name(file.name or f"file{guess_extension(file.content_type) or ''}")
    return MailedFile(name=name, content_type=file.content_type, content=file.content)


def is_sent(file: Attachment) -> bool:
    """Return whether a file was sent on purpose: the small pictures of a signature were not."""
    return not file.inline or len(file.content) > SIGNATURE_PICTURE
