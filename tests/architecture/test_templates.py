"""Every template is used by something, leads to addresses that exist, and brings no script or style of its own."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import allauth
import pytest
from django.conf import settings

from tests.architecture.matrix.check import routes

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "templates"
PATHS = sorted(path for path in FOLDER.rglob("*") if path.is_file())
NAMES = [path.relative_to(FOLDER).as_posix() for path in PATHS]
APPS = ["vbe_portal", "exchange", "reports", "plans", "responsibilities", "notifications"]
APPS += ["audit", "accounts", "files", "foundation"]
PAPER = ("print.html", "reports/_", "reports/plan.html")  # drawn by the renderer of papers, which has its own styles
QUOTED = re.compile(r"[\"']([\w./-]+\.(?:html|txt))(?:#[\w-]+|{\w+})?[\"']")
WORD = re.compile(r"[\"'](\w+)[\"']")
ADDRESS = re.compile(r"{%\s*url\s+[\"']([^\"']+)[\"']")
# An address of ours that is named, and then asked for: another branch may have left the name empty, a route may not.
DOUBTED = re.compile(
    r"{%\s*url\s+[\"'][^%]*\sas\s+(\w+)\s*%}(?:(?!{%\s*(?:else|elif|endif)).)*?{%\s*if\s[^%]*\b\1\b", re.DOTALL
)


UNASKED = {
    "errors/503.html": "for whatever stands in front of the web process while it is away",
}
"""Templates that no code of ours names, and what they are for."""


def quoted_in(paths: list[Path]) -> set[str]:
    return {name for path in paths for name in QUOTED.findall(path.read_text())}


@cache
def asked_for() -> set[str]:
    """The templates that our code names, that another template names, that a notice of a kind or allauth draws."""
    code = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    code += [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    code.append(ROOT / "bin" / "serve")
    words = {word for path in code if path.suffix == ".py" for word in WORD.findall(path.read_text())}
    notices = {f"notices/{kind}.{ending}" for kind in {"other"} | words for ending in ("html", "txt")}
    return quoted_in(code) | notices | of_allauth()


def of_allauth() -> set[str]:
    """What allauth draws: pages and messages by their names, letters by the beginnings of theirs."""
    package = Path(allauth.__file__).parent / "account"
    text = "\n".join(path.read_text() for path in package.rglob("*.py") if "tests" not in path.parts)
    letters = {
        f"{prefix}_{part}.txt" for prefix in re.findall(r"account/email/\w+", text) for part in ("subject", "message")
    }
    messages = set(re.findall(r"account/messages/\w+\.txt", text))
    pages = {f"account/{name}.html" for name in re.findall(r"account/(\w+)\.[{\"]", text)}
    return letters | messages | pages


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_used_or_says_what_for(name: str) -> None:
    assert (name in asked_for()) != (name in UNASKED)


def test_a_template_that_is_said_to_be_unused_exists() -> None:
    assert set(UNASKED) <= set(NAMES)
    assert all(UNASKED.values())


def test_an_unused_template_would_be_noticed() -> None:
    assert "plans/nobody_asks_for_this.html" not in asked_for()
    assert len(asked_for() & set(NAMES)) > 100


def test_every_template_that_is_asked_for_exists() -> None:
    ours = {path.name for path in FOLDER.iterdir()}
    named = {name for name in quoted_in(PATHS) if name.split("/")[0] in ours}
    assert sorted(named - set(NAMES)) == []


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_a_template_leads_to_addresses_that_exist(path: Path) -> None:
    assert sorted(set(ADDRESS.findall(path.read_text())) - set(routes())) == []


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_a_template_does_not_ask_whether_an_address_exists(path: Path) -> None:
    assert DOUBTED.search(path.read_text()) is None


def test_a_doubted_address_would_be_noticed() -> None:
    link = "{% url 'start' as home %}<li>{% if may and home %}<a href=\"{{ home }}\">"
    chosen = "{% if may %}{% url 'start' as home %}{% endif %}{% if home %}"
    assert [bool(DOUBTED.search(text)) for text in (link, chosen)] == [True, False]


def test_addresses_are_found_in_templates() -> None:
    assert len({route for path in PATHS for route in ADDRESS.findall(path.read_text())}) > 50


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html") and not name.startswith(PAPER)])
def test_a_page_has_no_script_or_style_of_its_own(name: str) -> None:
    text = (FOLDER / name).read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\shx-on\b|\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text
