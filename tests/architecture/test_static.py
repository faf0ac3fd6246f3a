"""What a browser is given is ours, unchanged and allowed by the content security policy."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage
from django.template.loader import get_template

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text())
PAPER = ("print.html", "reports/")  # made by the renderer, not by a browser: its styles are read as strings
LICENCES = {"MIT", "0BSD", "OFL-1.1", "Bitstream-Vera"}


def ours(template: Path) -> bool:
    return not any(part in template.as_posix() for part in PAPER)


def vendored() -> list[Path]:
    kept = [path for path in (STATIC / "vendor").rglob("*") if path.suffix in {".css", ".js", ".woff2"}]
    return [*kept, *(path for path in (STATIC / "fonts").iterdir() if path.suffix in {".ttf", ".woff2"})]


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_a_vendored_file_is_what_its_manifest_says(entry: dict[str, str]) -> None:
    content = (STATIC / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert re.fullmatch(r"\d+\.\d+(\.\d+|-\d+)", entry["version"])
    assert entry["licence"] in LICENCES
    assert len((STATIC / entry["licence_file"]).read_text()) > 300


def test_every_vendored_file_stands_in_the_manifest() -> None:
    assert {path.relative_to(STATIC).as_posix() for path in vendored()} == {entry["file"] for entry in MANIFEST}


def test_htmx_is_of_the_second_line() -> None:
    versions = {entry["version"] for entry in MANIFEST if entry["name"] == "htmx.org"}
    assert {version.split(".")[0] for version in versions} == {"2"}


def test_htmx_neither_evaluates_nor_keeps_pages() -> None:
    head = (Path(settings.BASE_DIR) / "templates" / "components" / "_head.html").read_text()
    found = re.search(r"name=\"htmx-config\" content='([^']+)'", head)
    assert found
    config = json.loads(found[1])
    assert config["allowEval"] is config["allowScriptTags"] is config["includeIndicatorStyles"] is False
    assert config["historyCacheSize"] == 0


@pytest.mark.parametrize("template", [path for path in TEMPLATES if ours(path)], ids=lambda path: path.name)
def test_no_template_has_script_or_style_of_its_own(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("template", [path for path in TEMPLATES if ours(path)], ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(template: Path) -> None:
    assert not re.search(r"(src|href|action)=[\"'](https?:)?//", template.read_text())


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name)
def test_styles_fetch_from_this_place_only_and_stay_readable(sheet: Path) -> None:
    text = sheet.read_text()
    assert not re.search(r"url\([\"']?(https?:)?//", text)
    assert len(text.splitlines()) <= 300
    for address in re.findall(r"(?:url\(|@import )\"([^\"]+)\"", text):
        assert (sheet.parent / address).resolve().is_file()


def test_every_static_file_that_a_template_asks_for_exists() -> None:
    asked = {name for path in TEMPLATES for name in re.findall(r"{%\s*static\s+['\"]([^'\"]+)['\"]", path.read_text())}
    assert asked
    assert {name for name in asked if not finders.find(name)} == set()


def test_every_style_sheet_is_loaded() -> None:
    head = (Path(settings.BASE_DIR) / "templates" / "components" / "_head.html").read_text()
    sheets = {path.name for path in (STATIC / "css").glob("*.css") if not path.name.startswith("paper")}
    assert {name for name in sheets if f"css/{name}" not in head} == set()


@pytest.mark.parametrize("name", ["500", "503"])
def test_the_pages_of_a_broken_house_need_no_context(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the database nor a request: what fails must not fail again while it says so."""
    monkeypatch.setattr(staticfiles_storage, "url", FileSystemStorage(base_url="/static/").url, raising=False)
    page = get_template(f"errors/{name}.html").render()
    assert 'href="/"' in page
    assert name in page


def test_every_class_that_a_page_uses_has_a_style() -> None:
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", "".join(path.read_text() for path in STATIC.rglob("*.css"))))
    unknown = {}
    for path in (path for path in TEMPLATES if ours(path)):
        written = " ".join(re.findall(r'class="([^"]*)"', path.read_text()))
        used = set(re.sub(r"{[%{].*?[%}]}", " ", written).split())
        if used - known:
            unknown[path.name] = used - known
    assert unknown == {}


def test_every_class_that_has_a_style_is_used() -> None:
    """By a template, a script, a tag or the text of a plan; htmx and the editor's library put their own.

    What paper uses is named by the renderer's code.
    """
    screen = [path for path in (STATIC / "css").glob("*.css") if not path.name.startswith("paper")]
    sheets = "".join(path.read_text() for path in screen)
    selectors = re.findall(r"([^{}@;]+){", re.sub(r"/\*.*?\*/|@layer[^{;]*", "", sheets, flags=re.DOTALL))
    styled = set(re.findall(r"\.([a-zA-Z][\w-]*)", " ".join(selectors)))
    writers = [
        *TEMPLATES,
        *(STATIC / "js").rglob("*.js"),
        Path(finders.find("django_prose_editor/editor.js") or ""),
        Path(settings.BASE_DIR) / "plans" / "prose.py",
        *Path(settings.BASE_DIR).glob("[!.]*/templatetags/*.py"),
        Path(settings.BASE_DIR) / "plans" / "marking.py",
    ]
    words = set(re.findall(r"[\w-]+", " ".join(path.read_text() for path in writers)))
    assert {name for name in styled - words if not name.startswith("htmx-")} == set()
