"""Work on what others wrote is limited, and ends with the worker that asked for it."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from foundation import child_process


def test_the_limits_are_set_and_an_orphan_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: dict[int, tuple[int, int]] = {}
    asked: list[tuple[int, int]] = []
    library = SimpleNamespace(prctl=lambda *what: asked.append(what))
    monkeypatch.setattr(child_process.resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr(child_process.ctypes, "CDLL", lambda _name: library)
    monkeypatch.setattr(child_process.os, "getppid", lambda: 1)

    with pytest.raises(SystemExit):
        child_process.limit(100, 7.5)

    assert limits[resource.RLIMIT_AS] == (100 * 1024 * 1024,) * 2
    assert limits[resource.RLIMIT_CPU] == (8, 9)
    assert limits[resource.RLIMIT_CORE] == (0, 0)
    assert asked == [(child_process.DIE_WITH_PARENT, child_process.signal.SIGKILL)]


def child_of(folder: Path, code: str) -> str:
    (folder / "child_of_a_test.py").write_text(code)
    return "child_of_a_test"


def test_whoever_waits_is_told_that_the_work_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "SIGN_OF_LIFE", 0.1)
    told: list[bool] = []
    child = child_of(tmp_path, "import sys, time; time.sleep(1); sys.stderr.write('x' * 200_000); print('made')")

    ended = child_process.run(child, b"", folder=tmp_path, seconds=5, on_sign_of_life=lambda: told.append(True))

    assert (ended.output, ended.is_whole, len(told) > 2) == (b"made\n", True, True)


def test_what_the_caller_raises_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "SIGN_OF_LIFE", 0.1)
    child, began = child_of(tmp_path, "import time; time.sleep(20)"), time.monotonic()

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        child_process.run(child, b"", folder=tmp_path, seconds=5, on_sign_of_life=stop)
    assert time.monotonic() - began < 10


def test_a_process_that_waits_for_ever_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "_WAITING", 0.5)
    child = child_of(tmp_path, "import time; print('begun', flush=True); time.sleep(20)")

    ended = child_process.run(child, b"", folder=tmp_path, seconds=0.5)

    assert (ended.output, ended.is_whole, ended.ran_out) == (b"begun\n", False, True)


@pytest.mark.parametrize(
    ("code", "is_own_doing", "ran_out"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", False, True),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", False, False),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", True, True),
        ("import os; os.abort()", True, False),
        ("raise MemoryError", True, True),
        ("raise OSError", False, False),
    ],
)
def test_what_would_happen_again_is_told_apart_from_what_somebody_else_did(
    tmp_path: Path, code: str, is_own_doing: bool, ran_out: bool
) -> None:
    ended = child_process.run(child_of(tmp_path, code), b"", folder=tmp_path, seconds=5)

    assert (ended.is_whole, ended.is_own_doing, ended.ran_out) == (False, is_own_doing, ran_out)
