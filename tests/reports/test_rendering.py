"""The renderer: a closed process with little time, little memory and nothing to fetch."""

import io
import os
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from reports.rendering import RenderingError, RenderingTimeoutError, child_environment, render_pdf
from tests.reports.pdfs import embedded_fonts, is_ours, text_of

HEAD = '<!doctype html><html lang="sv"><head><title>t</title></head><body>'
# One grey pixel.
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")


def page(html: str = "<p>Hej</p>", **options):
    return render_pdf(HEAD + html, **options)


def test_html_becomes_pdf():
    made = page("<p>Räksmörgås</p>")

    assert made.content.startswith(b"%PDF-1.7")
    assert (made.pages, made.problems) == (1, ())
    assert "Räksmörgås" in text_of(made.content)


def test_the_same_html_gives_the_same_bytes():
    assert page().content == page().content


def test_other_html_gets_another_identifier():
    assert page("<p>a</p>").content != page("<p>b</p>").content


@pytest.mark.parametrize(
    "attack",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="">',
        '<img src="https://evil.example/x.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<img src="ftp://127.0.0.1/x" alt="">',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<img src="image:other" alt="">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<style>@import url("file:///etc/passwd");</style>',
        "<style>p { background: url(http://127.0.0.1:9/x) }</style><p>x",
        '<style>@font-face { font-family: x; src: url("http://127.0.0.1:9/x") } p { font-family: x }</style><p>x',
        '<object data="file:///etc/hostname"></object>',
        '<embed src="file:///etc/hostname">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
    ],
)
def test_nothing_is_fetched_and_whoever_tries_gets_no_document(attack):
    with pytest.raises(RenderingError, match="FatalURLFetchingError"):
        page(attack)


def test_an_image_that_came_along_is_drawn():
    made = page('<img src="image:logo" alt="Logotyp">', images={"image:logo": PIXEL})

    assert made.problems == ()
    assert b"/Subtype /Image" in made.content


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b""])
def test_an_image_of_another_kind_is_refused(content):
    with pytest.raises(RenderingError):
        page('<img src="image:logo" alt="">', images={"image:logo": content})


def test_a_document_that_takes_too_long_is_given_up():
    began = time.monotonic()
    with pytest.raises(RenderingTimeoutError):
        page("<p>ord </p>" * 200_000, seconds=1.5)

    assert time.monotonic() - began < 5


def test_a_document_that_needs_too_much_memory_is_given_up():
    with pytest.raises(RenderingError):
        page("<p>ord </p>" * 100_000, megabytes=250)


def test_the_renderer_tells_the_pages_as_it_sets_them():
    told: list[int] = []

    made = page("<p>sida</p>" + '<p style="break-before: page">sida</p>' * 3, on_sign_of_life=told.append)

    assert made.pages == max(told) == 4


def test_who_listens_may_stop_the_renderer():
    class StopError(Exception):
        pass

    def stop(page: int) -> None:
        raise StopError

    with pytest.raises(StopError):
        page("<p>x</p>" * 50_000, on_sign_of_life=stop)
    assert not [line for line in children() if "reports.rendering.child" in line]


def children() -> list[str]:
    listed = subprocess.run(["pgrep", "-P", str(os.getpid()), "-a"], capture_output=True, text=True, check=False)
    return listed.stdout.splitlines()


def test_the_renderer_dies_with_the_worker_that_started_it(tmp_path: Path):
    """A killed worker must not leave a process that goes on at a paper nobody waits for."""
    script = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "from reports.rendering import render_pdf\n"
        "html = '<html lang=sv><title>t</title>' + '<p>x</p>' * 300000\n"
        "render_pdf(html, on_sign_of_life=lambda page: print('alive', flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=settings.BASE_DIR, stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == b"alive\n"
        born = subprocess.run(["pgrep", "-P", str(worker.pid)], capture_output=True, text=True, check=True)
        (renderer,) = born.stdout.split()
        worker.kill()
    until = time.monotonic() + 5
    while Path(f"/proc/{renderer}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{renderer}").exists()


def test_the_renderer_is_not_told_our_secrets():
    assert not {"DATABASE_URL", "SECRET_KEY", "REDIS_URL", "VBE_DATA_DIR"} & set(child_environment())


def test_every_letter_is_drawn_with_a_font_of_ours():
    text = "Åäö é – ’ ” … ½ § ✓ ◐ ✗ ○ ▲ → ≥ Ж α א س 🎉 ☺"
    made = page(f'<p style="font-family: Arial, Verdana, cursive">{text}</p>')

    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        fonts = embedded_fonts(pdf)
    assert len(fonts) >= 3
    assert all(is_embedded and is_ours(name) for name, is_embedded in fonts.items()), fonts
