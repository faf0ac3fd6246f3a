"""A received PDF's own process: `python -m files.pdf_child`, the bytes in, one line out.

It knows neither database nor settings: whatever a file does to the program that reads it, it does here.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO

from foundation.child_process import limit

MEGABYTES, SECONDS = 700, 10


def main() -> None:
    """Read a file on standard input and say what it is, within the limits."""
    content = sys.stdin.buffer.read()
    limit(MEGABYTES, SECONDS)
    sys.stdout.write(json.dumps(answer(content)))


def answer(content: bytes) -> dict[str, int | str]:
    """{"pages": …} or {"refused": "locked" | "no_pdf"}."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as opened:
            return {"refused": "locked"} if opened.is_encrypted else {"pages": len(opened.pages)}
    except pikepdf.PasswordError:
        return {"refused": "locked"}
    except pikepdf.PdfError:
        return {"refused": "no_pdf"}


if __name__ == "__main__":
    main()
