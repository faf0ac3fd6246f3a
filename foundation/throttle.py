"""A brake on guesses: how often one address may be wrong, counted where it reaches every process."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 60 * 60


class Throttle:
    """At most `most` misses an hour from one network address. The address itself is not kept."""

    def __init__(self, name: str, *, most: int) -> None:
        self.name, self.most = name, most

    def is_closed(self, request: HttpRequest) -> bool:
        """Whether the address has been wrong too often."""
        return bool(cache.get(self.key(request), 0) >= self.most)

    def note_miss(self, request: HttpRequest) -> None:
        """Count one more."""
        key = self.key(request)
        if not cache.add(key, 1, HOUR):
            with suppress(ValueError):  # its hour ended just now
                cache.incr(key)

    def key(self, request: HttpRequest) -> str:
        address = get_adapter().get_client_ip(request)
        return f"throttle:{self.name}:{hashlib.sha256(address.encode()).hexdigest()}"
