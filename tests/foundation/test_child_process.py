"""Work on what others wrote is limited, and ends with the worker that asked for it."""

from __future__ import annotations

import resource
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
