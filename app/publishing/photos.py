"""Photos of organisations: made anew here, so that no place, no camera and nothing hidden in the file comes along (promise 30).

A photo is kept in the database beside the offers, so every web machine has it and a backup holds it.
"""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlmodel import Session, select

from app.publishing.models import Photo

LARGEST_UPLOAD: Final = 8 * 1024 * 1024
"""Bytes of a file somebody may send; a telephone's photo is three to five million."""
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 1600
SMALLEST_SIDE: Final = 200
MIME: Final = "image/jpeg"
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_QUALITY: Final = 82


class PhotoRefused(Exception):
    """This photo cannot be used; the message says why and how to mend it, in Dutch."""


def take_in(session: Session, raw: bytes, organisation: str, by: str) -> Photo:
    """Make a photo anew and keep it, in a writing session.

    :param raw: the file as it was uploaded: JPEG, PNG or WebP.
    :param organisation: uid of whose photo it is; :param by: `account:<number>`.
    :raises PhotoRefused: when it is no such file, too large, too small or broken.
    """
    body, width, height = made_anew(raw)
    photo = Photo(organisation=organisation, width=width, height=height, body=body, uploaded_by=by)
    session.add(photo)
    session.flush()
    return photo


def made_anew(raw: bytes) -> tuple[bytes, int, int]:
    """A JPEG of the pixels alone, turned upright, its longest side 1600 px at most; with its width and height in px.

    :raises PhotoRefused: when it is no photo we can read safely.
    """
    if len(raw) > LARGEST_UPLOAD:
        raise PhotoRefused("Deze foto is groter dan 8 MB. Maak hem kleiner en probeer het nog eens.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of bombs; here a warning is a refusal
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise PhotoRefused(
                        "Deze foto heeft te veel beeldpunten. Maak hem kleiner, bijvoorbeeld 1600 breed."
                    )
                if min(opened.size) < SMALLEST_SIDE:
                    raise PhotoRefused("Deze foto is te klein. Kies een foto van ten minste 200 bij 200 beeldpunten.")
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                pixels = _without_see_through(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as problem:
        raise PhotoRefused("Dit bestand is geen foto die wij kunnen lezen. Kies een JPEG, PNG of WebP.") from problem
    fresh = Image.new("RGB", pixels.size)  # a new picture: nothing but pixels goes over
    fresh.paste(pixels)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue(), fresh.width, fresh.height


def _without_see_through(picture: Image.Image) -> Image.Image:
    """What was see-through is white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        ground = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(ground, whole).convert("RGB")
    return picture.convert("RGB")


def photo_of(session: Session, uid: str) -> Photo | None:
    """A photo by its uid, or None."""
    return session.exec(select(Photo).where(Photo.uid == uid)).first() if uid else None
