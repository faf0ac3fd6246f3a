"""The forms of a follow-up round: what is asked and who gets which measure; what may change while it is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.forms import CreateForm, EditForm, Form
from foundation.search_text import folded
from plans.assignments import COORDINATOR, REPORTING_PARTS, Directory, Part, Proposal, parts_in, proposals
from plans.forms.edition import body_field
from plans.models import Edition, FollowUpRound
from plans.selectors.edition import bodies_of
from responsibilities.models import Unit

COORDINATOR_VALUE = "0"


@dataclass(frozen=True)
class Choice:
    """One tick box: a unit that may report on a measure."""

    value: str
    name: str
    is_ticked: bool


@dataclass(frozen=True)
class AssignmentRow:
    """One measure in the preview: who is ticked, who could be, and what could not be read."""

    proposal: Proposal
    choices: list[Choice]
    added: str = ""
    error: str = ""

    @property
    def chosen(self) -> list[str]:
        return [choice.name for choice in self.choices if choice.is_ticked]

    @property
    def unit_ids(self) -> list[int | None]:
        ticked = [choice.value for choice in self.choices if choice.is_ticked]
        return [None if value == COORDINATOR_VALUE else int(value) for value in ticked]


class RoundFacts(Form):
    """What a round is called, until when it lasts and who submits."""

    title = forms.CharField(label=gettext_lazy("Name of the follow-up"), max_length=200)
    due_on = forms.DateField(
        label=gettext_lazy("To be submitted by"),
        help_text=gettext_lazy("For example 2027-01-15. Reminders go out 14, 7 and 1 days before."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"data-narrow": "1"}),
        error_messages={
            "required": gettext_lazy("Write the last day to submit, for example 2027-01-15."),
            "invalid": gettext_lazy("Write the day as year-month-day, for example 2027-01-15."),
        },
    )
    reporter_may_submit = forms.BooleanField(
        label=gettext_lazy("Reporters may submit themselves"),
        required=False,
        help_text=gettext_lazy("Otherwise the reporter prepares and the manager submits."),
    )


class RoundUpdateForm(RoundFacts, EditForm):
    """Changes an open round: most often its last day."""

    @classmethod
    def values_of(cls, row: FollowUpRound) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("version", "title", "due_on", "reporter_may_submit")}


class RoundForm(RoundFacts, CreateForm):
    """Opens a round. `settled` is what was ticked in a preview; it counts while the parts are the previewed ones."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Who reports?"),
        choices=[
            (Part.RESPONSIBLE, gettext_lazy("Those who are responsible")),
            (Part.REPORTS_BACK, gettext_lazy("Those who are to report back")),
            (Part.ACTOR, gettext_lazy("The actors")),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those who are only consulted never report."),
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    body = body_field(
        label=gettext_lazy("Body that gets the result"),
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Its secretary and members can then follow the round."),
    )

    field_order = ("title", "due_on", "parts", "reporter_may_submit", "body")

    def __init__(
        self, data: QueryDict | None = None, *, edition: Edition, directory: Directory, settled: QueryDict | None = None
    ) -> None:
        settled = data if data is not None else settled
        super().__init__(data, initial=typed(settled) if settled is not None else first_proposal(edition))
        self.edition, self.directory, self.settled = edition, directory, settled
        bodies: Any = self.fields["body"]
        bodies.queryset = bodies_of(edition.municipality)

    @property
    def chosen_parts(self) -> list[str]:
        chosen = self.settled.getlist("parts") if self.settled is not None else self.initial["parts"]
        return [part for part in REPORTING_PARTS if part in chosen]

    @property
    def previewed(self) -> str:
        """Which parts the preview below the form was made from."""
        return ",".join(self.chosen_parts)

    @property
    def is_adjusted(self) -> bool:
        """Whether the ticks belong to the parts that are chosen now."""
        return self.settled is not None and self.settled.get("previewed") == self.previewed

    @property
    def asked_units(self) -> list[Unit]:
        """The units that are ticked for any measure."""
        asked = {pk for row in self.rows for pk in row.unit_ids}
        return [unit for unit in self.directory.selectable if unit.pk in asked]

    @cached_property
    def rows(self) -> list[AssignmentRow]:
        """The preview: the proposal, or what the coordinator has made of it."""
        found = proposals(self.edition.tree, self.chosen_parts, self.directory)
        if not self.is_adjusted:
            return [self.row(one, ticked=set(one.unit_ids)) for one in found]
        return [self.settled_row(one) for one in found]

    @property
    def shares(self) -> list[tuple[str, int]]:
        """Each unit that is asked, with its number of measures."""
        names = [name for row in self.rows for name in row.chosen]
        return [(name, names.count(name)) for name in dict.fromkeys(self.ordered(names))]

    def ordered(self, names: Iterable[str]) -> list[str]:
        known = [unit.name for unit in self.directory.selectable]
        return sorted(names, key=lambda name: known.index(name) if name in known else len(known))

    @property
    def units(self) -> list[Unit]:
        return self.directory.selectable

    def row(self, proposal: Proposal, *, ticked: set[int | None], added: str = "", error: str = "") -> AssignmentRow:
        offered = {*proposal.mentioned, *proposal.unit_ids, *ticked}
        choices = [
            Choice(str(unit.pk), unit.name, unit.pk in ticked)
            for unit in self.directory.selectable
            if unit.pk in offered
        ]
        choices.append(Choice(COORDINATOR_VALUE, _("The coordinator"), COORDINATOR in ticked))
        return AssignmentRow(proposal=proposal, choices=choices, added=added, error=error)

    def settled_row(self, proposal: Proposal) -> AssignmentRow:
        """The row as it was ticked; a name that was written is ticked too when it is known."""
        assert self.settled is not None
        uid = proposal.measure.uid
        values = self.settled.getlist(f"who-{uid}")
        written = " ".join(self.settled.get(f"add-{uid}", "").split())
        known = {str(unit.pk): unit.pk for unit in self.directory.selectable}
        ticked: set[int | None] = {known[value] for value in values if value in known}
        if COORDINATOR_VALUE in values:
            ticked.add(COORDINATOR)
        if set(values) - set(known) - {COORDINATOR_VALUE}:
            return self.row(proposal, ticked=ticked, error=_("One of the units cannot report."))
        if not written:
            return self.row(proposal, ticked=ticked)
        unit = self.unit_named(written)
        if unit is None:
            return self.row(proposal, ticked=ticked, added=written, error=_("There is no unit of that name."))
        return self.row(proposal, ticked={*ticked, unit.pk})

    def unit_named(self, name: str) -> Unit | None:
        return next((unit for unit in self.directory.selectable if folded(name) in unit.names), None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "parts" in self.cleaned_data and not self.is_adjusted:
            raise ValidationError(_("Look at who gets what below, then open the follow-up."))
        if any(row.error for row in self.rows):
            raise ValidationError(_("Correct the units below that could not be found."))
        return cleaned

    def service_arguments(self) -> dict[str, Any]:
        return {
            **super().service_arguments(),
            "assignments": {row.proposal.measure.uid: row.unit_ids for row in self.rows},
        }


def typed(data: QueryDict) -> dict[str, Any]:
    """What was written so far, to be shown again beside a new preview."""
    return {
        "title": data.get("title", ""),
        "due_on": data.get("due_on", ""),
        "parts": data.getlist("parts"),
        "body": data.get("body", ""),
        "reporter_may_submit": "reporter_may_submit" in data,
        "submission_key": data.get("submission_key", ""),
    }


def first_proposal(edition: Edition) -> dict[str, Any]:
    """Where the form begins: those who answer, and those who are said to report back."""
    held = parts_in(edition.tree)
    chosen = [part for part in (Part.RESPONSIBLE, Part.REPORTS_BACK) if part in held] or held or [Part.RESPONSIBLE]
    return {
        "title": _("Follow-up %(year)s") % {"year": localdate().year},
        "parts": chosen,
        "reporter_may_submit": True,
        "body": edition.body_id,
    }
