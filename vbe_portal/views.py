"""The start page of each role, the health check, and the pages that say what went wrong."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import Request


@require_GET
def start(request: Request) -> HttpResponse:
    return render(request, "vbe_portal/start.html")


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers and reaches its database; says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: usually a page that was left open too long."""
    return render(request, "errors/403_csrf.html", status=403)
