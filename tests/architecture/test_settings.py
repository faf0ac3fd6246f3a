"""The environment decides how the house runs, and an unclear environment is refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "DATABASE_URL": "postgres://vbe:secret@db/vbe",
    "SECRET_KEY": "v7!kQ2#pLw9@xZ4$mB6^nC8&dF1*gH3(jK5)tR0_yU-sW+eA=qE",
    "ALLOWED_HOSTS": "plan.example.se",
    "REDIS_URL": "redis://redis:6379/0",
}


def start(*command: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "vbe_portal.settings", **env},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_refuses_to_start_without_a_database_and_says_what_to_set() -> None:
    done = start("manage.py", "check")
    assert done.returncode != 0
    assert "Set VBE_DATA_DIR to a folder for a demo" in done.stderr


def test_it_refuses_to_start_when_both_a_demo_and_production_are_named(tmp_path: Path) -> None:
    done = start("manage.py", "check", VBE_DATA_DIR=str(tmp_path), **PRODUCTION)
    assert done.returncode != 0
    assert "Unset one of them" in done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "REDIS_URL"])
def test_production_refuses_to_start_without_each_of_its_settings(name: str, tmp_path: Path) -> None:
    env = {key: value for key, value in PRODUCTION.items() if key != name}
    done = start("manage.py", "check", VBE_FILES_DIR=str(tmp_path), **env)
    assert done.returncode != 0
    assert name in done.stderr


def test_plain_http_is_refused_as_soon_as_another_host_is_allowed(tmp_path: Path) -> None:
    done = start("manage.py", "check", VBE_FILES_DIR=str(tmp_path), VBE_PLAIN_HTTP="1", **PRODUCTION)
    assert done.returncode != 0
    assert "VBE_PLAIN_HTTP is for 127.0.0.1 only" in done.stderr


def test_the_demo_makes_its_own_key_once_and_keeps_it_private(tmp_path: Path) -> None:
    ask = ("-c", "from django.conf import settings; print(settings.SECRET_KEY)")
    first, second = (start(*ask, VBE_DATA_DIR=str(tmp_path)).stdout for _ in range(2))
    assert first == second
    assert len(first.strip()) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_demo_serves_this_machine_only_and_shows_no_debug_pages(tmp_path: Path) -> None:
    ask = ("-c", "from django.conf import settings as s; print(s.ALLOWED_HOSTS, s.DEBUG)")
    assert start(*ask, VBE_DATA_DIR=str(tmp_path)).stdout.strip() == "['127.0.0.1', 'localhost', '[::1]'] False"


def test_production_settings_have_no_deployment_warning(tmp_path: Path) -> None:
    done = start("manage.py", "check", "--deploy", "--fail-level", "INFO", VBE_FILES_DIR=str(tmp_path), **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "System check identified no issues" in done.stdout


def test_production_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    ask = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    done = start("-c", ask, VBE_FILES_DIR=str(tmp_path), **PRODUCTION)
    assert done.stdout.strip() == "__Host-session __Host-csrf"
