"""Every text on the screen has a Swedish one, and what is compiled is what is written."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MESSAGES = ROOT / "locale" / "sv" / "LC_MESSAGES"
APPS = ["vbe_portal", "exchange", "reports", "plans", "responsibilities", "notifications"]
APPS += ["audit", "accounts", "files", "foundation"]


@pytest.fixture(scope="module")
def written() -> polib.POFile:
    return polib.pofile(str(MESSAGES / "django.po"))


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural)


def test_every_message_is_translated(written: polib.POFile) -> None:
    assert [entry.msgid for entry in written if not entry.translated() and not entry.obsolete] == []
    assert [entry.msgid for entry in written if entry.fuzzy] == []


def test_no_word_for_translating_is_renamed_past_the_one_who_collects_messages() -> None:
    renamed = re.compile(r"import [^\n]*\bn?p?n?gettext(?:_lazy)? as (?!_\b)(\w+)")
    files = [one for app in APPS for one in (ROOT / app).rglob("*.py")]
    found = [(one.relative_to(ROOT), word[1]) for one in files for word in renamed.finditer(one.read_text())]
    assert files
    assert found == []


def test_the_compiled_messages_are_those_written(written: polib.POFile) -> None:
    compiled = {key(entry): (entry.msgstr, entry.msgstr_plural) for entry in polib.mofile(str(MESSAGES / "django.mo"))}
    assert compiled == {key(entry): (entry.msgstr, entry.msgstr_plural) for entry in written if not entry.obsolete}


def test_no_message_of_the_code_is_missing_and_none_is_left_over(written: polib.POFile, tmp_path: Path) -> None:
    for folder in [*APPS, "templates"]:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "locale").mkdir()
    shutil.copy(ROOT / "manage.py", tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "sv", "--no-location", "--verbosity", "0"],
        cwd=tmp_path,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "VBE_DATA_DIR": str(tmp_path / "data")},
        check=True,
        capture_output=True,
    )
    found = polib.pofile(str(tmp_path / "locale" / "sv" / "LC_MESSAGES" / "django.po"))
    assert {key(entry) for entry in found} == {key(entry) for entry in written if not entry.obsolete}
