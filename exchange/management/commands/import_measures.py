"""manage.py import_measures --plan ID FILE [--by EMAIL]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from exchange.imports.measure_rows import Reading, read_measures
from exchange.imports.source import decoded, refuse_size
from exchange.selectors.measure_import import measure_inputs, subjects_in
from foundation.identity_numbers import refuse_identity_numbers
from plans.models import MeasureImport, Plan
from plans.services.table_import import import_measures
from plans.subjects import known_subjects


class Command(BaseCommand):
    """Reads in a table of measures, all of it or nothing, by the same steps as the page."""

    help = "Read the measures of a table (CSV, tab-separated text, HTML) into the draft of a plan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the table")
        parser.add_argument("--plan", type=int, required=True, metavar="ID", help="the plan's number in its address")
        parser.add_argument("--by", metavar="EMAIL", help="in whose name; without it the installation's own")
        parser.add_argument(
            "--confirm-digits", action="store_true", help="ten digits in the table are no personal identity numbers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.current().filter(pk=options["plan"]).select_related("municipality").first()
        if plan is None:
            raise CommandError(_("There is no plan with the number %(number)s.") % {"number": options["plan"]})
        by = find_user(options["by"], plan)
        try:
            reading = read_file(options["file"])
            self.tell(reading, confirmed=options["confirm_digits"])
            made = read_in(plan, reading, options["file"].name, by=by)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(
            _("%(measures)d measures and %(activities)d activities were read in (table %(number)d).")
            % {"measures": len(reading.rows), "activities": reading.activity_count, "number": made.pk}
        )

    def tell(self, reading: Reading, *, confirmed: bool) -> None:
        """What a person would see on the page; raises CommandError for what must be mended first."""
        for note in reading.notes:
            self.stderr.write(str(note))
        if reading.errors:
            raise CommandError(_("Nothing was read in: correct the table first."))
        if any(note.is_about_digits for note in reading.questions) and not confirmed:
            raise CommandError(_("Nothing was read in: say --confirm-digits if the digits are something else."))


def read_file(path: Path) -> Reading:
    """The measures of a file. Raises ValidationError for what is no table, CommandError for what is no file."""
    refuse_identity_numbers(path.name)
    try:
        refuse_size(path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": error.strerror or error}) from error
    return read_measures(decoded(data))


def read_in(plan: Plan, reading: Reading, name: str, *, by: User) -> MeasureImport:
    """Read in with those units and functions that are named for certain; other wordings are kept as words."""
    subjects = subjects_in(reading.rows, known_subjects(plan.municipality))
    matches = {key: one.match if one.is_certain else None for key, one in subjects.items()}
    return import_measures(
        plan=plan,
        rows=measure_inputs(reading.rows, matches),
        source_name=name,
        column_labels=dict(reading.rows[0].column_labels),
        fulfilment_labels=reading.legend,
        notes=[str(note) for note in reading.notes],
        by=by,
    )


def find_user(email: str | None, plan: Plan) -> User:
    """In whose name: a person who may change the plan on its pages too, or the installation's own account."""
    if email is None:
        return User.objects.system()
    user = User.objects.filter(email=email).first()
    if user is None:
        raise CommandError(_("There is no account with the address %(email)s.") % {"email": email})
    if not user.has_perm("plans.change_plan", plan):
        raise CommandError(_("%(email)s may not change this plan.") % {"email": email})
    return user
