"""The files of a series as pages and mails show them."""

from communities.models import Community
from core.addresses import address
from forums.file_rows import FileRow
from meetings.models import Series, SeriesFile

_FIELDS = ("key", "name", "size", "width", "height")


def files_beside(series: Series, community: Community) -> list[tuple[str, FileRow]]:
    """Return each with its key, in the order in which they were added: one query."""
    rows = SeriesFile.objects.filter(series=series).order_by("pk").values_list(*_FIELDS)
    slug = community.slug
    return [
        (key, FileRow(address("meetings:file", slug, series.number, key), name, size, w, h, ""))
        for key, name, size, w, h in rows
    ]
