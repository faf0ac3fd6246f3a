"""The renderer's own process: `python -m reports.rendering.child`, a job on standard input, a PDF on standard output.

The one place that imports WeasyPrint. What it says, one line each, goes to standard error.
"""

from __future__ import annotations

import gc
import hashlib
import io
import json
import logging
import re
import sys
import threading
import time
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from foundation.child_process import limit

NEW_PAGE = re.compile(r"Step 5 - Creating layout - Page (\d+)")


def main() -> None:
    """Render the job on standard input within its limits."""
    gc.disable()  # nearly all that is made lives to the end, and the end is near: litter costs less than looking for it
    job = json.load(sys.stdin)
    limit(job["megabytes"], job["seconds"])
    threading.Thread(target=keep_saying_alive, daemon=True).start()
    try:
        content, pages = render(job)
    except BaseException as error:
        say("error", f"{type(error).__name__}: {error}")
        sys.exit(1)
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
    say("done", str(pages))


def say(word: str, rest: str) -> None:
    print(word, " ".join(rest.split())[:500], file=sys.stderr, flush=True)  # noqa: T201  this is how we speak


def keep_saying_alive() -> None:
    """Long steps tell nothing of their own; whoever holds the job must know that we are still at it."""
    while True:
        time.sleep(2)
        say("alive", "")


class Reporter(logging.Handler):
    """Turns the renderer's log into our lines."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.levelno >= logging.WARNING:
            say("problem", message)
        elif page := NEW_PAGE.fullmatch(message):
            say("page", page[1])


def render(job: Mapping[str, Any]) -> tuple[bytes, int]:
    """The PDF and its number of pages."""
    from weasyprint import CSS, HTML  # noqa: TID251  after the limits are set
    from weasyprint.urls import FatalURLFetchingError  # noqa: TID251

    from reports.rendering.fetching import OnlyOurs
    from reports.rendering.tags import finish

    for name, level in (("weasyprint", logging.WARNING), ("weasyprint.progress", logging.INFO)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [Reporter()], False
        logger.setLevel(level)
    fetcher = OnlyOurs({address: b64decode(content) for address, content in job["images"].items()})
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier(job)}
    styles = [CSS(string=css, url_fetcher=fetcher) for css in job["stylesheets"]]
    document = HTML(string=job["html"], url_fetcher=fetcher).render(stylesheets=styles, **options)
    made = io.BytesIO()
    document.write_pdf(made, finisher=finish, **options)
    if fetcher.was_asked_for_more:
        raise FatalURLFetchingError("the document asked for something that did not come with it")
    content = made.getvalue()
    if job.get("bound"):
        from reports.rendering.binding import bind

        places = {name: number for number, page in enumerate(document.pages) for name in page.anchors}
        content = bind(content, job["bound"], places)
    return content, len(document.pages)


def identifier(job: Mapping[str, Any]) -> str:
    """The file's own identifier: of what it was made from, so that it is the same every time."""
    made_from = json.dumps([job["html"], job["stylesheets"], job["images"]], sort_keys=True)
    return hashlib.sha256(made_from.encode(errors="replace")).hexdigest()[:32]


if __name__ == "__main__":
    main()
