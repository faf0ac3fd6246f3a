"""The demo's messages are files: a worker that looks while one is being written must not find half of it."""

from __future__ import annotations

from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

import vbe_portal.broker  # noqa: F401 – puts its channel into the transport


def open_channel(folder: Path) -> Any:
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "processed_folder": str(folder / "read")}
    return Connection("filesystem://", transport_options={**options, "store_processed": False}).channel()


class Watched:
    """Looks into the queue at the moment when it is itself being written into a message."""

    def __init__(self, worker: Any) -> None:
        self.worker, self.looks = worker, 0

    def __json__(self) -> str:
        self.looks += 1
        with pytest.raises(Empty):
            self.worker._get("celery")
        return "whole"


def test_a_message_that_is_being_written_is_not_found_before_it_is_whole(tmp_path: Path) -> None:
    worker = open_channel(tmp_path)
    watched = Watched(worker)
    open_channel(tmp_path)._put("celery", {"body": watched})
    assert watched.looks == 1
    assert worker._get("celery") == {"body": "whole"}
    assert list(tmp_path.glob("*celery*")) == []
