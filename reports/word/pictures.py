"""Pictures: with the words that say what they show, or marked as decoration."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from docx.image.exceptions import UnrecognizedImageError

from reports.documents.blocks import Picture
from reports.word.runs import said

if TYPE_CHECKING:
    from reports.word.body import Body

EMU_OF_A_MILLIMETRE, EMU_OF_A_PIXEL = 36000, 9525
WIDEST, HIGHEST = 150, 200  # millimetres
LOGO, LOGO_WIDEST = "logo", 45


def picture_xml(body: Body, block: Picture) -> str:
    """The picture in a paragraph of its own; one that is lost leaves its words, but for the logo."""
    content = body.images.get(block.uid)
    try:
        if content is None:
            raise UnrecognizedImageError  # as a broken one: its words stay
        key, image = body.document.part.get_or_add_image(BytesIO(content))
    except (UnrecognizedImageError, ValueError):
        if block.uid == LOGO:  # a template bears its own
            return ""
        return f"<w:p><w:r>{said(f'[{block.words}]')}</w:r></w:p>" if block.words else ""
    width, height = fitting(image.px_width, image.px_height, LOGO_WIDEST if block.uid == LOGO else WIDEST)
    number = next(body.pictures)
    words = f' descr="{escape(block.words)}"' if block.words else ""
    return (
        "<w:p><w:r><w:drawing><wp:inline>"
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="Bild {number}"{words}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Bild {number}"{words}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def fitting(width: int, height: int, widest: int) -> tuple[int, int]:
    """The size of so many pixels on the page: their own, or as large as the column lets it be."""
    natural = (width * EMU_OF_A_PIXEL, height * EMU_OF_A_PIXEL)
    scale = min(
        1.0, widest * EMU_OF_A_MILLIMETRE / max(natural[0], 1), HIGHEST * EMU_OF_A_MILLIMETRE / max(natural[1], 1)
    )
    return max(1, int(natural[0] * scale)), max(1, int(natural[1] * scale))
