"""How files arrive: no more of one than may be kept, and a full disk breaks nothing."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class CutOffHandler(FileUploadHandler):
    """Lets a little more than the limit of a file through, so that it is seen to be too large.

    Without it somebody could fill the disk with one form.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.room = settings.ATTACHMENT_MAX_MB * 1024 * 1024 + 1

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes | None:
        let_through = raw_data[: self.room]
        self.room -= len(let_through)
        return let_through or None

    def file_complete(self, _file_size: int) -> None:
        return None


class DiskHandler(TemporaryFileUploadHandler):
    """Files that do not fit into memory. One that the disk has no room for says so, `lacks_room`."""

    lacks_room = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.lacks_room = False
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        try:
            if not self.lacks_room:
                super().receive_data_chunk(raw_data, start)
        except OSError:
            self.lacks_room = True
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        try:
            upload: UploadedFile[Any] | None = super().file_complete(file_size)
        except OSError:
            self.lacks_room, upload = True, self.file
            self.file.size = file_size
        if upload is not None:
            upload.lacks_room = self.lacks_room  # type: ignore[attr-defined]
        return upload
