"""Photos are made anew: nothing of the uploaded file but its pixels is kept (promise 30)."""

import io
import random
import zlib

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD

from app.publishing.photos import LONGEST_SIDE, PhotoRefused, made_anew, photo_of, take_in

SECRET = b"CANARY-8051-Voorbeeldplein"


def a_photo(kind="JPEG", size=(800, 600), exif=None, mode="RGB", **more) -> bytes:
    picture = Image.new(mode, size, (200, 30, 40, 128)[: len(mode)])
    out = io.BytesIO()
    if exif is not None:
        more["exif"] = exif
    picture.save(out, kind, **more)
    return out.getvalue()


def with_a_place() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0110] = "Camera van voorbeeld"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (52.0, 28.0, 21.0)
    return a_photo(exif=exif, comment=SECRET)


def test_the_place_and_the_camera_do_not_come_along():
    raw = with_a_place()
    assert SECRET in raw
    body, width, height = made_anew(raw)
    assert SECRET not in body
    with Image.open(io.BytesIO(body)) as fresh:
        assert (fresh.format, fresh.size) == ("JPEG", (width, height)) == ("JPEG", (800, 600))
        assert not dict(fresh.getexif())
        assert not fresh.getexif().get_ifd(IFD.GPSInfo)
        assert "comment" not in fresh.info


def test_what_stands_behind_the_picture_is_left_behind():
    body, *_ = made_anew(a_photo() + b"<script>alert(1)</script>" + SECRET)
    assert SECRET not in body
    assert b"<script>" not in body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_kinds_become_one(kind):
    body, width, height = made_anew(a_photo(kind))
    assert body.startswith(b"\xff\xd8\xff")
    assert (width, height) == (800, 600)


def test_a_large_photo_becomes_small_enough_and_a_turned_one_stands_up():
    exif = Image.Exif()
    exif[0x0112] = 6
    _, width, height = made_anew(a_photo(size=(4000, 2000), exif=exif))
    assert (width, height) == (LONGEST_SIDE // 2, LONGEST_SIDE)


def test_what_is_see_through_becomes_white():
    body, *_ = made_anew(a_photo("PNG", mode="RGBA"))
    with Image.open(io.BytesIO(body)) as fresh:
        assert fresh.mode == "RGB"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"GIF89a" + b"\0" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7",
        a_photo()[:500],
        b"\xff\xd8\xff" + random.Random(1).randbytes(4000),
        a_photo(size=(50, 50)),
        b"\0" * (8 * 1024 * 1024 + 1),
    ],
)
def test_what_is_no_photo_is_refused_in_words(raw):
    with pytest.raises(PhotoRefused) as refused:
        made_anew(raw)
    assert "foto" in str(refused.value)


def test_a_bomb_is_refused_before_it_is_unpacked():
    header = b"IHDR" + (30_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    chunk = len(header[4:]).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    with pytest.raises(PhotoRefused):
        made_anew(b"\x89PNG\r\n\x1a\n" + chunk)


def test_a_kept_photo_is_found_by_its_own_name_only(database):
    with database.writing() as session:
        kept = take_in(session, with_a_place(), "an-organisation", "account:1")
        uid = kept.uid
    with database.reading() as session:
        found = photo_of(session, uid)
        assert found is not None
        assert SECRET not in found.body
        assert photo_of(session, "") is None
        assert photo_of(session, "another") is None
