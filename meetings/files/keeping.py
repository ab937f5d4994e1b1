"""Keeping files beside a series, and taking them out."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Community, Membership
from core.checked_files import CheckedFile
from core.files import check_upload
from core.stored_files import store
from forums.attached_files import refusal
from forums.stray_files import remove_unnamed
from meetings.models import Series, SeriesFile
from meetings.models.series_file import FOLDER
from moderation.record import record

MOST_FILES = 12


def keep_uploads(
    series: Series, uploads: Iterable["UploadedFile[Any]"], *, by: Membership
) -> list[str]:
    """Keep what can be kept; return a sentence for each that cannot."""
    refused = []
    for upload in uploads:
        try:
            keep_series_file(series, check_upload(upload), by=by)
        except ValidationError as why:
            refused.append(refusal(upload.name, why))
    return refused


def keep_series_file(series: Series, checked: CheckedFile, *, by: Membership) -> SeriesFile:
    """Store a file beside a series. Raises ValidationError with a sentence."""
    with transaction.atomic():
        # Its row is the queue: two who add one at once are not one too many.
        Series.objects.select_for_update(no_key=True).get(pk=series.pk)
        if SeriesFile.objects.filter(series=series).count() >= MOST_FILES:
            raise ValidationError(
                _("At most %(limit)s files fit here."), params={"limit": MOST_FILES}
            )
        file = SeriesFile.objects.create(
            community=by.community,
            series=series,
            added_by=by,
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            width=checked.width,
            height=checked.height,
        )
        record(by, "file_added", series, note=file.name)
        store(file.path, checked.content)
        if checked.small is not None:
            store(file.small_path, checked.small)
    return file


def take_out(file: SeriesFile, *, by: Membership) -> None:
    """Take a file away from its series; one that this series continues keeps its own."""
    with transaction.atomic():
        record(by, "file_taken_out", file.series, note=file.name)
        file.delete()


def give_files_along(series: Series, continued: Series) -> None:
    """Let the series that continues another one have its files, too."""
    for file in SeriesFile.objects.filter(series=series).order_by("pk"):
        file.pk, file.series = None, continued
        file.save(force_insert=True)


def remove_stray_files() -> int:
    """Delete files older than a day that no row names, and return how many."""
    return remove_unnamed(FOLDER, _known)


def _known(community: Community, keys: Collection[str]) -> set[str]:
    found = SeriesFile.objects.filter(community=community, key__in=keys)
    return set(found.values_list("key", flat=True))
