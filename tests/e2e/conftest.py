"""The scene that pages are seen in is set once: its municipalities have names of their own."""

from __future__ import annotations

import pytest

from tests.e2e.scene import Scene, build
from tests.live import LiveSite


@pytest.fixture(scope="session")
def scene(live_site: LiveSite, live_web: str) -> Scene:
    return live_site.orm(build)
