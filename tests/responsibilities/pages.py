"""Addresses of the pages of administration, and what the form of a unit sends."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

KEY = "6f1c3a52-0f4e-4a53-9d3b-3a3f6a0b8f11"


def page(route: str, *args: Any, **query: str) -> str:
    return reverse(f"responsibilities:{route}", args=args, query=query)


def unit_data(**changed: Any) -> dict[str, Any]:
    return {"submission_key": KEY, "name": "Kontoret", "kind": "office", "status": "active", **changed}
