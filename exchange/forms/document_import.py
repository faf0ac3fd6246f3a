"""A whole plan comes in, as a paste or as a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.imports.document.package import MAX_BYTES
from files.word_template import DOCX
from foundation.forms import CreateForm
from foundation.identity_numbers import find_identity_numbers

WEB_PAGE = "text/html"


class DocumentForm(CreateForm):
    """A whole plan, as a paste or as a file."""

    unguarded: ClassVar[tuple[str, ...]] = ("html",)  # the same words as in `pasted`; the worker looks through both

    file = forms.FileField(
        label=gettext_lazy("Choose a Word file"),
        help_text=gettext_lazy("A .docx of at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": f".docx,{DOCX}"}),
        required=False,
        allow_empty_file=True,
    )
    pasted = forms.CharField(
        label=gettext_lazy("… or paste the whole text here"),
        help_text=gettext_lazy("Mark everything in Word (Ctrl+A), copy it (Ctrl+C) and paste it here (Ctrl+V)."),
        widget=forms.Textarea(attrs={"rows": 10, "data-paste-html-target": "id_html", "data-paste-any-html": ""}),
        required=False,
        strip=False,
    )
    html = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None and not file.size:
            raise ValidationError(_("The file is empty."))
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise ValidationError(_("The file is too large. A document of at most 10 MB can be read."))
        if file is not None and any(one.kind == "certain" for one in find_identity_numbers(file.name or "")):
            raise ValidationError(_("The file's name holds a personal identity number. Give it another name."))
        return file

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "")
        if file is not None and pasted.strip():
            self.add_error("file", _("Choose a file or paste the text, not both."))
        elif file is None and not pasted.strip() and not self.errors:
            self.add_error("file", _("Choose a Word file (.docx), or paste the text."))
        return cleaned

    def service_arguments(self) -> dict[str, Any]:
        file, html = self.cleaned_data["file"], self.cleaned_data["html"]
        if file is not None:
            return {"source_name": file.name or "", "content": file.read(), "content_type": DOCX}
        page = html.encode("utf-8", "replace")
        return {"pasted": self.cleaned_data["pasted"], "content": page, "content_type": WEB_PAGE}
