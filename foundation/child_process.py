"""A process of its own for work on what others wrote: little memory, little time, and no life after its parent's."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
SIGN_OF_LIFE = 2.0  # seconds; whoever waits for the caller takes it for dead after some more
_WAITING = 30  # more than the processor's seconds: the machine has others to serve
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}
_OWN_DOING = {-signal.SIGXCPU, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGFPE, -signal.SIGILL}


@dataclass(frozen=True)
class Ended:
    """How a process ended: what it had written until then, and why it came no further.

    `is_own_doing`: it used up its processor time or memory, or crashed, and would do so again with the same job.
    Without it somebody else ended it, or the machine gave it no time.
    """

    output: bytes
    is_whole: bool = True
    ran_out: bool = False
    is_own_doing: bool = False
    error: str = ""


def limit(megabytes: int, seconds: float) -> None:
    """No more memory and processor time than this, no core files, and no life after the worker's death."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == 1:  # it died before we asked
            sys.exit(1)


def run(
    module: str,
    job: bytes,
    *,
    folder: Path,
    seconds: float,
    within: float | None = None,
    on_sign_of_life: Callable[[], None] | None = None,
) -> Ended:
    """Let `python -m module` work on `job`; the module itself calls `limit` before it looks at what it was given.

    It has `within` seconds by the clock, or some more than its `seconds` of processor time. `on_sign_of_life` is
    called every other second while the process works; what it raises ends the process.
    """
    wait = seconds + _WAITING if within is None else within
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(job)
        given.seek(0)
        command = [sys.executable, "-m", module]
        # No shell, a module of ours, neither key nor database.
        with subprocess.Popen(  # noqa: S603
            command, stdin=given, stdout=made, stderr=subprocess.PIPE, cwd=folder, env=_environment()
        ) as child:
            try:
                complaints = _waited(child, wait, on_sign_of_life)
            except subprocess.TimeoutExpired:
                child.kill()
                complaints = None
            except BaseException:  # whoever waits was told to stop: do not leave the child at work
                child.kill()
                raise
        made.seek(0)
        return _ended(made.read(), child.returncode, complaints)


def _waited(child: subprocess.Popen[bytes], seconds: float, on_sign_of_life: Callable[[], None] | None) -> bytes:
    """What the process complained of until its end. Raises TimeoutExpired after `seconds`."""
    until = time.monotonic() + seconds
    while True:
        left = until - time.monotonic()
        try:
            return child.communicate(timeout=max(min(SIGN_OF_LIFE, left), 0))[1]
        except subprocess.TimeoutExpired:
            if left <= SIGN_OF_LIFE:
                raise
        if on_sign_of_life:
            on_sign_of_life()


def _ended(output: bytes, status: int, complaints: bytes | None) -> Ended:
    """What became of it; without `complaints` it was ended because it took too long by the clock."""
    if complaints is None:
        return Ended(output, is_whole=False, ran_out=True)
    if status == 0:
        return Ended(output)
    is_out_of_memory = b"MemoryError" in complaints[-2_000:]
    is_own_doing = status in _OWN_DOING or is_out_of_memory
    if status in _OUT_OF_TIME or is_out_of_memory:
        return Ended(output, is_whole=False, ran_out=True, is_own_doing=is_own_doing)
    last = complaints.decode(errors="replace").strip().rpartition("\n")[2]
    # The error's name alone: its own words may hold somebody's text.
    error = last.partition(":")[0] or str(status)
    return Ended(output, is_whole=False, is_own_doing=is_own_doing, error=error)


def _environment() -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        **{name: os.environ[name] for name in ("LD_LIBRARY_PATH", "VIRTUAL_ENV") if name in os.environ},
    }
