"""Documents of a matter: written here in headed sections, or received as a file and kept as it came."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.http import Request
from audit.access import get_for_user
from files.http import file_response
from plans.models import Document
from plans.views.matter import way_to_matter

DOCUMENTS = Document.objects.select_related(
    "matter", "matter__plan", "matter__body", "matter__municipality", "file", "withdrawn_by"
)


@require_GET
def document_detail(request: Request, pk: int) -> HttpResponse:
    document = get_for_user(request.user, DOCUMENTS, "plans.view_matter", pk=pk)
    may_change = request.user.has_perm("plans.change_matter", document.matter) and not document.matter.closed_on
    context = {
        "title": document.title,
        "document": document,
        "may_change": may_change and not document.is_withdrawn,
        "may_restore": may_change and document.is_withdrawn,
        "breadcrumbs": way_to_matter(document.matter),
    }
    return render(request, "plans/document_detail.html", context)


@require_GET
def document_file(request: Request, pk: int) -> HttpResponse:
    """The received file, as it came; it is saved and never shown inside the portal's own page."""
    document = get_for_user(request.user, DOCUMENTS, "plans.view_matter", pk=pk)
    answer = file_response(document.file)
    answer["Content-Disposition"] = content_disposition_header(True, document.file_name or str(document))
    return answer
