"""The doorbell of the worker. Nobody waits for it, and nothing is lost when it is not heard."""

from __future__ import annotations

import logging
from typing import Any

from celery import current_app

logger = logging.getLogger(__name__)
HEARD_WITHIN = 30  # seconds; an older message is dropped unheard, the sweeper has rung again


def ring(task: str, *args: Any) -> None:
    """Tell the worker that something waits: two seconds at most, never an error."""
    try:
        current_app.send_task(task, args=args, retry=False, ignore_result=True, expires=HEARD_WITHIN)
    except Exception as error:  # the broker's client raises a dozen kinds; each means only "not heard"
        logger.warning("the worker was not told: %s", type(error).__name__)
