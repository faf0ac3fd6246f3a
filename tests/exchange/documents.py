"""A document on its way through the pages, as a person sends it and the worker reads it."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.services import read_waiting
from plans.models import DocumentImport, Plan


def given(**fields: Any) -> dict[str, Any]:
    return {"pasted": "", "html": "", "submission_key": str(uuid.uuid4()), **fields}


def address(plan: Plan) -> str:
    return reverse("exchange:document_import_create", args=[plan.pk])


def taken(page: Client, plan: Plan, **fields: Any) -> DocumentImport:
    """A document that the worker has seen."""
    response = page.post(address(plan), given(**fields))
    assert response.status_code == 302, response.context["form"].errors
    document = DocumentImport.objects.latest("pk")
    assert response["Location"] == document.get_absolute_url()
    read_waiting(document.pk)
    document.refresh_from_db()
    return document


def word(*paragraphs: tuple[str, str], table: list[list[str]] | None = None) -> SimpleUploadedFile:
    made = docx.Document()
    for style, text in paragraphs:
        made.add_paragraph(text, style=style)
    if table:
        cells = made.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(cells.add_row().cells, row, strict=True):
                cell.text = text
    written = BytesIO()
    made.save(written)
    return SimpleUploadedFile("plan.docx", written.getvalue())


def proposed(page: Client, document: DocumentImport, **changes: Any) -> dict[str, Any]:
    """What the review page sends when nothing is touched but `changes` (None: not sent)."""
    form = page.get(document.get_absolute_url()).context["form"]
    sent = {"submission_key": str(uuid.uuid4())}
    for row in form.rows:
        sent |= {f"ta-{row.place}": "1", f"niva-{row.place}": str(row.choice.level)}
        sent |= {f"nr-{row.place}": "1"} if row.choice.is_numbered else {}
        sent |= {f"atgard-{row.place}": "1"} if row.choice.makes_measure else {}
    sent |= {table.name: "1" for table in form.tables}
    sent |= {one.name: "1" for one, is_taken in form.head_rows if is_taken}
    sent |= changes
    return {name: value for name, value in sent.items() if value is not None}
