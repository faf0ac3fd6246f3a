"""manage.py seed_demo: the made-up municipality Exempelby and its neighbour Granneby. Run again, it changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate

from accounts.models import Municipality, User
from vbe_portal.demo.group import seed_group
from vbe_portal.demo.legal import seed_decision_in_force, seed_proposal, seed_referral, told
from vbe_portal.demo.organisation import EXEMPELBY, GRANNEBY, seed_functions, seed_municipality
from vbe_portal.demo.plan import seed_drafts, seed_follow_up, seed_neighbour, seed_plan_in_force


class Command(BaseCommand):
    help = "Fill an empty database with the made-up municipalities Exempelby and Granneby."

    def handle(self, *args: Any, **options: Any) -> None:
        if Municipality.objects.exists():
            self.stdout.write("There are municipalities here already: nothing was changed.")
            return
        with transaction.atomic(), translation.override("sv"):
            seed()
        self.stdout.write("Exempelby and Granneby are ready.")


def seed() -> None:
    system = User.objects.system()
    exempelby = seed_municipality("Exempelby", code="9901", tree=EXEMPELBY, by=system)
    granneby = seed_municipality("Granneby", code="9902", tree=GRANNEBY, by=system)
    seed_functions(exempelby, by=system)
    edition = seed_plan_in_force(exempelby, before=told()["earlier"])
    seed_follow_up(seed_decision_in_force(edition, decided_on=localdate() - timedelta(days=200)))
    seed_group(seed_drafts(exempelby))
    seed_referral(exempelby)
    seed_proposal(exempelby)
    seed_neighbour(granneby)
