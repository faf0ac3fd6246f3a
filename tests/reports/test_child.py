"""The renderer's own process, piece by piece; that it really is closed is shown in test_rendering.py."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.conf import settings

from reports.documents.plan import Paper, plan_document
from tests.reports.pdfs import tagged
from tests.reports.test_rendering import HEAD, PIXEL
from tests.reports.values import area, measure, plan_values


@pytest.fixture(autouse=True)
def _our_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fonts = Path(settings.BASE_DIR) / "reports" / "rendering" / "fonts.conf"
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.fixture
def child():
    """Imported late: WeasyPrint reads where the fonts are when it is first imported."""
    from reports.rendering import child

    return child


def job(html: str, **images: str) -> dict[str, Any]:
    return {"html": html, "stylesheets": [], "images": images, "megabytes": 1000, "seconds": 60}


def test_a_plan_is_rendered_with_complete_tags(child):
    document = plan_document(plan_values(focus_areas=[area("A", measure(1), measure(2))]), Paper(label="Utkast"))

    content, pages = child.render(job(document.html) | {"stylesheets": list(document.stylesheets)})

    assert pages == 3
    with pikepdf.open(io.BytesIO(content)) as pdf:
        cells = tagged(pdf, "/TH")
        assert {str(cell.A.Scope) for cell in cells} == {"/Column", "/Row"}
        assert len(pdf.Root.StructTreeRoot.IDTree.Kids[0].Names) == 2 * len(cells)


def test_a_document_without_tables_has_no_identifiers(child):
    content, _pages = child.render(job(f"{HEAD}<p>Hej</p>"))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/IDTree" not in pdf.Root.StructTreeRoot


def test_a_pdf_without_a_tag_tree_is_left_as_it_is():
    from reports.rendering.tags import finish

    pdf = SimpleNamespace(objects=[])
    finish(None, pdf)

    assert pdf.objects == []


def test_only_images_that_came_along_are_drawn(child):
    from weasyprint.urls import FatalURLFetchingError  # noqa: TID251  what the renderer raises

    from reports.rendering.fetching import kind_of

    images = {"image:logo": b64encode(PIXEL).decode()}
    content, _pages = child.render(job(f'{HEAD}<img src="image:logo" alt="Logotyp">') | {"images": images})

    assert b"/Image" in content
    assert kind_of(b"\xff\xd8\xff\xe0") == "image/jpeg"
    with pytest.raises(FatalURLFetchingError):
        kind_of(b"GIF89a")
    with pytest.raises(FatalURLFetchingError):
        child.render(job(f'{HEAD}<img src="http://127.0.0.1:9/x.png" alt="">'))
    with pytest.raises(FatalURLFetchingError):  # drawing swallows the first refusal
        child.render(
            job(f'{HEAD}<svg width="9" height="9"><image width="9" height="9" href="file:///etc/passwd"/></svg>')
        )


@pytest.fixture
def run(child, monkeypatch: pytest.MonkeyPatch, capsys):
    """The whole process's work on a job, without its limits; returns what it wrote and what it said."""

    def run(given: dict[str, Any]) -> tuple[bytes, str]:
        written = io.BytesIO()
        monkeypatch.setattr(child, "limit", lambda *_limits: None)
        monkeypatch.setattr(child, "keep_saying_alive", lambda: None)
        monkeypatch.setattr(child.sys, "stdin", io.StringIO(json.dumps(given)))
        monkeypatch.setattr(child.sys, "stdout", SimpleNamespace(buffer=written, flush=lambda: None, write=len))
        with suppress(SystemExit):
            child.main()
        return written.getvalue(), capsys.readouterr().err

    return run


def test_a_job_becomes_a_pdf_and_a_word_when_it_is_done(run):
    content, said = run(job(f"{HEAD}<p style='nonsense: 1'>Hej</p>"))

    assert content.startswith(b"%PDF")
    assert "page 1\n" in said
    assert "problem " in said
    assert said.endswith("done 1\n")


def test_a_job_that_fails_is_one_line(run):
    content, said = run(job(f'{HEAD}<img src="file:///etc/passwd" alt="">'))

    assert content == b""
    assert said.splitlines()[-1].startswith("error FatalURLFetchingError: ")


def test_a_long_step_still_says_that_it_is_alive(child, monkeypatch: pytest.MonkeyPatch, capsys):
    pauses = iter([None, None])

    def pause(_seconds: float) -> None:
        if next(pauses, "over") == "over":
            raise StopIteration

    monkeypatch.setattr(child.time, "sleep", pause)
    with pytest.raises(StopIteration):
        child.keep_saying_alive()

    assert capsys.readouterr().err.split() == ["alive", "alive"]
