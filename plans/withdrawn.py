"""How long what was removed can be brought back from the pages."""

from __future__ import annotations

from datetime import timedelta

RESTORABLE = timedelta(days=30)
