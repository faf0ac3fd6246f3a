"""Documents of a matter: written here in headed sections, or received as a file and kept as it came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from audit.access import get_for_user
from files.http import file_response
from foundation.forms import Form
from foundation.http import asked, press, render_form, sent, tell_refusal
from plans.forms.document import (
    ROWS,
    LetterCreateForm,
    LetterUpdateForm,
    ReceivedCreateForm,
    ReceivedUpdateForm,
)
from plans.forms.measure_rows import rearranged
from plans.forms.section import MoveForm
from plans.models import Document, Matter
from plans.selectors.letter_defaults import WRITTEN, first_values
from plans.selectors.sent_papers import is_answer, is_sent
from plans.services.document import (
    create_document,
    move_document,
    restore_document,
    update_document,
    withdraw_document,
)
from plans.views.frame import removed, way
from plans.views.matter import MATTERS, way_to_matter

DOCUMENTS = Document.objects.select_related(
    "matter", "matter__plan", "matter__body", "matter__municipality", "file", "withdrawn_by"
)
CHANGE = "plans.change_matter"


def list_of(matter: Matter) -> str:
    return f"{matter.get_absolute_url()}#documents"


def readable(request: Request, pk: int) -> Document:
    """The document, for who sees the matter; one that was removed, for who can bring it back alone."""
    document: Document = get_for_user(request.user, DOCUMENTS, "plans.view_matter", pk=pk)
    if document.is_withdrawn and not request.user.has_perm(CHANGE, document.matter):
        raise Http404
    return document


@require_GET
def document_detail(request: Request, pk: int) -> HttpResponse:
    document = readable(request, pk)
    may_change = request.user.has_perm(CHANGE, document.matter) and not document.matter.closed_on
    context = {
        "title": document.title,
        "document": document,
        "may_change": may_change and not document.is_withdrawn and not (is_sent(document) or is_answer(document)),
        "may_restore": may_change and document.is_withdrawn,
        "breadcrumbs": way_to_matter(document.matter),
    }
    return render(request, "plans/document_detail.html", context)


@require_GET
def document_file(request: Request, pk: int) -> HttpResponse:
    """The received file, as it came; it is saved and never shown inside the portal's own page."""
    document = readable(request, pk)
    answer = file_response(document.file)
    answer["Content-Disposition"] = content_disposition_header(True, document.file_name or str(document))
    return answer


@require_http_methods(["GET", "POST"])
def document_create(request: Request, pk: int) -> HttpResponse:
    """`?typ=` says which letter; without one, a file that came."""
    matter = get_for_user(request.user, MATTERS, CHANGE, pk=pk)
    wanted = asked(request, "typ")
    is_letter = wanted in WRITTEN
    form = letter_form(request, matter, wanted) if is_letter else received_form(request, matter)
    is_saving = form.is_bound and not is_rearranging(request)
    kind = {"kind": wanted} if is_letter else {}
    if is_saving and form.is_valid() and form.apply(create_document, matter=matter, by=request.user, **kind):
        messages.success(request, _("The document lies in the matter."))
        return redirect(form.result)
    label = str(Document.Kind(wanted).label) if is_letter else _("received file")
    context: dict[str, Any] = {"title": _("New document: %(kind)s") % {"kind": label}, "form": form}
    context |= {"is_letter": is_letter, "cancel_url": list_of(matter), "breadcrumbs": way_to_matter(matter)}
    return answered(request, "plans/document_create.html", context)


def letter_form(request: Request, matter: Matter, kind: str) -> LetterCreateForm:
    return LetterCreateForm(typed(request), values=first_values(matter, kind))


def received_form(request: Request, matter: Matter) -> ReceivedCreateForm:
    files = request.FILES if request.method == "POST" else None
    return ReceivedCreateForm(sent(request), files, initial=first_values(matter, Document.Kind.OTHER))


def typed(request: Request) -> QueryDict | None:
    """What was sent, with its rows as a button of a row asks for."""
    data = sent(request)
    changed = rearranged(data, ROWS) if data is not None else None
    return changed.data if changed else data


def is_rearranging(request: Request) -> bool:
    return request.method == "POST" and rearranged(request.POST, ROWS) is not None


def answered(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its form; while rows are arranged nobody is told yet what is wrong in them."""
    form: Form = context["form"]
    if is_rearranging(request) and isinstance(form, LetterCreateForm | LetterUpdateForm):
        form.show_as_unfinished()
        return render(request, template, context)
    return render_form(request, template, context)


@require_http_methods(["GET", "POST"])
def document_update(request: Request, pk: int) -> HttpResponse:
    document = get_for_user(request.user, DOCUMENTS.current(), CHANGE, pk=pk)
    is_letter = document.kind in WRITTEN and not document.file_id
    make = LetterUpdateForm if is_letter else ReceivedUpdateForm
    form = make(typed(request), document=document)
    is_saving = form.is_bound and not is_rearranging(request)
    if is_saving and form.is_valid() and form.apply(update_document, document=document, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(document)
    context = {"title": document.title, "form": form, "is_letter": is_letter, "cancel_url": document.get_absolute_url()}
    return answered(request, "plans/document_update.html", {**context, "breadcrumbs": way_to_document(document)})


def way_to_document(document: Document) -> list[dict[str, str]]:
    return [*way_to_matter(document.matter), *way((document.title, document.get_absolute_url()))]


@require_POST
def document_move(request: Request, pk: int) -> HttpResponse:
    document = get_for_user(request.user, DOCUMENTS.current(), CHANGE, pk=pk)
    form = MoveForm(request.POST)
    if not (form.is_valid() and form.apply(move_document, document=document, by=request.user)):
        tell_refusal(request, form)
    return redirect(list_of(document.matter))


@require_http_methods(["GET", "POST"])
def document_withdraw(request: Request, pk: int) -> HttpResponse:
    document = get_for_user(request.user, DOCUMENTS.current(), CHANGE, pk=pk)
    form = Form(sent(request))
    if removed(request, form, withdraw_document, _("The document is removed."), document=document):
        return redirect(list_of(document.matter))
    context = {"title": _("Remove the document"), "document": document, "form": form}
    context |= {"breadcrumbs": way_to_document(document), "cancel_url": document.get_absolute_url()}
    return render_form(request, "plans/document_withdraw.html", context)


@require_POST
def document_restore(request: Request, pk: int) -> HttpResponse:
    document = get_for_user(request.user, DOCUMENTS, CHANGE, pk=pk)
    press(request, restore_document, _("The document is back."), document=document)
    return redirect(list_of(document.matter))
