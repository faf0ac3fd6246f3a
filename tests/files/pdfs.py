"""Small PDF files for tests."""

from __future__ import annotations

from io import BytesIO

import pikepdf


def a_pdf(pages: int = 1) -> bytes:
    """A whole PDF with empty pages."""
    made, kept = pikepdf.new(), BytesIO()
    for _page in range(pages):
        made.add_blank_page(page_size=(595, 842))
    made.save(kept)
    return kept.getvalue()
