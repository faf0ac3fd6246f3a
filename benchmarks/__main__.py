"""python -m benchmarks [--sizes 200 2000] [--rounds 3] [--clicks 20] [--output FILE.json]

Fills a database of its own on the server of DATABASE_URL (default: this machine's) with plans of the given sizes,
starts the web process and the floor beside it, clicks at every page in interleaved rounds, so that a noisy neighbour
hits all alike, and makes PDFs. Prints a table and, with --output, writes the same as JSON. Compare ratios and
statements between machines, never milliseconds. Everything it made is gone afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benchmarks.load import Cost, click

HOME = Path(__file__).resolve().parent.parent
FLOOR = "floor page"
PAPERS = ("100", "200", "400")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2000], help="measures of each plan")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clicks", type=int, default=20, help="clicks at each page in a round")
    parser.add_argument("--output", type=Path, help="write the figures here as JSON")
    parser.add_argument("--no-papers", action="store_true", help="leave the PDFs out")
    return parser.parse_args()


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """An empty database on `server`, dropped afterwards; gives its address."""
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as line:
            line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def served(command: list[str], env: dict[str, str], port: int) -> Iterator[int]:
    """A web process on `port`; gives its pid."""
    with subprocess.Popen(command, env=env, cwd=HOME, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield process.pid
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/halsa/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nobody answers on port {port}")


def run(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=HOME, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def environment(house: str, floor: str, folder: str) -> dict[str, str]:
    """As in production, but on this machine alone and with nobody to ring for."""
    ours = {"DATABASE_URL": house, "FLOOR_DATABASE_URL": floor, "VBE_FILES_DIR": folder, "VBE_PLAIN_HTTP": "1"}
    ours |= {"ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": secrets.token_hex(32), "LOG_LEVEL": "ERROR"}
    ours |= {"REDIS_URL": "redis://127.0.0.1:1/0", "DJANGO_SETTINGS_MODULE": "vbe_portal.settings"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VBE_")}
    return kept | ours


def measure(chosen: argparse.Namespace, env: dict[str, str]) -> dict[str, Any]:
    """Fill, serve, click; returns every figure."""
    subprocess.run([str(HOME / "bin" / "serve"), "migrate"], env=env, check=True)
    run(env, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
    house = json.loads(run(env, "-m", "benchmarks.house", *map(str, chosen.sizes)))
    floor_env = {name: value for name, value in env.items() if name != "DJANGO_SETTINGS_MODULE"}
    floor_cookie = run(floor_env, "-m", "benchmarks.floor", "fill")
    port, floor_port = free_port(), free_port()
    web = [str(HOME / "bin" / "serve"), "web"]
    bare = [shutil.which("gunicorn") or str(Path(sys.executable).with_name("gunicorn")), "benchmarks.floor:application"]
    bare += ["--bind", f"127.0.0.1:{floor_port}", "--workers", "2", "--log-level", "warning", "--no-control-socket"]
    with (
        served(web, env | {"VBE_BIND": f"127.0.0.1:{port}"}, port) as ours,
        served(bare, floor_env, floor_port) as theirs,
    ):
        targets = [("bare template of 200 rows", floor_port, "/bare/", floor_cookie, theirs)]
        targets += [(FLOOR, floor_port, "/page/", floor_cookie, theirs)]
        targets += [(name, port, page["address"], house["cookie"], ours) for name, page in house["pages"].items()]
        costs: dict[str, list[Cost]] = {name: [] for name, *_rest in targets}
        for number in range(chosen.rounds):
            for name, *where in targets if number % 2 == 0 else reversed(targets):
                costs[name].append(click(where[0], where[1], where[2], times=chosen.clicks, server=where[3]))
    pages = {name: summary(rounds) for name, rounds in costs.items()}
    for name, page in pages.items():
        page["statements"] = house["pages"].get(name, {}).get("statements")
        page["cpu_ratio"] = round(page["cpu"] / pages[FLOOR]["cpu"], 2)
    papers = {} if chosen.no_papers else json.loads(run(env, "-m", "benchmarks.papers", *PAPERS))
    return {"pages": pages, "paper_statements": house["papers"], "papers": papers}


def summary(rounds: list[Cost]) -> dict[str, Any]:
    """The medians over the rounds."""
    fields = ("p50", "p95", "cpu")
    found: dict[str, Any] = {field: statistics.median(getattr(one, field) for one in rounds) for field in fields}
    return found | {"kb": rounds[0].size // 1024}


def as_text(figures: dict[str, Any]) -> str:
    lines = [f"{'page':<34}{'statements':>11}{'CPU ms':>9}{'× floor':>9}{'p50 ms':>9}{'p95 ms':>9}{'kB':>7}"]
    for name, page in figures["pages"].items():
        counted = "" if page["statements"] is None else page["statements"]
        lines.append(
            f"{name:<34}{counted:>11}{page['cpu']:>9.1f}{page['cpu_ratio']:>9.2f}{page['p50']:>9.1f}{page['p95']:>9.1f}"
            f"{page['kb']:>7}"
        )
    lines += [
        "",
        *(f"reading a draft of {size}: {count} statements" for size, count in figures["paper_statements"].items()),
    ]
    for size, paper in figures["papers"].items():
        lines.append(
            f"PDF of {size} measures: {paper['cpu']} s, {paper['pages']} pages, {paper['kb']} kB, "
            f"{paper['ratio']} × a bare table of the same texts"
        )
    return "\n".join(lines)


def main() -> None:
    chosen = options()
    server = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    name = f"vbe_benchmark_{os.getpid()}"
    with (
        tempfile.TemporaryDirectory(prefix="vbe-benchmark-") as folder,
        database(server, name) as house,
        database(server, f"{name}_floor") as floor,
    ):
        figures = measure(chosen, environment(house, floor, folder))
    print(as_text(figures))
    if chosen.output:
        chosen.output.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
