"""Who is meant by the names in what is read in: asked for where it is not known for certain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from exchange.selectors.measure_import import Naming, Subject, subjects_in
from foundation.forms import CreateForm
from plans.models import Plan
from plans.subjects import KnownSubjects, Match, known_subjects

SUBJECT = "subject-"
EACH = "each"


class SubjectQuestions(CreateForm):
    """A form that learns while it is read which fields it has; what it proposes is carried on by the page."""

    if TYPE_CHECKING:
        plan: Plan

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects: dict[str, Subject] = {}

    @cached_property
    def known(self) -> KnownSubjects:
        return known_subjects(self.plan.municipality)

    @property
    def subject_fields(self) -> list[tuple[Subject, Any]]:
        """Everybody who is not known by name for certain, with the field that says who it is."""
        return [(one, self[field_of(one)]) for one in self.subjects.values() if not one.is_certain]

    def ask_about_subjects(self, rows: Iterable[Naming]) -> None:
        self.subjects = subjects_in(rows, self.known)
        for subject in self.subjects.values():
            if not subject.is_certain:
                self.ask(field_of(subject), subject.name, self.subject_choices, value_of(subject.match))

    @cached_property
    def subject_choices(self) -> list[Any]:
        units = [(f"unit-{unit.pk}", unit.name) for unit in self.known.units]
        functions = [(f"function-{one.pk}", one.title) for one in self.known.functions]
        groups = [(_("Units"), units), (_("Functions"), functions)]
        return [
            ("", _("Keep the wording only")),
            (EACH, _("Each administration")),
            *[(name, members) for name, members in groups if members],
        ]

    def ask(self, name: str, label: str, choices: list[Any], proposed: str) -> None:
        """One more field; what was not answered yet gets what is proposed."""
        field = forms.ChoiceField(label=label, choices=choices, required=False, initial=proposed)
        self.fields[name] = field
        if not self.is_bound:
            return
        if name not in self.data:
            self.keep(**{name: proposed})
        try:
            self.cleaned_data[name] = field.clean(self.data[name])
        except ValidationError as error:
            self.add_error(name, error)

    def keep(self, **values: str) -> None:
        """What the page carries on to its next step."""
        data = cast("QueryDict", self.data).copy()
        for name, value in values.items():
            data[name] = self.cleaned_data[name] = value
        self.data = data

    @cached_property
    def matches(self) -> dict[str, Match | None]:
        """Who is meant by each name: the one that was chosen, else the one that is known for certain."""
        chosen = {value_of(match): match for match in self._offered}
        return {
            key: one.match if one.is_certain else chosen.get(self.answer_about(one))
            for key, one in self.subjects.items()
        }

    def answer_about(self, subject: Subject) -> str:
        name = field_of(subject)
        answers = self.cleaned_data if self.is_bound else {name: self.fields[name].initial}
        return str(answers.get(name, ""))

    @cached_property
    def _offered(self) -> list[Match]:
        units = [Match(unit=unit) for unit in self.known.units]
        return [Match(is_each_administration=True), *units, *(Match(function=one) for one in self.known.functions)]


def field_of(subject: Subject) -> str:
    """A name of a field that says nothing and stays the same while other columns are chosen."""
    return SUBJECT + hashlib.sha256(subject.key.encode()).hexdigest()[:12]


def value_of(match: Match | None) -> str:
    if match is None:
        return ""
    if match.is_each_administration:
        return EACH
    return f"unit-{match.unit.pk}" if match.unit else f"function-{match.function.pk}" if match.function else ""
