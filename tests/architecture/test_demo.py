"""bin/demo as somebody new to it starts it: it serves when it says so, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests.e2e.looks import defects
from tests.live import PASSWORD, ChromiumPages, free_port, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DEMO = str(Path(settings.BASE_DIR) / "bin" / "demo")


class Demo:
    def __init__(self, folder: Path, *arguments: str, deaf: bool = False) -> None:
        env = {key: value for key, value in os.environ.items() if not key.startswith(("VBE_", "DJANGO_", "DATABASE"))}
        self.log = folder.with_name(f"{folder.name}-{time.monotonic_ns()}.log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                # A script's `bin/demo &` starts with SIGINT ignored.
                [*(["env", "--ignore-signal=INT"] if deaf else []), DEMO, "--data-dir", str(folder), *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=env,
                start_new_session=True,
            )
        self.pids: set[int] = set()

    def ready(self) -> str:
        """Return the address it gives."""

        def said() -> str | None:
            text = self.log.read_text()
            assert self.process.poll() is None, text
            found = re.search(r"^Ready: (http://127\.0\.0\.1:\d+)$", text, re.MULTILINE)
            return found and found[1]

        address: str = wait_for(said, seconds=180, saying="bin/demo does not get ready")
        self.note_processes()
        return address

    def note_processes(self) -> None:
        roles = children_of(self.process.pid)
        self.pids |= roles | children_of(*roles)

    def worker(self) -> int:
        """The number of the worker's process; 0 while there is none."""
        commands = {pid: command_of(pid) for pid in children_of(self.process.pid)}
        return next((pid for pid, command in commands.items() if b"vbe_portal\0worker" in command), 0)

    def left_behind(self) -> list[int]:
        return [pid for pid in self.pids if Path(f"/proc/{pid}/cmdline").exists() and not is_sleep(pid)]

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(40)


def children_of(*pids: int) -> set[int]:
    parents = ",".join(map(str, pids))
    found = subprocess.run(["pgrep", "--parent", parents], capture_output=True, text=True, check=False)
    return {int(pid) for pid in found.stdout.split()}


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def is_sleep(pid: int) -> bool:
    return command_of(pid) in (b"", b"sleep\x001\x00")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture(scope="module")
def second(folder: Path) -> Iterator[Demo]:
    """A demo that several tests look at, one after the other; the last of them brings it to its end."""
    demo = Demo(folder, "--port", str(free_port()))
    yield demo
    demo.end()


@pytest.fixture
def demos() -> Iterator[list[Demo]]:
    started: list[Demo] = []
    yield started
    for demo in started:
        demo.end()


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as response:
        return str(response.read().decode())


def test_it_serves_when_it_says_ready_and_ctrl_c_ends_everything(folder: Path, demos: list[Demo]) -> None:
    port = free_port()
    demos.append(Demo(folder, "--port", str(port), deaf=True))
    address = demos[0].ready()
    assert address == f"http://127.0.0.1:{port}"
    page = read(f"{address}/logga-in/")
    assert "samordnare@exempelby.example" in page
    assert "exempelby-demo" in page
    assert len(demos[0].pids) >= 5  # web and two of its own, worker and its child, clock
    assert demos[0].end() == 130
    wait_for(lambda: not demos[0].left_behind(), seconds=5, saying=f"still there: {demos[0].left_behind()}")


@pytest.mark.browser
def test_what_only_the_demo_shows_is_within_reach_of_all(second: Demo, browser: Browser) -> None:
    """The list of accounts under the login, and the mailbox."""
    pages = ChromiumPages(browser, second.ready(), {})
    try:
        page = pages(None)
        page.goto("/logga-in/")
        page.get_by_role("button", name="Fyll i rapportor@exempelby.example").click()
        assert page.locator("[name=password]").input_value() == PASSWORD
        assert defects(page) == []
        page.get_by_role("button", name="Logga in").click()
        letters = page.locator("main article, main li, main tr")
        wait_for(lambda: page.goto("/brevlada/") and letters.count(), seconds=90, saying="no letter is delivered")
        assert defects(page) == []
    finally:
        pages.close()


def test_a_worker_that_dies_is_started_again_and_one_that_keeps_dying_ends_the_demo(second: Demo) -> None:
    address = second.ready()
    for time_over in range(1, 4):
        died = second.worker()
        os.kill(died, signal.SIGKILL)
        wait_for(lambda died=died: second.worker() not in (0, died), saying=second.log.read_text())
        assert f"The worker process ended and is started again ({time_over} of 3)." in second.log.read_text()
        assert second.process.poll() is None
    assert "exempelby.example" in read(f"{address}/logga-in/")
    second.note_processes()
    os.kill(second.worker(), signal.SIGKILL)
    assert second.process.wait(40) == 1
    assert "The worker process has ended again, after 3 new starts. The end of" in second.log.read_text()
    wait_for(lambda: not second.left_behind(), seconds=5, saying=f"still there: {second.left_behind()}")


def test_it_starts_again_on_the_same_data_alone_and_takes_its_processes_with_it_when_killed(
    folder: Path, demos: list[Demo]
) -> None:
    demos.append(Demo(folder, "--port", str(free_port())))
    address = demos[0].ready()
    demos.append(Demo(folder))
    assert demos[1].process.wait(30) == 1
    assert f"A demo already runs on {folder}: {address}" in demos[1].log.read_text()
    assert "exempelby.example" in read(f"{address}/logga-in/")
    demos[0].end(signal.SIGKILL)
    wait_for(lambda: not demos[0].left_behind(), seconds=30, saying="processes outlived bin/demo")


def test_it_says_that_a_chosen_port_is_taken(folder: Path, demos: list[Demo]) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        demos.append(Demo(folder, "--port", str(port)))
        assert demos[0].process.wait(30) == 1
    assert f"Port {port} is taken" in demos[0].log.read_text()


@pytest.mark.parametrize("arguments", [["--port", "abc"], ["--port", "0"], ["--port", "70000"], ["--fast"]])
def test_it_refuses_arguments_that_make_no_sense(folder: Path, demos: list[Demo], arguments: list[str]) -> None:
    demos.append(Demo(folder, *arguments))
    assert demos[0].process.wait(10) == 2
