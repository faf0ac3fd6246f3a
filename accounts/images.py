"""An uploaded picture: believed for its bytes, not for its name, and written anew so that nothing else comes along."""

from __future__ import annotations

import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

MAX_BYTES = 1024 * 1024
MAX_SIDE = 4000  # a file of this many pixels a side is still quick to read
SHOWN_SIDE = 1000


def clean_image(content: bytes) -> bytes:
    """The picture in `content` as PNG, at most 1,000 pixels a side, without anything that is not picture.

    Raises ValidationError at the field `logo` when it is too large or not a PNG or JPEG picture.
    """
    if len(content) > MAX_BYTES:
        raise ValidationError({"logo": too_large()})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = opened(content)
    except ValidationError:
        raise
    except Exception as error:  # Pillow raises many kinds; whatever it is, this is not a picture that we can use
        raise ValidationError({"logo": _("The file is not a picture in PNG or JPEG format.")}) from error
    written = BytesIO()
    picture.save(written, format="PNG", optimize=True)
    return written.getvalue()


def too_large() -> ValidationError:
    return ValidationError(_("The picture is larger than 1 MB. Choose a smaller one."))


def opened(content: bytes) -> Image.Image:
    """The pixels alone: no colour profile, no comments, no second frame."""
    with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as source:
        if max(source.size) > MAX_SIDE:
            raise ValidationError(
                {"logo": _("The picture has more than 4,000 pixels on a side. Choose a smaller one.")}
            )
        pixels = source.convert("RGBA" if source.mode in ("RGBA", "LA", "P", "PA") else "RGB")
    pixels.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare
