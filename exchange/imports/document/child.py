"""The reader's own process: `python -m exchange.imports.document.child`, a job in, a reading as JSON out.

It knows neither database nor settings: what is refused is told by its code, and put into words by whoever asked.
"""

from __future__ import annotations

import gc
import json
import sys
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from foundation.child_process import limit

DEEPEST_CALL = 5_000  # tables in tables in tables: below what the stack of the process holds


def main() -> None:
    """Read the job on standard input within its limits."""
    gc.set_threshold(50_000)  # most of what is read lives to the end: there is little litter to look for
    job = json.load(sys.stdin)
    limit(job["megabytes"], job["seconds"])
    sys.setrecursionlimit(DEEPEST_CALL)
    json.dump(answer(job), sys.stdout)


def answer(job: Mapping[str, Any]) -> dict[str, Any]:
    """{"reading": …} or {"refused": code}."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from exchange.imports.document.docx import read_docx
    from exchange.imports.document.pasted import read_pasted
    from exchange.imports.document.refusals import DocumentRefused

    try:
        if job["kind"] == "docx":
            reading = read_docx(b64decode(job["content"]))
        else:
            reading = read_pasted(html=job["html"], text=job["text"])
    except DocumentRefused as refusal:
        return {"refused": refusal.code}
    except MemoryError:
        return {"refused": "too_long"}
    return {"reading": reading.as_values()}


if __name__ == "__main__":
    main()
