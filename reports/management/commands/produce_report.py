"""manage.py produce_report plan ID --output FILE [--edition N] [--round N] [--part PART]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from plans.models import Edition, FollowUpRound, Plan
from reports.documents.parts import Part
from reports.models import ReportJob
from reports.services import produce_now


class Command(BaseCommand):
    """Produces a paper here and now, by the same steps as the worker."""

    help = "Produce the PDF of a plan: its draft, an edition of it, or an edition with a round's answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[ReportJob.Kind.PLAN.value])
        parser.add_argument("id", type=int, help="the plan's number in its address")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")
        parser.add_argument("--edition", type=int, metavar="N", help="the number of an edition; without it the draft")
        parser.add_argument("--round", type=int, metavar="N", help="a follow-up round's number in its address")
        parser.add_argument("--part", choices=Part.values, default=Part.WHOLE.value, help="how much of it")
        parser.add_argument("--by", metavar="EMAIL", help="in whose name; without it the installation's own")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = self.find(Plan.objects.select_related("municipality__logo", "responsible_unit"), pk=options["id"])
        follow_up_round = self.find_round(plan, options["round"])
        source = self.find_edition(plan, options["edition"], follow_up_round) or plan
        by = self.find_user(options["by"])
        try:
            job = produce_now(source=source, follow_up_round=follow_up_round, part=options["part"], by=by)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if job.file is None:
            raise CommandError(job.error or _("The worker is producing this document just now."))
        options["output"].write_bytes(job.file.read())
        self.stdout.write(f"{options['output']}: {job.pages} pages, SHA-256 {job.file.sha256}")

    def find(self, rows: Any, **lookup: Any) -> Any:
        row = rows.filter(**lookup).first()
        if row is None:
            raise CommandError(_("There is none: %(lookup)s") % {"lookup": lookup})
        return row

    def find_round(self, plan: Plan, number: int | None) -> FollowUpRound | None:
        if number is None:
            return None
        found: FollowUpRound = self.find(FollowUpRound.objects.filter(edition__plan=plan), pk=number)
        return found

    def find_edition(self, plan: Plan, number: int | None, follow_up_round: FollowUpRound | None) -> Edition | None:
        editions = Edition.objects.filter(plan=plan).select_related("municipality__logo", "body", "plan")
        if number is not None:
            editions = editions.filter(number=number)
        if follow_up_round is not None:
            editions = editions.filter(pk=follow_up_round.edition_id)
        if number is None and follow_up_round is None:
            return None
        found: Edition = self.find(editions)
        return found

    def find_user(self, email: str | None) -> User:
        user: User = self.find(User.objects.all(), email=email) if email else User.objects.system()
        return user
