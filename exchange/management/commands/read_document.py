"""manage.py read_document --plan ID FILE [--by EMAIL] [--accept]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from exchange.forms.document_review import DocumentReviewForm
from exchange.imports.document.package import MAX_BYTES
from exchange.imports.document.refusals import DocumentRefused
from exchange.imports.source import decoded
from exchange.management.commands.import_measures import find_user
from exchange.services import read_held
from files.word_template import DOCX
from foundation.identity_numbers import refuse_identity_numbers
from plans.models import DocumentImport, Plan
from plans.services.document_import import accept_document, take_document
from plans.services.document_import.queue import claim


class Command(BaseCommand):
    """Reads a whole document by the same steps as the page, and says what was understood of it and what was not."""

    help = "Read a whole plan (.docx, or .txt) for the draft of a plan; with --accept it is taken in as proposed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the document")
        parser.add_argument("--plan", type=int, required=True, metavar="ID", help="the plan's number in its address")
        parser.add_argument("--by", metavar="EMAIL", help="in whose name; without it the installation's own")
        parser.add_argument("--accept", action="store_true", help="take it in as proposed, without looking through it")
        parser.add_argument(
            "--confirm-digits", action="store_true", help="ten digits in the document are no personal identity numbers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.current().filter(pk=options["plan"]).select_related("municipality").first()
        if plan is None:
            raise CommandError(_("There is no plan with the number %(number)s.") % {"number": options["plan"]})
        by = find_user(options["by"], plan)
        try:
            form = DocumentReviewForm(document=read_now(plan, options["file"], by=by))
            self.tell(form)
            if options["accept"]:
                self.accept(form, by=by, confirmed=options["confirm_digits"])
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error

    def tell(self, form: DocumentReviewForm) -> None:
        """What a person would see on the page: what was understood, and what was not."""
        for row in form.contents:
            self.stdout.write(f"{'  ' * (row.choice.level - 1)}{row.number} {row.heading}".rstrip())
        for told, texts in form.notes:
            self.stderr.write(told)
            self.stderr.writelines(f"  {text[:200]}" for text in texts)
        for place in form.digit_places:
            self.stderr.write(_("Ten digits here could be a personal identity number: %(place)s") % {"place": place})
        self.stdout.write(form.summary)
        self.stdout.write(_("Look through it: %(address)s") % {"address": form.document.get_absolute_url()})

    def accept(self, form: DocumentReviewForm, *, by: User, confirmed: bool) -> None:
        if form.digit_places and not confirmed:
            raise CommandError(_("Nothing was read in: say --confirm-digits if the digits are something else."))
        accept_document(document=form.document, by=by, **form.service_arguments())
        self.stdout.write(_("Read in: %(what)s.") % {"what": form.taken_in_words})


def read_now(plan: Plan, path: Path, *, by: User) -> DocumentImport:
    """The document of a file, read in this very process. Raises ValidationError for what is not kept."""
    given = given_by(path)
    with transaction.atomic():  # no worker sees the row before we hold it
        held = claim(take_document(plan=plan, source_name=path.name, by=by, **given).pk)
    if held is not None:
        read_held(held)
        held.refresh_from_db()
    if held is None or held.state != DocumentImport.State.READ:
        raise CommandError(held.error if held else _("The document could not be read."))
    return held


def given_by(path: Path) -> dict[str, Any]:
    """A text file as a paste, everything else as a Word file. Raises CommandError for what is no file."""
    refuse_identity_numbers(path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentRefused("too_large")
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": error.strerror or error}) from error
    if path.suffix.lower() == ".txt":
        return {"pasted": decoded(data)}
    return {"content": data, "content_type": DOCX}
