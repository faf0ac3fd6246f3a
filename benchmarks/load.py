"""Clicks at an address of this machine, one after another, and what they cost."""

from __future__ import annotations

import http.client
import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one round of clicks: median and 95th percentile as waited for, mean as computed by the server."""

    p50: float
    p95: float
    cpu: float
    size: int


def click(port: int, address: str, cookie: str, *, times: int, server: int) -> Cost:
    """Fetch `address` `times` times over one connection. Raises AssertionError for any answer but 200."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    waited, size = [], 0
    for warm_up in range(2):
        fetch(line, address, cookie)
        size = warm_up
    before = cpu_seconds(server)
    for _time in range(times):
        began = time.perf_counter()
        size = fetch(line, address, cookie)
        waited.append((time.perf_counter() - began) * 1000)
    used = cpu_seconds(server) - before
    line.close()
    waited.sort()
    return Cost(
        p50=round(statistics.median(waited), 1),
        p95=round(waited[int(len(waited) * 0.95)], 1),
        cpu=round(used * 1000 / times, 1),
        size=size,
    )


def fetch(line: http.client.HTTPConnection, address: str, cookie: str) -> int:
    line.request("GET", address, headers={"Cookie": cookie})
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{address}: {answer.status}"
    return len(body)


def cpu_seconds(root: int) -> float:
    """Processor time of a process and all below it."""
    parents, used = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        pid = int(folder.name)
        parents[pid], used[pid] = int(fields[1]), sum(int(field) for field in fields[11:15])
    return sum(ticks for pid, ticks in used.items() if is_below(pid, root, parents)) / TICK


def is_below(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid and pid != root:
        pid = parents.get(pid, 0)
    return pid == root
