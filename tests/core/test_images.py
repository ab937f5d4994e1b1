import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import ExifTags, Image

from core.images import AVATAR_SIZE, LARGE, MAX_BYTES, SMALL, make_avatar, make_picture
from tests.made_files import picture, png_claiming


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(make_avatar(io.BytesIO(data))))


def is_near(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 30 for a, b in zip(pixel, colour, strict=True))


RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


@pytest.mark.parametrize(
    ("format_", "mode"),
    [
        *(("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "P")),
        *(("PNG", "RGBA"), ("PNG", "1"), ("WEBP", "RGB"), ("GIF", "P")),
    ],
)
def test_any_usual_picture_becomes_a_small_square(format_: str, mode: str) -> None:
    avatar = opened(picture(format_, mode=mode))
    assert (avatar.format, avatar.size, avatar.mode) == ("WEBP", (AVATAR_SIZE, AVATAR_SIZE), "RGB")


@pytest.mark.parametrize("size", [(900, 300), (300, 900), (10, 10), (1, 1), (4000, 3000)])
def test_a_picture_of_any_shape_is_cropped_to_its_centre(size: tuple[int, int]) -> None:
    avatar = opened(picture("PNG", size))
    assert avatar.size == (AVATAR_SIZE, AVATAR_SIZE)
    if size[0] > 10:
        assert is_near(avatar.getpixel((40, 128)), RED)
        assert is_near(avatar.getpixel((215, 128)), BLUE)


def test_the_place_where_a_picture_was_taken_is_stripped() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Secret camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (40.0, 26.0, 46.0)}
    )
    source = picture("JPEG", exif=exif, comment=b"at home", icc_profile=b"profile" * 30)
    with Image.open(io.BytesIO(source)) as image:
        assert image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    data = make_avatar(io.BytesIO(source))
    avatar = Image.open(io.BytesIO(data))
    assert not avatar.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(avatar.info)
    for secret in (b"Secret", b"home", b"profile", b"EXIF", b"ICCP", b"GPS"):
        assert secret not in data


def test_a_picture_taken_upside_down_is_turned() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 3
    avatar = opened(picture("JPEG", exif=exif))
    assert is_near(avatar.getpixel((40, 128)), BLUE)
    assert is_near(avatar.getpixel((215, 128)), RED)


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    assert is_near(opened(out.getvalue()).getpixel((128, 128)), RED)


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert is_near(opened(out.getvalue()).getpixel((128, 128)), WHITE)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Dear all, this is a text renamed .png", "not a picture we can read"),
        (b"", "not a picture we can read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a picture we can read"),
        (picture("BMP"), "not a picture we can read"),
        (picture("TIFF"), "not a picture we can read"),
        (picture("JPEG")[:-200], "damaged or incomplete"),
        (picture("PNG")[:-60], "damaged or incomplete"),
        (picture("WEBP")[:-40], "damaged or incomplete"),
        (png_claiming(5000, 5000), "too many pixels"),
        (png_claiming(60_000, 60_000), "too many pixels"),
        (b"\0" * (MAX_BYTES + 1), "too large: at most 5 MB"),
    ],
)
def test_what_is_no_good_picture_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_avatar(io.BytesIO(data))
    assert sentence in caught.value.messages[0]


def test_a_large_photograph_is_taken() -> None:
    assert opened(picture("JPEG", (8000, 6000), quality=30)).size == (AVATAR_SIZE, AVATAR_SIZE)


def test_a_picture_in_a_post_fits_a_screen_and_a_page() -> None:
    made = make_picture(picture("JPEG", (4000, 3000)))
    assert (made.width, made.height) == (LARGE, 1200)
    assert (made.extension, made.content_type) == (".jpg", "image/jpeg")
    with Image.open(io.BytesIO(made.data)) as large, Image.open(io.BytesIO(made.small)) as small:
        assert (large.format, large.size) == ("JPEG", (LARGE, 1200))
        assert (small.format, small.size) == ("WEBP", (SMALL, 480))


def test_a_small_picture_in_a_post_is_not_blown_up() -> None:
    made = make_picture(picture("PNG", (40, 30)))
    assert (made.width, made.height) == (40, 30)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture("PNG", mode="RGBA"), "image/png"),
        (picture("GIF", mode="P"), "image/png"),
        (picture("PNG"), "image/jpeg"),
        (picture("WEBP"), "image/jpeg"),
        (picture("JPEG", mode="CMYK"), "image/jpeg"),
        (picture("JPEG", mode="L"), "image/jpeg"),
    ],
)
def test_a_drawing_stays_a_drawing_and_everything_else_becomes_a_jpeg(
    data: bytes, kind: str
) -> None:
    assert make_picture(data).content_type == kind


def test_a_picture_in_a_post_tells_nothing_of_its_place_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Secret camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({ExifTags.GPS.GPSLatitudeRef: "N"})
    made = make_picture(picture("JPEG", exif=exif, comment=b"at home"))
    assert (made.width, made.height) == (200, 300)
    for data in (made.data, made.small):
        assert not Image.open(io.BytesIO(data)).getexif()
        assert b"Secret" not in data
        assert b"at home" not in data


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ValidationError, match="too many pixels"):
        make_picture(png_claiming(20_000, 20_000))
