"""Signs that a Word file writes by their place in a font of signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mammoth.docx.dingbats import dingbats

from exchange.imports.document.reading import NoteFound
from exchange.imports.document.word_names import q

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_OWN = range(0xE000, 0xF900)  # where fonts put what has no sign of its own


def signs(root: Any) -> Iterator[NoteFound]:
    """Make each a letter like the others. One that only its font knows is marked in the text, and told."""
    for one in root.iter(q("w:sym")):
        font, code = one.get(q("w:font"), ""), one.get(q("w:char"), "")
        sign = sign_of(font, code)
        if sign == UNKNOWN:
            yield NoteFound("other", f"{font} {code}".strip())
        one.attrib.clear()
        one.tag, one.text = q("w:t"), sign


def sign_of(font: str, code: str) -> str:
    """The letter that shows the same."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    known = dingbats.get((font, number)) or dingbats.get((font, number & 0xFF) if number in _OWN else None)
    if known:
        return chr(known)
    is_sign = number >= 0x20 and number not in _OWN and not 0xD800 <= number < 0xE000 and number < 0x110000
    return chr(number) if is_sign and chr(number).isprintable() else UNKNOWN
