"""Who one is, one's language, clock and picture."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from accounts.models import User
from tests.accounts.conftest import words_of
from tests.cast import make_user

PROFILE = "/me/profile/"


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def as_sam(client: Client, sam: User) -> Client:
    client.force_login(sam)
    return client


def fields(**changes: object) -> dict[str, object]:
    return {
        "display_name": "Sam Ortiz",
        "ask_me_about": "attendance",
        "language": "en",
        "time_zone": "America/Chicago",
    } | changes


def photo_with_place() -> SimpleUploadedFile:
    """Return a JPEG that says in its EXIF where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (40.0, 26.0, 46.0)
    exif[0x010F] = "Telling Camera"
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(out, "JPEG", exif=exif)
    assert b"Telling Camera" in out.getvalue()
    return SimpleUploadedFile("porch.jpg", out.getvalue(), "image/jpeg")


def test_a_person_says_who_he_is(as_sam: Client, sam: User) -> None:
    answer = as_sam.post(PROFILE, fields(display_name="Rosa and Miguel Peña"), follow=True)
    assert "Your profile is saved." in words_of(answer.content)
    sam.refresh_from_db()
    assert (sam.name, sam.ask_me_about, sam.time_zone) == (
        "Rosa and Miguel Peña",
        "attendance",
        "America/Chicago",
    )


def test_another_language_applies_at_once(as_sam: Client) -> None:
    answer = as_sam.post(PROFILE, fields(language="es"), follow=True)
    assert '<html lang="es"' in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"language": "tlh"}, {"display_name": " "}]
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    as_sam: Client, sam: User, wrong: dict[str, str]
) -> None:
    answer = as_sam.post(PROFILE, fields(ask_me_about="home visits", **wrong))
    assert answer.status_code == 200
    assert "home visits" in answer.content.decode()
    sam.refresh_from_db()
    assert sam.ask_me_about == ""


def test_a_picture_loses_the_place_where_it_was_taken(as_sam: Client, sam: User) -> None:
    as_sam.post(PROFILE, fields(picture=photo_with_place()))
    sam.refresh_from_db()
    stored = sam.avatar.read()
    picture = Image.open(io.BytesIO(stored))
    assert picture.format == "WEBP"
    assert picture.size == (256, 256)
    assert not picture.getexif()
    assert b"Telling Camera" not in stored
    assert "porch" not in str(sam.avatar.name)


def test_only_signed_in_people_see_a_picture(as_sam: Client, sam: User, rosa: User) -> None:
    as_sam.post(PROFILE, fields(picture=photo_with_place()))
    sam.refresh_from_db()
    assert sam.avatar_url in as_sam.get(PROFILE).content.decode()

    rosas = Client()
    rosas.force_login(rosa)
    seen = rosas.get(sam.avatar_url)
    assert seen.status_code == 200
    assert seen.headers["Content-Type"] == "image/webp"
    assert "private" in seen.headers["Cache-Control"]
    assert "max-age=31536000" in seen.headers["Cache-Control"]
    assert seen.headers["X-Content-Type-Options"] == "nosniff"

    strangers = Client().get(sam.avatar_url)
    assert strangers.status_code == 302
    assert strangers.headers["Location"].startswith("/accounts/login/")
    assert rosas.get(f"/people/pictures/{'0' * 32}.webp").status_code == 404
    assert rosas.get("/people/pictures/../secret.webp").status_code == 404


def test_a_replaced_or_removed_picture_is_deleted(
    as_sam: Client,
    sam: User,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def files() -> list[str]:
        return [path.name for path in (tmp_path / "pictures").iterdir()]

    as_sam.post(PROFILE, fields(picture=photo_with_place()))
    [first] = files()
    with django_capture_on_commit_callbacks(execute=True):
        as_sam.post(PROFILE, fields(picture=photo_with_place()))
    [second] = files()
    assert second != first
    with django_capture_on_commit_callbacks(execute=True):
        as_sam.post(PROFILE, fields(remove_picture="on"))
    assert files() == []
    sam.refresh_from_db()
    assert sam.avatar_url == ""


def test_what_is_not_a_picture_is_told_so(as_sam: Client, sam: User) -> None:
    text = SimpleUploadedFile("cat.jpg", b"<script>alert(1)</script>", "image/jpeg")
    answer = as_sam.post(PROFILE, fields(picture=text))
    assert "not a picture we can read" in words_of(answer.content)
    sam.refresh_from_db()
    assert not sam.avatar


@pytest.mark.parametrize("page", ["/me/profile/", "/me/security/", "/me/sessions/"])
def test_strangers_are_asked_to_sign_in(client: Client, db: None, page: str) -> None:
    answer = client.get(page)
    assert answer.headers["Location"] == f"/accounts/login/?next={page}"


def test_two_accounts_cannot_differ_in_case_only(sam: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("SAM@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=sam.pk).update(email="Sam@Example.org")
    assert make_user("Tess Bell").email == "tess@example.org"


def test_pages_of_one_s_account_cost_the_same_whatever_one_has(
    as_sam: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        as_sam.get(PROFILE)
