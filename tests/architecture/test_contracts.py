"""The storeys and rooms of the house hold, and each contract is seen to break when somebody breaks it."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ["vbe_portal", "exchange", "reports", "plans", "responsibilities", "notifications"]
APPS += ["audit", "accounts", "files", "foundation"]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {contract["id"]: contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]}

# contract, file that is given one line too many, that line
BREACHES = [
    ("storeys", "foundation/records.py", "import accounts.models"),
    ("storeys", "files/services.py", "def late() -> None:\n    import plans.models"),
    ("storeys", "reports/models.py", "import exchange"),
    ("storeys", "exchange/__init__.py", "import reports"),
    ("rooms", "plans/models/plan.py", "import plans.selectors.overview"),
    ("rooms", "notifications/models.py", "import notifications.views"),
    ("rooms", "plans/services/plan.py", "import plans.forms"),
    ("rooms", "reports/services.py", "import reports.tasks"),
    ("chapters", "plans/models/plan.py", "import plans.models.measure"),
    ("chapters", "plans/models/edition.py", "import plans.models.follow_up"),
    ("chapters", "plans/services/section.py", "import plans.services.measure"),
    ("chapters", "plans/views/edition.py", "import plans.views.round"),
    ("grants", "plans/models/plan.py", "import guardian"),
    ("paper", "plans/values.py", "import weasyprint"),
]


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-cache", *chosen],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for app in APPS:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_keeps_its_contracts() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES)
def test_a_contract_breaks_when_it_is_broken(copy: Path, contract: str, file: str, line: str) -> None:
    path = copy / file
    path.write_text(f"{path.read_text()}\n{line}\n")
    done = lint(copy, contract)
    assert done.returncode != 0
    assert f"{CONTRACTS[contract]} BROKEN" in done.stdout, done.stdout + done.stderr


def test_every_contract_has_a_breach() -> None:
    assert set(CONTRACTS) == {contract for contract, _, _ in BREACHES}


@pytest.mark.parametrize(
    "code",
    [
        "from django.shortcuts import get_object_or_404",
        "from django.dispatch import receiver",
        "from django.core.mail import send_mail",
        "from weasyprint import HTML",
        "from guardian.shortcuts import assign_perm",
        "from django.contrib import admin",
    ],
)
def test_what_has_one_place_is_refused_elsewhere(code: str) -> None:
    program = Path(sys.executable).with_name("ruff")
    command = [str(program), "check", "--select", "TID251", "--stdin-filename", "plans/views/plan.py", "-"]
    done = subprocess.run(command, cwd=ROOT, input=f"{code}\n", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "TID251" in done.stdout
