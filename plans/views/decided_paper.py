"""The paper of a decided edition, to the last bit as it was when it was made."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from accounts.http import Request
from audit.access import get_for_user
from files.http import kept_response
from plans.views.edition import EDITIONS


@require_GET
def edition_paper(request: Request, pk: int) -> HttpResponse:
    """The bytes that were kept; while they are being made, the edition's page says so."""
    edition = get_for_user(request.user, EDITIONS, "plans.view_edition", pk=pk)
    if not edition.is_decided:
        raise Http404
    if edition.decided_paper is None:
        messages.info(request, render_to_string("plans/_no_paper.html", {"edition": edition}).strip())
        return redirect(edition)
    return kept_response(request, edition.decided_paper, edition.paper_name)
