"""The forms of a matter's documents: letters in headed sections, and files that came."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from files.images import too_large
from files.pdfs import MOST_BYTES
from foundation.forms import CreateForm, Difference, EditForm, Form
from foundation.identity_numbers import refuse_identity_numbers
from foundation.records import StaleVersion
from plans.forms.edition import date_field, registry_field, short_field
from plans.forms.measure_rows import RowForm, Rows
from plans.inputs import ReceivedPaper
from plans.models import Document
from plans.models.matter import LONGEST_TITLE
from plans.services.document import MOST_LINES
from plans.services.texts import LONGEST

FIELDS = ("title", "dated_on", "registry_number", "document_number", "sender", "officer")


def lines_field(label: Any, help_text: Any, rows: int = 4) -> forms.CharField:
    """A list, one a line."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=False, widget=area, help_text=help_text)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def said_signers(signers: list[dict[str, str]]) -> str:
    return "\n".join(", ".join(filter(None, (one["name"], one.get("title", "")))) for one in signers)


def signers_of(text: str) -> list[dict[str, str]]:
    """ "Name, title" on each line."""
    parted = [line.partition(",") for line in lines_of(text)]
    return [{"name": name.strip(), "title": title.strip()} for name, _comma, title in parted]


class SectionForm(RowForm):
    first = "heading"
    heading = forms.CharField(label=_("Heading"), max_length=300, required=False)
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def given(self) -> dict[str, str]:
        return {"heading": self.cleaned_data["heading"], "text": self.cleaned_data["text"]}


SECTIONS: Any = formset_factory(
    SectionForm, formset=Rows, extra=1, can_delete=True, max_num=MOST_LINES, absolute_max=MOST_LINES + 20
)
ROWS = ("sections",)
RECEIVED = (Document.Kind.OTHER, Document.Kind.EXTRACT, Document.Kind.STATEMENT)


class AboutDocument(Form):
    """What is said of every document; numbers of a register are no person's."""

    unguarded: ClassVar[tuple[str, ...]] = ("registry_number", "document_number")

    title = forms.CharField(
        label=_("Title as cited"), max_length=LONGEST_TITLE, help_text=_("As others refer to it in their papers.")
    )
    dated_on = date_field(label=_("Dated"))
    registry_number = registry_field()
    document_number = short_field(_("Document number"), _("The number of the document in the matter."), 50)
    sender = forms.CharField(label=_("Sender"), max_length=200, required=False)
    officer = forms.CharField(label=_("Officer in charge"), max_length=200, required=False)


class LetterFields(AboutDocument):
    """A letter written here: sections, then what belongs to a decision."""

    addressee = forms.CharField(
        label=_("Addressee"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    basis = lines_field(_("Basis documents"), _("One on each line, in the order in which they lie."), 6)
    recipients = lines_field(_("The decision is sent to"), _("One on each line."), 6)
    signers = lines_field(_("Signed by"), _("One on each line, for example “Anna Ek, kommundirektör”."), 2)

    def arrange(self, sections: list[dict[str, str]], data: QueryDict | None) -> None:
        self.rows: Rows = SECTIONS(data, prefix="sections", initial=sections if data is None else None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.rows.is_valid():
            self.add_error(None, _("Something in the rows of the form needs to be corrected. It is marked there."))
        return cleaned

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        lists = {name: lines_of(given[name]) for name in ("basis", "recipients")}
        return {**given, **lists, "signers": signers_of(given["signers"]), "sections": self.rows.given()}

    def show_as_unfinished(self) -> None:
        """Show what was typed without saying what is wrong: nobody has sent it yet."""
        self.show_unfinished()
        for row in self.rows.forms:
            row.show_unfinished()

    @staticmethod
    def said(values: dict[str, Any]) -> dict[str, Any]:
        """Values as the fields show them."""
        shown = {name: values.get(name) or "" for name in (*FIELDS, "addressee")}
        lists = {name: "\n".join(values.get(name, ())) for name in ("basis", "recipients")}
        return {**shown, **lists, "signers": said_signers(values.get("signers", []))}


class LetterCreateForm(LetterFields, CreateForm):
    def __init__(self, data: QueryDict | None = None, *, values: dict[str, Any]) -> None:
        super().__init__(data, initial=self.said(values))
        self.arrange(values["sections"], data)


class LetterUpdateForm(LetterFields, EditForm):
    def __init__(self, data: QueryDict | None = None, *, document: Document) -> None:
        super().__init__(data, initial=self.values_of(document))
        self.arrange(document.sections, data)

    @classmethod
    def values_of(cls, row: Document) -> dict[str, Any]:
        return {"version": row.version, **cls.said(vars(row))}

    def note_conflict(self, stale: StaleVersion) -> None:
        """Beside the fields also the sections, as they stand and as they were typed."""
        super().note_conflict(stale)
        current: Any = stale.current
        theirs, mine = (said_sections(one) for one in (current.sections, self.rows.given()))
        if theirs != mine:
            self.conflict.append(Difference(str(_("Sections")), theirs, mine))
        self.has_conflict = self.has_conflict or bool(self.conflict)


def said_sections(sections: Any) -> str:
    return "\n\n".join("\n".join(filter(None, (one["heading"], one["text"].replace("\r\n", "\n")))) for one in sections)


class ReceivedFields(AboutDocument):
    arrived_on = date_field(label=_("Arrived"), help_text=_("The day on which it came to the authority."))
    field_order = ["kind", "file", "title", "sender", "dated_on", "arrived_on"]


class ReceivedCreateForm(ReceivedFields, CreateForm):
    """A file that came, and what is known of it."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (one.value, one.label) for one in (Document.Kind.OTHER, Document.Kind.EXTRACT, Document.Kind.STATEMENT)
        ],
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, at most 10 MB. It is kept as it came, and with at most 300 pages bound into the papers."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file that came.")},
    )

    def clean_file(self) -> Any:
        """The file, unless it is too large to be read or named after a person's identity number."""
        upload = self.cleaned_data["file"]
        refuse_identity_numbers(upload.name or "")
        if upload.size > MOST_BYTES:
            raise too_large(MOST_BYTES)
        return upload

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        upload = given["file"]
        return {**given, "file": ReceivedPaper(content=upload.read(), name=upload.name or "")}


class ReceivedUpdateForm(ReceivedFields, EditForm):
    """What is known of a file that came; the file stays, and what else its row says."""

    KEPT: ClassVar[tuple[str, ...]] = ("addressee", "sections", "basis", "recipients", "signers")

    def __init__(self, data: QueryDict | None = None, *, document: Document) -> None:
        super().__init__(data, initial=self.values_of(document))
        self.kept = {name: getattr(document, name) for name in self.KEPT}

    @classmethod
    def values_of(cls, row: Document) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("version", *FIELDS, "arrived_on")}

    def service_arguments(self) -> dict[str, Any]:
        return {**super().service_arguments(), **self.kept}
