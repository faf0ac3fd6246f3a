"""What was pasted or uploaded, as text: refused if it is too large or no text, otherwise decoded and cleaned."""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 2_000
MAX_CELL = 100_000
MAX_COLUMNS = 100
_MAX_LINES = 10 * MAX_ROWS  # blank ones too

_SAVE_OTHERWISE = {
    b"PK\x03\x04": "office",
    b"\xd0\xcf\x11\xe0": "office",
    b"%PDF": "pdf",
    b"{\\rtf": "office",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
}
_INVISIBLE = re.compile(r"[\x01-\x08\x0e-\x1f\x7f\ufeff]")


def decoded(data: bytes) -> str:
    """The file's text, from UTF-8, UTF-16 or the Windows character set. Raises ValidationError if it is no text."""
    refuse_size(len(data))
    for magic, kind in _SAVE_OTHERWISE.items():
        if data.startswith(magic):
            raise ValidationError(_how_to_bring_it(kind), code="not_a_text_file")
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_how_to_bring_it("unknown"), code="not_a_text_file")


def cleaned(text: str) -> str:
    """The text with "\\n" as the only line end. Raises ValidationError if it is too large or holds NUL."""
    refuse_size(len(text) if text.isascii() else len(text.encode("utf-8", "replace")))
    if "\0" in text:
        raise ValidationError(
            _("The text holds characters that cannot be read (NUL). Save the file as CSV, or paste the table."),
            code="nul",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return _INVISIBLE.sub("", text.replace("\v", "\u2028"))  # Word's line break inside a cell


def refuse_row(number: int, filled_rows: int, cells: Sequence[str]) -> None:
    """Raise ValidationError if there are too many rows or columns by now, or too much text in one cell."""
    if filled_rows > MAX_ROWS or number > _MAX_LINES:
        raise ValidationError(
            _("The table has more than %(limit)s rows. Divide it and read in one part at a time."),
            code="too_many_rows",
            params={"limit": MAX_ROWS},
        )
    if len(cells) > MAX_COLUMNS:
        raise ValidationError(
            _("Row %(row)s has more than %(limit)s columns. Is this the right table?"),
            code="too_many_columns",
            params={"row": number, "limit": MAX_COLUMNS},
        )
    for column, cell in enumerate(cells, start=1):
        if len(cell) > MAX_CELL:
            raise ValidationError(
                _("Row %(row)s, column %(column)s: the cell holds more than %(limit)s characters."),
                code="cell_too_large",
                params={"row": number, "column": column, "limit": MAX_CELL},
            )


def refuse_size(size: int) -> None:
    """Raise ValidationError if the text or file has more bytes than can be read in at once."""
    if size > MAX_BYTES:
        raise ValidationError(
            _("The table is too large: %(size)s MB. At most %(limit)s MB can be read in at once."),
            code="too_large",
            params={"size": -(-size // 1024**2), "limit": MAX_BYTES // 1024**2},
        )


def _encodings(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    beginning = data[:2_000]
    if len(beginning) >= 4 and beginning[1::2].count(0) > len(beginning) // 4:
        return ["utf-16-le"]
    return ["utf-8-sig", "cp1252"]


def _how_to_bring_it(kind: str) -> str:
    advice = _("Save it as CSV or tab-separated text, or copy the table and paste it here.")
    what = {
        "office": _("This is an Excel or Word file."),
        "pdf": _("This is a PDF."),
        "picture": _("This is a picture."),
        "unknown": _("This file is not text."),
    }[kind]
    return f"{what} {advice}"
