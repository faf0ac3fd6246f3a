"""The short way: a decision is noted on the page of the version, without the papers of a matter around it."""

from __future__ import annotations

from datetime import date
from typing import Any, Required, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.records import locked_version
from plans.models import Decision, Edition, Plan, RegistrationItem
from plans.services.decision.recording import record_decision
from plans.services.edition import repeal_edition
from plans.services.matter import matter_of_plan
from plans.services.registration import await_registration
from plans.services.revision import adopt_delegated_edition
from responsibilities.models import Unit

Outcome = Decision.Outcome
Kind = RegistrationItem.Kind


class Repeal(TypedDict, total=False):
    """What is said of a repeal."""

    version: int | None
    repealed_on: Required[date]
    body: Unit | None
    paragraph: str
    reason: Required[str]


@transaction.atomic
def note_adoption(
    *, edition: Edition, version: int | None = None, valid_from: date | None = None, by: User, **decided: Any
) -> Edition:
    """The edition was adopted as it stands, in the plan's own matter. Returns the edition.

    Raises StaleVersion when someone else was faster.
    """
    matter = matter_of_plan(plan=edition.plan, body=decided.get("body"), by=by)
    edition = locked_version(edition, version)
    record_decision(matter=matter, edition=edition, outcome=Outcome.ADOPT, valid_from=valid_from, by=by, **decided)
    edition.refresh_from_db()
    return edition


@transaction.atomic
def note_repeal(*, edition: Edition, by: User, **said: Unpack[Repeal]) -> Edition:
    """The edition was repealed, and that awaits registration. Returns the edition; raises what `repeal_edition` does.

    What a decision of the matter repealed stands on the registrar's list by that decision.
    """
    edition = repeal_edition(edition=edition, by=by, **said)
    if not edition.decisions.current().filter(outcome=Outcome.REPEAL).exists():
        to_register(edition, kind=Kind.REPEAL, title=_("Repealed: %(title)s") % {"title": edition}, by=by)
    return edition


@transaction.atomic
def note_small_change(*, plan: Plan, by: User, **said: Any) -> Edition:
    """A small change by the right to revise, and that it awaits registration: see `adopt_delegated_edition`."""
    edition = adopt_delegated_edition(plan=plan, by=by, **said)
    title = _("Small change by the right to revise: %(title)s") % {"title": edition}
    to_register(edition, kind=Kind.DECISION, title=title, occurred_on=edition.decided_on, by=by)
    return edition


def to_register(edition: Edition, *, kind: str, title: str, occurred_on: date | None = None, by: User) -> None:
    """Put a decision that is told of on the version alone on the registrar's list, with the plan's latest matter."""
    await_registration(
        kind=kind,
        about=edition,
        title=title,
        matter=edition.plan.matters.current().order_by("-opened_on", "-pk").first(),
        occurred_on=occurred_on,
        by=by,
    )
