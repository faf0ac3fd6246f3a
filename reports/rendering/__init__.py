"""HTML in, PDF out: in a process of its own, which has no database, no secrets, no network and little time.

The child (`reports.rendering.child`) is the one place that speaks to WeasyPrint. It is started anew for each document
and killed when it takes too long; a worker that dies takes it along.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

# Below the worker's own soft limit, so that it is we who say what happened; what is opened before takes its part of it.
SECONDS = 110
MEGABYTES = 1500
FONTS = Path(__file__).with_name("fonts.conf")

SignOfLife = Callable[[int], None]


class RenderingError(Exception):
    """The document could not be made; says why, in technical words and without its text."""


class RenderingTimeoutError(RenderingError):
    """The document took longer than it may."""


@dataclass(frozen=True)
class Rendered:
    """A finished PDF, its number of pages, and what the renderer complained about."""

    content: bytes
    pages: int
    problems: tuple[str, ...]


class Binding(Protocol):
    """A received file: its name, its bytes, its cleaned pages, and the identifiers of their places in the paper."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def content_type(self) -> str: ...
    @property
    def pages(self) -> bytes: ...
    @property
    def places(self) -> tuple[str, ...]: ...


def bound_job(one: Binding) -> dict[str, object]:
    return {
        "name": one.name,
        "content_type": one.content_type,
        "content": b64encode(one.content).decode(),
        "pages": b64encode(one.pages).decode(),
        "places": list(one.places),
    }


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[str] = (),
    images: Mapping[str, bytes] | None = None,
    bound: Sequence[Binding] = (),
    on_sign_of_life: SignOfLife | None = None,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Rendered:
    """Make a PDF/UA-1 of `html`, which may reach `images` (address to bytes) and nothing else.

    The pages of each file that is `bound` are drawn where `html` has their places, and the file itself is attached.

    `on_sign_of_life` is told the page at work, at each new page and every other second. The same arguments give the
    same bytes.
    Raises RenderingTimeoutError after `seconds`, RenderingError for everything else.
    """
    job = {
        "html": html,
        "stylesheets": list(stylesheets),
        "images": {address: b64encode(content).decode() for address, content in (images or {}).items()},
        "bound": [bound_job(one) for one in bound],
        "megabytes": megabytes,
        "seconds": seconds,
    }
    # Files without a name: nothing of the text is left behind, however this ends.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(json.dumps(job).encode())
        given.seek(0)
        pages, problems = run_child(given, made, on_sign_of_life=on_sign_of_life, seconds=seconds)
        made.seek(0)
        return Rendered(content=made.read(), pages=pages, problems=problems)


def run_child(
    given: IO[bytes], made: IO[bytes], *, on_sign_of_life: SignOfLife | None, seconds: float
) -> tuple[int, tuple[str, ...]]:
    """Run the child to its end; returns the number of pages and the complaints."""
    # No shell, no arguments from outside; the environment holds neither key nor database.
    with subprocess.Popen(
        [sys.executable, "-m", "reports.rendering.child"],
        stdin=given,
        stdout=made,
        stderr=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env=child_environment(),
    ) as child:
        clock = threading.Timer(seconds, child.kill)
        clock.daemon = True
        clock.start()
        try:
            heard = listen_to(child.stderr, on_sign_of_life)
            status = child.wait()
        except BaseException:  # whoever waits was told to stop: do not leave the child at work
            child.kill()
            raise
        finally:
            is_over_time = clock.finished.is_set()
            clock.cancel()
    if status != 0 and is_over_time:
        raise RenderingTimeoutError(f"not finished after {seconds} s")
    if status != 0:
        raise RenderingError(" | ".join(heard["error"]) or f"the renderer ended with status {status}")
    return int(heard["done"][0]), tuple(heard["problem"])


def listen_to(lines: IO[bytes] | None, on_sign_of_life: SignOfLife | None) -> dict[str, list[str]]:
    """What the child says, one `word rest` a line: page, alive, problem, error, done."""
    heard: dict[str, list[str]] = {"page": [], "problem": [], "error": [], "done": []}
    for line in lines or ():
        word, _space, rest = line.decode(errors="replace").strip().partition(" ")
        if word in heard:
            heard[word].append(rest)
        if word in ("page", "alive") and on_sign_of_life:
            on_sign_of_life(int(heard["page"][-1]) if heard["page"] else 0)
    return heard


def child_environment() -> dict[str, str]:
    """What the child knows of the world: where programs are, our fonts, and a folder for their index."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(FONTS),
        "XDG_CACHE_HOME": str(Path(settings.DATA_DIR) / "cache"),
        "PYTHONHASHSEED": "0",
        **{name: os.environ[name] for name in ("LD_LIBRARY_PATH", "VIRTUAL_ENV") if name in os.environ},
    }
