"""An uploaded picture: believed for its bytes, not for its name, and written anew so that nothing else comes along."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

MEGABYTE = 1024 * 1024
MAX_SIDE = 8000  # a file of this many pixels a side is still read within a second or two
MAX_PIXELS = 40_000_000
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg"}


@dataclass(frozen=True)
class Picture:
    """A picture of ours: its bytes, what they are, and its size in pixels."""

    content: bytes
    content_type: str
    width: int
    height: int


def clean_image(content: bytes, *, most_bytes: int = MEGABYTE, shown_side: int = 1000) -> Picture:
    """The picture in `content`, at most `shown_side` pixels a side, without anything that is not picture.

    Raises ValidationError when it is too large, or not a picture in PNG or JPEG format; its code says which.
    """
    if len(content) > most_bytes:
        raise too_large(most_bytes)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            kind, picture = opened(content)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise refused("too_many_pixels") from error
    except MemoryError as error:
        raise refused("too_heavy") from error
    except Exception as error:  # Pillow raises many kinds; whatever it is, this is not a picture that we can use
        raise refused("no_picture") from error
    picture.thumbnail((shown_side, shown_side))
    written = BytesIO()
    picture.save(written, format=kind, optimize=True, **({"quality": 85} if kind == "JPEG" else {}))
    return Picture(written.getvalue(), FORMATS[kind], *picture.size)


def too_large(most_bytes: int) -> ValidationError:
    return refused("too_large", most_bytes)


def refused(code: str, most_bytes: int = MEGABYTE) -> ValidationError:
    """Why a picture is not kept, in words: "too_large", "too_many_pixels", "too_heavy", "no_picture"."""
    if code == "too_large":
        told = _("The picture is larger than %(most)s. Choose a smaller one.") % {"most": filesizeformat(most_bytes)}
    elif code == "too_many_pixels":
        told = _("The picture has more than %(side)s pixels on a side. Choose a smaller one.") % {"side": MAX_SIDE}
    elif code == "too_heavy":
        told = _("The picture took too long to read. Put it in by hand, in a smaller size.")
    else:
        told = _("The file is not a picture in PNG or JPEG format.")
    return ValidationError(told, code=code)


def opened(content: bytes) -> tuple[str, Image.Image]:
    """The pixels alone: no colour profile, no comments, no second frame."""
    with Image.open(BytesIO(content), formats=list(FORMATS)) as source:
        if max(source.size) > MAX_SIDE or source.width * source.height > MAX_PIXELS:
            raise refused("too_many_pixels")
        kind = "JPEG" if source.format == "JPEG" else "PNG"
        has_alpha = kind == "PNG" and source.mode in ("RGBA", "LA", "P", "PA")
        pixels = source.convert("RGBA" if has_alpha else "RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return kind, bare
