"""A file that was stored while its row was lost goes after a day, and no other one does."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils import timezone

from accounts.actions import save_profile
from accounts.stray_pictures import remove_stray_pictures
from communities.scope import scope
from core import stray_files
from core.files import check_upload
from forums.actions import attach_files, keep_file, open_topic
from forums.models import Attachment, HeldPost, Topic
from forums.models.held_post import HoldWhy
from forums.stray_files import remove_stray_files
from tests.cast import Cast
from tests.made_files import PDF, picture, upload


@pytest.fixture(autouse=True)
def storage(tmp_path: Path) -> object:
    """A real folder, with nothing in it yet."""
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        yield tmp_path


def age_all(root: Path, *, hours: int) -> None:
    moment = (timezone.now() - timedelta(hours=hours)).timestamp()
    for path in root.rglob("*"):
        os.utime(path, (moment, moment))


def stored(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def keep(cast: Cast, name: str) -> Attachment:
    content = PDF if name.endswith(".pdf") else picture()
    return keep_file(check_upload(upload(name, content)), by=cast.sam)


def stray(path: str) -> str:
    return default_storage.save(path, ContentFile(b"x"))


def test_what_a_row_names_stays_whatever_becomes_of_it(cast: Cast, storage: Path) -> None:
    with scope(cast.community):
        topic: Topic = open_topic(cast.superintendents, by=cast.sam, title="B", body="Who?")
        attach_files(topic.posts.get(), [keep(cast, "plan.pdf"), keep(cast, "bus.png")])
        keep(cast, "unsent.pdf")
        held = HeldPost.objects.create(
            community=cast.community,
            forum=cast.superintendents,
            author=cast.sam,
            body="Waits.",
            why=HoldWhy.FIRST,
        )
        attach_files(held, [keep(cast, "held.png")])
    before = stored(storage)
    assert len(before) == 6
    age_all(storage, hours=1000)
    assert remove_stray_files() == 0
    assert stored(storage) == before


def test_a_stray_goes_after_a_day(cast: Cast, storage: Path) -> None:
    with scope(cast.community):
        named = keep(cast, "bus.png")
    known = stored(storage)
    folder = f"attachments/{cast.community.pk}"
    for name in ("a" * 32, "a" * 32 + "-small", "b" * 32):
        stray(f"{folder}/{name}")
    # The storage gave the second of a name another one.
    again = stray(named.path)
    assert again != named.path
    age_all(storage, hours=23)
    assert remove_stray_files() == 0
    age_all(storage, hours=25)
    assert remove_stray_files() == 4
    assert stored(storage) == known
    assert remove_stray_files() == 0


def test_files_of_another_community_with_the_same_key_are_told_apart(
    cast: Cast, storage: Path
) -> None:
    with scope(cast.community):
        named = keep(cast, "plan.pdf")
    stray(f"attachments/{cast.other.pk}/{named.key}")
    age_all(storage, hours=25)
    assert remove_stray_files() == 1
    assert stored(storage) == {named.path}


def test_a_folder_without_a_community_is_left_alone(cast: Cast, storage: Path) -> None:
    kept = {stray("attachments/999999/" + "c" * 32), stray("attachments/other/" + "d" * 32)}
    age_all(storage, hours=1000)
    assert remove_stray_files() == 0
    assert stored(storage) == kept


def test_more_than_one_batch_and_no_folder_at_all(
    cast: Cast, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert remove_stray_files() == remove_stray_pictures() == 0
    monkeypatch.setattr(stray_files, "BATCH", 2)
    for n in range(5):
        stray(f"attachments/{cast.community.pk}/{n:032}")
    age_all(storage, hours=25)
    assert remove_stray_files() == 5


def test_pictures_of_nobody_go_too(cast: Cast, storage: Path) -> None:
    save_profile(cast.sam.user, picture=picture("WEBP"))
    mine = stored(storage)
    stray("pictures/" + "e" * 32 + ".webp")
    assert remove_stray_pictures() == 0
    age_all(storage, hours=25)
    assert remove_stray_pictures() == 1
    assert stored(storage) == mine
