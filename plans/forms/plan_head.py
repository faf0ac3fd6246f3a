"""Parts of the form about a plan: officers and signers, row by row, and what each prevention level means."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.forms import Form
from foundation.numbers import whole_number
from plans.models import Plan
from plans.models.plan import LevelNote, Official, OfficialRole
from plans.services.plan_head import LONGEST_NAME, LONGEST_NOTE, MOST_OFFICIALS, NOTES

TOTAL = "officials_total"
NOTE_LABELS = {"description": _("What it means"), "actors": _("Who works on it"), "examples": _("Examples")}


@dataclass(frozen=True)
class OfficialRow:
    """The fields of one row."""

    role: BoundField
    name: BoundField
    title: BoundField


class OfficialFields(Form):
    """Rows of officers and signers. A row without a name and a title is nothing."""

    def add_official_rows(self, plan: Plan) -> None:
        """As many rows as were sent, or those of the plan and an empty one."""
        self.fields[TOTAL] = forms.IntegerField(
            widget=forms.HiddenInput, min_value=0, max_value=MOST_OFFICIALS, required=False
        )
        sent = self.data.get(TOTAL, "") if self.is_bound else str(len(plan.officials) + 1)
        self.official_count = min(whole_number(sent) or 0, MOST_OFFICIALS)
        self.initial[TOTAL] = self.official_count
        for number in range(self.official_count):
            self.fields[f"official_{number}_role"] = forms.ChoiceField(
                label=_("Role"), choices=OfficialRole.choices, initial=OfficialRole.OFFICER, required=False
            )
            self.fields[f"official_{number}_name"] = official_text(_("Name"))
            self.fields[f"official_{number}_title"] = official_text(_("Title"))

    @staticmethod
    def officials_of(plan: Plan) -> dict[str, str]:
        return {
            f"official_{number}_{key}": one[key]
            for number, one in enumerate(plan.officials)
            for key in ("role", "name", "title")
        }

    def show_as_unfinished(self) -> None:
        """Show what was typed without saying what is wrong: the writer goes on in the last row."""
        self._errors = forms.utils.ErrorDict()
        self.fields[f"official_{self.official_count - 1}_name"].widget.attrs["autofocus"] = True

    @property
    def official_rows(self) -> list[OfficialRow]:
        return [
            OfficialRow(*(self[f"official_{number}_{key}"] for key in ("role", "name", "title")))
            for number in range(self.official_count)
        ]

    def check_officials(self) -> None:
        for number in range(self.official_count):
            name, title = f"official_{number}_name", f"official_{number}_title"
            if self.cleaned_data.get(title) and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("Write the name, or empty the row."))

    def take_officials(self, given: dict[str, Any]) -> list[Official]:
        """The rows that say something, taken out of what the service is given."""
        given.pop(TOTAL, None)
        rows = [
            {key: given.pop(f"official_{number}_{key}") for key in ("role", "name", "title")}
            for number in range(self.official_count)
        ]
        return [{**row, "role": row["role"] or OfficialRole.OFFICER} for row in rows if row["name"] or row["title"]]


def with_one_more(data: QueryDict) -> QueryDict:
    """What was sent, with one more row."""
    more = data.copy()
    count = whole_number(more.get(TOTAL, "")) or 0
    more[TOTAL] = str(min(count + 1, MOST_OFFICIALS))
    return more


def official_text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_NAME, required=False)


class LevelFields(Form):
    """What is said of each of the plan's levels; a field is called by its level, so that it never becomes another's."""

    def add_level_fields(self, plan: Plan) -> None:
        self.levels = list(plan.prevention_levels)
        for level in self.levels:
            for key, label in NOTE_LABELS.items():
                self.fields[note_name(level, key)] = forms.CharField(
                    label=label,
                    max_length=LONGEST_NOTE,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 2, "data-short": "1"}),
                )

    @staticmethod
    def notes_of(plan: Plan) -> dict[str, str]:
        return {
            note_name(level, key): plan.level_notes.get(level, {}).get(key, "")
            for level in plan.prevention_levels
            for key in NOTES
        }

    @property
    def level_rows(self) -> list[Mapping[str, Any]]:
        return [{"name": level, "fields": [self[note_name(level, key)] for key in NOTES]} for level in self.levels]

    def take_notes(self, given: dict[str, Any]) -> dict[str, LevelNote]:
        """The notes by level; a level that got another name in its place keeps what is said of it."""
        new = given["prevention_levels"]
        found = {}
        for place, level in enumerate(self.levels):
            note = {key: given.pop(note_name(level, key)) for key in NOTES}
            is_renamed = level not in new and place < len(new) and new[place] not in self.levels
            found[new[place] if is_renamed else level] = note
        return found


def note_name(level: str, key: str) -> str:
    return f"level_{hashlib.sha256(level.encode()).hexdigest()[:10]}_{key}"
