"""Files in the storage that no row names: their request died between storing and committing."""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta
from itertools import batched

from django.core.files.storage import default_storage
from django.utils import timezone

# A request is long over by then, so nothing that is named only later is taken for a stray.
AGE = timedelta(days=1)
BATCH = 500


def remove_strays(folder: str, named: Callable[[Collection[str]], Collection[str]]) -> int:
    """Delete the files of a folder that are older than a day and that no row names; return how many.

    `named` returns which of some names of files, without the folder, a row names.
    """
    limit, count = timezone.now() - AGE, 0
    for names in batched(_files_in(folder), BATCH, strict=False):
        # Only of these the age is asked: each is a question to the storage.
        for name in sorted(set(names) - set(named(names))):
            path = f"{folder}/{name}"
            # Gone meanwhile, it was somebody else's work to delete it.
            with suppress(FileNotFoundError):
                if default_storage.get_modified_time(path) < limit:
                    default_storage.delete(path)
                    count += 1
    return count


def folders_in(folder: str) -> list[str]:
    with suppress(FileNotFoundError):
        return default_storage.listdir(folder)[0]
    return []


def _files_in(folder: str) -> list[str]:
    with suppress(FileNotFoundError):
        return default_storage.listdir(folder)[1]
    return []
