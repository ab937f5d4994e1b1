"""Files beside a series: added by its hosts, opened by who is invited, also from a mail."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from communities.models import DueWork
from communities.scope import scope
from core.files import check_upload
from forums.models import DroppedFile
from meetings.files.keeping import MOST_FILES, keep_series_file, remove_stray_files
from meetings.models import Series, SeriesFile
from meetings.schedule.cancelling import cancel_meeting
from meetings.schedule.changing import Scope, change_series, part_of
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.forums.test_stray_files import age_all, stored, stray
from tests.forums.test_stray_files import storage as storage
from tests.made_files import PDF, picture, upload
from tests.meetings.invitation_scenes import told
from tests.meetings.scenes import meetings_of, planned
from tests.notifications.notice_scenes import work
from tests.opened_mail import html_of, text_of

pytestmark = pytest.mark.django_db


def with_flyer(cast: Cast, **changes: Any) -> tuple[Series, SeriesFile]:
    """Plan it and put a flyer beside it; inside the scope."""
    series = planned(cast, **changes)
    return series, keep_series_file(series, check_upload(upload("flyer.pdf", PDF)), by=cast.fay)


def names(cast: Cast) -> list[str]:
    with scope(cast.community):
        return list(SeriesFile.objects.order_by("pk").values_list("name", flat=True))


def mailed_path(mail: OutgoingMail) -> str:
    found = re.search(r"https?://\S*/mail/meeting-file/\S*", text_of(mail))
    assert found, text_of(mail)
    return urlsplit(found[0]).path


def test_a_host_adds_files_and_whoever_is_invited_opens_them(cast: Cast, as_member: Any) -> None:
    with scope(cast.community):
        series = planned(cast)
        first = meetings_of(series)[0].get_absolute_url()
    url = f"{series.get_absolute_url()}files/"
    host = as_member(cast.fay)
    sent = [upload("flyer.pdf", PDF), upload("room.jpg", picture())]
    assert host.post(url, {"upload": sent}).status_code == 302
    with scope(cast.community):
        flyer, room = (f"{url}{key}/" for key in SeriesFile.objects.values_list("key", flat=True))
    reader = as_member(cast.rosa)
    for page in (first, series.get_absolute_url()):
        assert f'href="{flyer}"' in reader.get(page).text
        assert f'src="{room}small/"' in reader.get(page).text
        assert url not in re.findall(r'href="([^"]*)"', reader.get(page).text)
        assert url in re.findall(r'href="([^"]*)"', host.get(page).text)
    saved = reader.get(flyer)
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert reader.get(f"{room}small/")["Content-Type"] == "image/webp"
    assert reader.get(f"{flyer}small/").status_code == 404


def test_who_is_not_invited_opens_none_and_who_does_not_host_it_adds_none(
    cast: Cast, as_member: Any
) -> None:
    with scope(cast.community):
        series, file = with_flyer(cast, audience=cast.superintendents.audience)
    url = f"{series.get_absolute_url()}files/"
    for one in (cast.rosa, cast.gus):
        assert as_member(one).get(f"{url}{file.key}/").status_code == 404
    invited = as_member(cast.sam)
    assert invited.get(f"{url}{file.key}/").status_code == 200
    assert invited.get(url).status_code == 403
    assert invited.post(url, {"upload": upload("a.pdf", PDF)}).status_code == 403
    assert invited.post(f"{url}{file.key}/delete/").status_code == 403
    assert names(cast) == ["flyer.pdf"]


def test_what_is_refused_is_said_and_what_fits_is_kept(cast: Cast, as_member: Any) -> None:
    with scope(cast.community):
        series = planned(cast)
    url = f"{series.get_absolute_url()}files/"
    host = as_member(cast.fay)
    answer = host.post(url, {"upload": [upload("good.pdf", PDF), upload("run.exe", b"MZ")]})
    assert answer.status_code == 422
    assert "“run.exe” was not added" in answer.text
    assert "good.pdf" in answer.text
    assert host.post(url).status_code == 422
    many = [upload(f"{n}.txt", b"Words") for n in range(MOST_FILES + 1)]
    assert "At most 12 files fit here." in host.post(url, {"upload": many}).text
    assert len(names(cast)) == MOST_FILES


def test_a_file_is_opened_from_the_mail_without_signing_in(cast: Cast) -> None:
    with scope(cast.community):
        series, _file = with_flyer(cast)
        keep_series_file(series, check_upload(upload("stop.jpg", picture())), by=cast.fay)
    work()
    mail = told(cast.rosa)[0]
    assert "- flyer.pdf: http" in text_of(mail)
    path = mailed_path(mail)
    assert path in html_of(mail)
    assert path != mailed_path(told(cast.sam)[0])
    answer = Client().get(path)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert Client().post(path).status_code == 405
    assert Client().get(path[:-3] + "aa/").status_code == 404
    # As long as she is invited.
    with scope(cast.community):
        Series.objects.update(audience=cast.superintendents.audience)
    assert Client().get(path).status_code == 404


def test_what_calls_a_meeting_off_brings_no_files(cast: Cast) -> None:
    with scope(cast.community):
        series, _file = with_flyer(cast)
        (first, *_rest) = meetings_of(series)
        first.community = first.series.community = cast.community
    work()
    with scope(cast.community):
        cancel_meeting(first, by=cast.fay, words="Snow.")
    work()
    assert "flyer.pdf" not in text_of(told(cast.sam)[-1])


def test_a_series_that_goes_on_has_them_too_and_the_file_goes_with_the_last(
    cast: Cast, storage: Path
) -> None:
    with scope(cast.community):
        series, file = with_flyer(cast)
        series.community = cast.community
        third = meetings_of(series)[2]
        change_series(series, part_of(third, Scope.LATER), {"title": "Other"}, by=cast.fay)
        assert SeriesFile.objects.filter(key=file.key).count() == 2
        file.delete()
        assert not DroppedFile.objects.exists()
        SeriesFile.objects.get(key=file.key).delete()
    work()
    assert not DueWork.objects.filter(kind="drop_file").exists()
    assert not default_storage.exists(file.path)
    assert stored(storage) == set()


def test_taken_out_it_is_gone(cast: Cast, as_member: Any, storage: Path) -> None:
    with scope(cast.community):
        series, file = with_flyer(cast)
    host = as_member(cast.fay)
    url = f"{series.get_absolute_url()}files/{file.key}/"
    page = host.post(f"{url}delete/", follow=True).text
    assert "“flyer.pdf” is taken out." in page
    assert host.get(url).status_code == 404
    work()
    assert stored(storage) == set()


def test_what_no_row_names_goes_after_a_day(cast: Cast, storage: Path) -> None:
    with scope(cast.community):
        _series, file = with_flyer(cast)
    stray(f"meetings/{cast.community.pk}/{'a' * 32}")
    age_all(storage, hours=25)
    assert remove_stray_files() == 1
    assert stored(storage) == {file.path}
