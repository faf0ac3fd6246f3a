"""Real processes for tests: Redis, web, worker, beat and Chromium, each on a free port of 127.0.0.1."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection, connections
from django.db.utils import load_backend
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

Result = TypeVar("Result")
PASSWORD = "exempelby-demo"
PATIENCE = 180
"""Seconds to wait for what is to come: it costs nothing where it comes soon, and a slow machine is not a fault."""
DIES_WITH_US = ["setpriv", "--pdeathsig", "TERM"]  # an interrupted test run leaves nothing behind
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for(
    what: Callable[[], Any],
    *,
    seconds: float = PATIENCE,
    saying: str = "nothing happened",
    asking: Sequence[LiveProcess] = (),
) -> Any:
    """Return the first true value of `what()`; fail with `saying` after `seconds`, and with what `asking` logged."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if value := what():
            return value
        time.sleep(0.05)
    raise AssertionError("\n".join([f"{saying} ({seconds} s)", *(one.tail() for one in asking)]))


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:
            return bool(response.status == 200)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


class RedisServer:
    """A Redis of our own that may be stopped, frozen and started again without harm to anybody."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        binary = shutil.which("redis-server")
        assert binary, "redis-server is not installed: run bin/setup test"
        self.process = subprocess.Popen(
            [
                *DIES_WITH_US,
                binary,
                "--bind",
                "127.0.0.1",
                "--port",
                str(self.port),
                "--save",
                "",
                "--appendonly",
                "no",
            ],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )
        wait_for(self.is_up, saying="Redis did not start")

    def is_up(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        if self.process:
            self.thaw()
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def freeze(self) -> None:
        """Keep the port open but never answer."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGCONT)


