"""The start page, the search, the health check, and the pages that say what went wrong."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from accounts.http import Request, active_membership
from accounts.models import Municipality
from accounts.roles import Role
from foundation.numbers import whole_number
from plans.selectors import overview
from plans.selectors.search import Kind, Question, found_for
from responsibilities.selectors.people import ToLookAt, to_look_at


@require_GET
def start(request: Request) -> HttpResponse:
    """What waits for me, and how the plans are doing."""
    today = localdate()
    context = {
        "waiting": overview.waiting_for(request.user, today=today),
        "coming": overview.coming(request.user, today=today),
        "figures": overview.latest_figures(request.user),
        "in_force": overview.in_force(request.user),
        "look_at": administered(request),
    }
    return render(request, "vbe_portal/start.html", context)


def administered(request: Request) -> ToLookAt | None:
    """What to see to in the municipality that the active role administers."""
    held = active_membership(request)
    if held is None or held.role != Role.ADMINISTRATOR:
        return None
    return to_look_at(Municipality.objects.get(pk=held.municipality_id))


@require_GET
def search(request: Request) -> HttpResponse:
    """Everything that one may see in which the words stand, each at its place."""
    asked = question(request)
    found = found_for(request.user, asked) if asked.words else None
    context = {"search_text": asked.words, "quoted": quote(asked.words), "asked": asked, "found": found}
    context["page"] = found.page if found else None
    return render(request, "vbe_portal/search.html", context)


def question(request: Request) -> Question:
    """What the address asks for; what is not understood in it asks for nothing."""
    given = {name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in ("q", "typ", "plan", "sida")}
    return Question(
        words=given["q"],
        kind=given["typ"] if given["typ"] in Kind.values else "",
        plan=whole_number(given["plan"]),
        page=given["sida"] or "1",
    )


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


@login_not_required
def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is too much, or cannot be what a page of ours sends (a forged host or address)."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "errors/413.html", status=413)
    return HttpResponse(render_to_string("errors/400.html"), status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


@login_not_required
def too_often(request: HttpRequest) -> HttpResponse:
    """Somebody tries passwords, or asks for letters, faster than a person does."""
    return render(request, "errors/429.html", status=429)


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Something broke: a page that needs neither database nor context."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)
