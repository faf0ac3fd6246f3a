"""How a page with a form answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.forms import Form


def render_form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page with a form: 200 when fresh, 422 when something must be mended, 409 when someone was faster."""
    form: Form = context["form"]
    return render(request, template, context, status=form.status)