class LiveProcess:
    """One process started by bin/serve, in a process group of its own."""

    def __init__(self, role: str, env: dict[str, str], log: Path, *, ready: str = "") -> None:
        self.role, self.env, self.log, self.ready = role, env, log, ready
        self.start()

    def start(self) -> None:
        """Launch it, and wait until it says that it is ready."""
        position = self.launch()
        if self.ready:
            wait_for(
                lambda: self.ready in self.log.read_bytes()[position:].decode(errors="replace") or self.check_alive(),
                saying=f"{self.role} did not get ready",
                asking=[self],
            )

    def launch(self) -> int:
        """Start the process without waiting for it; returns where in the log its own lines begin."""
        with self.log.open("ab") as log:
            position = log.tell()
            self.process = subprocess.Popen(
                [*DIES_WITH_US, str(settings.BASE_DIR / "bin" / "serve"), self.role],
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return position

    def check_alive(self) -> bool:
        assert self.process.poll() is None, f"{self.role} ended at once:\n{self.tail()}"
        return False

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def pids(self) -> list[int]:
        """Return the process and its children, the parent first."""
        listed = subprocess.run(
            ["pgrep", "--pgroup", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        children = {int(line) for line in listed.stdout.split()} - {self.process.pid}
        return [self.process.pid, *sorted(children)]

    def kill(self) -> None:
        """kill -9 the process and all its children, as the kernel does when memory ends."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(5)

    def restart(self) -> None:
        self.stop()
        self.start()


class LiveSite:
    """A database filled by seed_demo, a folder for files, and the processes that serve them."""

    def __init__(self, redis: RedisServer, *, logs: Path, blocker: DjangoDbBlocker) -> None:
        self.redis, self.logs, self.blocker = redis, logs, blocker
        self.server = urlsplit(os.environ["DATABASE_URL"])
        name = ["vbe_live", os.environ.get("VBE_TEST_DB_SUFFIX", ""), os.environ.get("PYTEST_XDIST_WORKER", "")]
        self.name = "_".join(filter(None, [*name, str(os.getpid())]))
        self.url = self.server._replace(path=f"/{self.name}").geturl()
        self.env = {
            **os.environ,
            "DATABASE_URL": self.url,
            "REDIS_URL": redis.url,
            "DJANGO_SETTINGS_MODULE": "vbe_portal.settings",
        }
        self.processes: list[LiveProcess] = []
        self.logins: dict[str, tuple[float, Any]] = {}  # e-mail: when and with which cookies
        self.base_url = ""
        self._thread = ThreadPoolExecutor(max_workers=1, initializer=self._enter_thread)

    def create(self) -> None:
        """Copy the tests' migrated database where there is one: that costs a tenth of migrating. Then fill it."""
        if not self._copied():
            self._on_server("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0")
            self._run([str(settings.BASE_DIR / "bin" / "serve"), "migrate"])
        self.manage("collectstatic", "--no-input", "--verbosity", "0")
        self.manage("seed_demo")

    def _copied(self) -> bool:
        with self.blocker.unblock():
            migrated = connection.settings_dict["NAME"]
            connection.close()
        if migrated == self.server.path.lstrip("/"):  # no test of this session needs a database of the test process
            return False
        try:
            self._on_server("CREATE DATABASE {} TEMPLATE {}", migrated)
        except psycopg.errors.ObjectInUse:  # a thread of some test still holds it
            return False
        return True

    def destroy(self) -> None:
        for process in self.processes:
            process.stop()
        self._thread.submit(connections.close_all).result()
        self._thread.shutdown()
        self._on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def _on_server(self, statement: str, *more: str) -> None:
        with psycopg.connect(self.server.geturl(), autocommit=True) as line:
            line.execute(sql.SQL(statement).format(*map(sql.Identifier, (self.name, *more))))

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, cwd=settings.BASE_DIR, check=False)
        assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def manage(self, *arguments: str) -> str:
        """Run a management command on the live database; return what it printed."""
        return self._run([str(settings.BASE_DIR / ".venv" / "bin" / "python"), "manage.py", *arguments])

    def start(self, role: str, *, ready: str = "", env: dict[str, str] | None = None) -> LiveProcess:
        """Start one more process; it ends with the session at the latest."""
        log = self.logs / f"{role}-{len(self.processes)}.log"
        process = LiveProcess(role, env or self.env, log, ready=ready)
        self.processes.append(process)
        return process

    def serve_web(self) -> str:
        """Start the web process once; return its address."""
        if not self.base_url:
            port = free_port()
            self.env["VBE_BIND"] = f"127.0.0.1:{port}"
            web = self.start("web")
            self.base_url = f"http://127.0.0.1:{port}"
            wait_for(
                lambda: answers(f"{self.base_url}/logga-in/") or web.check_alive(),
                saying="the web process does not answer",
                asking=[web],
            )
        return self.base_url

    def _enter_thread(self) -> None:
        """Let this thread's default connection speak to the live database (connections are one a thread)."""
        own = {**connections.settings["default"], "NAME": self.name, "ATOMIC_REQUESTS": False}
        connections["default"] = load_backend(own["ENGINE"]).DatabaseWrapper(own, "default")

    def orm(self, work: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """Call `work` with Django's ORM on the live database; what it writes is committed and stays."""
        with self.blocker.unblock():
            return self._thread.submit(work, *args, **kwargs).result()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start headless Chromium: the one Debian ships, because a browser of Playwright's own would be a download."""
    with sync_playwright() as playwright:
        binary = os.environ.get("CHROMIUM") or shutil.which("chromium")
        assert binary, "chromium is not installed: run bin/setup test"
        expect.set_options(timeout=PATIENCE * 1000)
        browser = playwright.chromium.launch(executable_path=binary, args=FLAGS)
        yield browser
        browser.close()


class ChromiumPages:
    """Pages logged in as somebody, each in a context of its own; the login is done once for each person."""

    def __init__(self, browser: Browser, base_url: str, states: dict[str, tuple[float, Any]]) -> None:
        self.browser, self.base_url, self.states = browser, base_url, states
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def __call__(self, who: str | None, **options: Any) -> Page:
        state = self._state(who) if who else None
        options.setdefault("viewport", {"width": 1200, "height": 900})
        context = self.browser.new_context(
            base_url=self.base_url, locale="sv-SE", timezone_id="Europe/Stockholm", storage_state=state, **options
        )
        context.set_default_timeout(PATIENCE * 1000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script error on {page.url}: {error}"))
        page.on("console", lambda message: self._note(page, message))
        return page

    def _note(self, page: Page, message: ConsoleMessage) -> None:
        # A refused form (422, 409) is also "an error" to Chromium, but a right answer to us.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console error on {page.url}: {message.text}")

    def _state(self, who: str) -> Any:
        email = who if "@" in who else f"{who}@exempelby.example"
        made_at, state = self.states.get(email, (0.0, None))
        if time.monotonic() - made_at > 20 * 60 or state is None:
            page = self(None)
            self.log_in(page, email)
            state = page.context.storage_state()
            self.states[email] = (time.monotonic(), state)
        return state

    def log_in(self, page: Page, email: str, password: str = PASSWORD) -> None:
        """Log in through the login page, as a person does."""
        page.goto("/logga-in/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/logga-in/" not in url)

    def forget(self, who: str) -> None:
        """Log in anew next time: this person has logged out or been thrown out."""
        self.states.pop(who if "@" in who else f"{who}@exempelby.example", None)

    def close(self, *, picture: Path | None = None) -> None:
        for number, context in enumerate(self.contexts):
            for page in context.pages:
                if picture:
                    picture.parent.mkdir(exist_ok=True)
                    page.screenshot(path=picture.with_stem(f"{picture.stem}-{number}"), full_page=True)
            context.close()
        self.contexts.clear()
        faults, self.faults = self.faults, []
        assert not faults, "\n".join(faults)
