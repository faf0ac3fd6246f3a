"""How a page with a form answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from foundation.forms import Form


def sent(request: HttpRequest) -> QueryDict | None:
    """What the form was sent with, also when that is nothing; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def asked(request: HttpRequest, name: str, longest: int = 200) -> str:
    """A word of the address, without what no text holds."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:longest]


def render_form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page with a form: 200 when fresh, 422 when something must be mended, 409 when someone was faster."""
    form: Form = context["form"]
    return render(request, template, context, status=form.status)


def press(
    request: HttpRequest, service: Callable[..., Any], said: str | Callable[[Any], str], **arguments: Any
) -> bool:
    """A button that does one thing: say what was done (`said` may be asked of the service's result), or why not."""
    form = Form(request.POST)
    if form.is_valid() and form.apply(service, by=request.user, **arguments):
        messages.success(request, said if isinstance(said, str) else said(form.result))
        return True
    tell_refusal(request, form)
    return False


def tell_refusal(request: HttpRequest, form: Form) -> None:
    """Say why something was refused on the page that one comes back to, which has no form to say it in."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
