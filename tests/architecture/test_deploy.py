"""What is handed to those who run the house: the compose file, the image's recipe, the lock files, the scripts."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from django.conf import settings

from tests.live import LiveSite, wait_for

ROOT = Path(settings.BASE_DIR)
HOUSE = ["web", "worker", "beat", "migrate"]
SECRETS = {
    "POSTGRES_PASSWORD": "hemligt",
    "OWNER_PASSWORD": "ägarens",
    "WEB_PASSWORD": "webbens",
    "WORKER_PASSWORD": "arbetarens",
    "SECRET_KEY": "nyckel",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file as docker-compose itself resolves it."""
    command = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    env = {**os.environ, **SECRETS, "ALLOWED_HOSTS": "plan.example.se"}
    done = subprocess.run([*command, "config"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(yaml.safe_load(done.stdout))


def test_compose_refuses_to_start_without_its_secrets() -> None:
    command = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    for forgotten in SECRETS:
        env = {**os.environ, **SECRETS, "ALLOWED_HOSTS": "plan.example.se"}
        del env[forgotten]
        done = subprocess.run([*command, "config"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode != 0, forgotten


def test_every_role_of_the_house_is_started_by_the_same_script(compose: dict[str, Any]) -> None:
    roles = (ROOT / "bin" / "serve").read_text()
    for role in HOUSE:
        assert compose["services"][role]["command"] == [role]
        assert f"\n  {role})" in roles
    assert 'ENTRYPOINT ["bin/serve"]' in (ROOT / "Dockerfile").read_text()


def test_every_lasting_service_has_a_health_check_and_comes_back(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name != "migrate":
            assert service["healthcheck"]["test"], name
            assert service["restart"] == "unless-stopped", name


def test_the_house_runs_without_privileges_on_a_read_only_disk(compose: dict[str, Any]) -> None:
    recipe = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER vbe$", recipe, re.MULTILINE)
    for role in HOUSE:
        service = compose["services"][role]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_only_web_can_be_reached_and_only_from_this_machine(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert list(ports) == ["web"]
    assert str(ports["web"]).count("127.0.0.1") == 1


def test_what_people_have_written_outlives_the_containers(compose: dict[str, Any]) -> None:
    assert set(compose["volumes"]) == {"files", "database"}


def test_the_password_of_the_database_may_hold_any_sign(compose: dict[str, Any]) -> None:
    for role in HOUSE:
        environment = compose["services"][role]["environment"]
        assert environment["PGPASSWORD"] in SECRETS.values()
        assert environment["PGPASSWORD"] not in environment["DATABASE_URL"]


def test_migrate_web_and_worker_are_different_persons_to_the_database(compose: dict[str, Any]) -> None:
    names = {
        role: urlsplit(compose["services"][role]["environment"]["DATABASE_URL"]).username
        for role in ("migrate", "web", "worker")
    }
    assert names == {"migrate": "vbe_owner", "web": "vbe_web", "worker": "vbe_worker"}


@pytest.fixture
def roles() -> Iterator[dict[str, str]]:
    """The roles of production in an empty database of this run's own: name of the role → its address."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"roles_{secrets.token_hex(4)}"
    drop = [f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"]
    drop += [f"DROP ROLE IF EXISTS {name}_{role}" for role in ("owner", "web", "worker")]
    with psycopg.connect(server.geturl(), autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            here = {
                "PGHOST": server.hostname or "",
                "PGPORT": str(server.port or 5432),
                "PGUSER": server.username or "",
            }
            env = {**os.environ, **SECRETS, **here, "POSTGRES_DB": name, "ROLE_PREFIX": name}
            subprocess.run([ROOT / "bin" / "database-roles"], env=env, check=True)
            at = f"{server.hostname}:{server.port or 5432}/{name}"
            kept = line.execute("SELECT rolpassword FROM pg_authid WHERE rolname LIKE %s", [f"{name}_%"]).fetchall()
            assert len({password for (password,) in kept if password}) == 3, "each role has a password of its own"
            yield {role: f"postgres://{name}_{role}@{at}" for role in ("owner", "web", "worker")}
        finally:
            for statement in drop:
                line.execute(statement)


@pytest.mark.postgresql(reason="roles of the database")
def test_the_roles_of_production_can_do_their_work_and_nothing_more(roles: dict[str, str], tmp_path: Path) -> None:
    env = {**os.environ, "DATABASE_URL": roles["owner"], "REDIS_URL": "redis://127.0.0.1:1", "SECRET_KEY": "x" * 60}
    env |= {"ALLOWED_HOSTS": "localhost", "VBE_FILES_DIR": str(tmp_path)}
    env.pop("VBE_DATA_DIR", None)
    subprocess.run([ROOT / "bin" / "serve", "migrate"], env=env, check=True, capture_output=True)
    for role in ("web", "worker"):
        with psycopg.connect(roles[role], autocommit=True) as line:
            line.execute("INSERT INTO django_cache VALUES (%s, '', now())", [role])
            assert line.execute("DELETE FROM django_cache WHERE cache_key = %s", [role]).rowcount == 1
            assert line.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)
            for forbidden in (
                "CREATE TABLE t ()",
                "DROP TABLE plans_plan",
                "ALTER TABLE plans_edition DISABLE TRIGGER ALL",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    line.execute(forbidden)
    with psycopg.connect(roles["owner"]) as line:
        who = "SELECT count(*) FROM pg_roles WHERE rolname LIKE %s AND (rolsuper OR rolcreaterole OR rolcreatedb)"
        name = line.info.dbname
        assert line.execute("SELECT count(*) FROM pg_roles WHERE rolname LIKE %s", [f"{name}_%"]).fetchone() == (3,)
        assert line.execute(who, [f"{name}_%"]).fetchone() == (0,)


def test_a_secret_key_is_taken_as_it_stands(tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1",
        "VBE_FILES_DIR": str(tmp_path),
        "ALLOWED_HOSTS": "plan.example.se",
        "SECRET_KEY": "$PATH/and-more-than-fifty-signs-in-a-row-so-that-it-is-long",
    }
    code = "from vbe_portal import settings; print(settings.SECRET_KEY)"
    run = {"cwd": ROOT, "env": env, "capture_output": True, "text": True, "check": False}
    assert subprocess.run([sys.executable, "-c", code], **run).stdout.strip() == env["SECRET_KEY"]
    del env["SECRET_KEY"]
    assert "Set SECRET_KEY" in subprocess.run([sys.executable, "-c", code], **run).stderr


def test_every_variable_of_the_readme_reaches_the_containers(compose: dict[str, Any]) -> None:
    table = set(
        re.findall(r"`([A-Z][A-Z_]+)`", " ".join(re.findall(r"^\| .*$", (ROOT / "README.md").read_text(), re.M)))
    )
    recipe = (ROOT / "Dockerfile").read_text()
    reaching = {key for role in HOUSE for key in compose["services"][role]["environment"]}
    table = {name for name in table if not name.startswith("VBE_TEST_")}
    assert len(table) > 10
    assert {name for name in table - reaching if f"{name}=" not in recipe} == set()


def test_nothing_starts_before_the_database_is_migrated(compose: dict[str, Any]) -> None:
    for role in ("web", "worker", "beat"):
        condition = compose["services"][role]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully"


@pytest.mark.parametrize("name", ["run", "test", "uv"])
def test_a_lock_file_has_exact_versions_with_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert not re.search(r"https?://|index-url|find-links|\bfile:", text)
    packages = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)
    assert packages
    assert all("==" in package for package in packages)
    assert text.count("--hash=sha256:") >= len(packages)


def test_the_run_time_lock_is_a_part_of_the_test_lock() -> None:
    run, test = (
        set(re.findall(r"^([a-z0-9][^ ;\\]*)", (ROOT / "requirements" / f"{name}.txt").read_text(), re.MULTILINE))
        for name in ("run", "test")
    )
    assert run <= test


def test_every_dependency_says_why_it_is_here() -> None:
    lines = re.findall(r'^  "[a-z][^"]*",(.*)$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    dependencies = [line for line in lines if line.strip()]
    assert len(dependencies) >= 30
    assert all(re.match(r"\s+# \S.{10,}", line) for line in dependencies)


@pytest.mark.parametrize("script", sorted(path.name for path in (ROOT / "bin").iterdir()))
def test_a_script_is_sound_bash_and_stops_at_the_first_error(script: str) -> None:
    path = ROOT / "bin" / script
    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in path.read_text()
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_worker_and_clock_leave_a_trace_that_the_health_check_reads(live_site: LiveSite, tmp_path: Path) -> None:
    for role in ("worker", "beat"):
        trace = tmp_path / role
        env = {**live_site.env, "VBE_ALIVE_FILE": str(trace)}
        check = [str(ROOT / "bin" / "healthy"), role]
        assert subprocess.run(check, env=env, capture_output=True, check=False).returncode != 0
        live_site.start(role, env=env)
    for role in ("worker", "beat"):
        wait_for((tmp_path / role).exists, seconds=60, saying=f"{role} left no trace")
        env = {**live_site.env, "VBE_ALIVE_FILE": str(tmp_path / role)}
        subprocess.run([str(ROOT / "bin" / "healthy"), role], env=env, check=True)
        os.utime(tmp_path / role, (0, 0))
    # Stuck: nothing was touched for long.
    for process in live_site.processes[-2:]:
        process.stop()
    os.utime(tmp_path / "worker", (0, 0))
    env = {**live_site.env, "VBE_ALIVE_FILE": str(tmp_path / "worker")}
    done = subprocess.run([str(ROOT / "bin" / "healthy"), "worker"], env=env, check=False)
    assert done.returncode != 0


def test_the_health_check_of_web_asks_the_page_that_asks_the_database(live_site: LiveSite, live_web: str) -> None:
    check = [str(ROOT / "bin" / "healthy"), "web"]
    subprocess.run(check, env=live_site.env, check=True)
    subprocess.run(check, env={**live_site.env, "http_proxy": "http://127.0.0.1:1"}, check=True)
    nobody = {**live_site.env, "VBE_BIND": "127.0.0.1:1"}
    assert subprocess.run(check, env=nobody, capture_output=True, check=False).returncode != 0
