"""How a page with a form answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from foundation.forms import Form


def sent(request: HttpRequest) -> QueryDict | None:
    """What the form was sent with, also when that is nothing; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def render_form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page with a form: 200 when fresh, 422 when something must be mended, 409 when someone was faster."""
    form: Form = context["form"]
    return render(request, template, context, status=form.status)
