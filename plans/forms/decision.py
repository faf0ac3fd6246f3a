"""Forms about what a body decided: short on top, what else the minutes say folded below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from files.pdfs import MOST_BYTES
from foundation.fields import LinesField
from foundation.forms import CreateForm, EditForm, Form
from foundation.identity_numbers import refuse_identity_numbers
from plans.forms.decision_rows import (
    is_written,
    long_field,
    point_fields,
    point_values,
    section_fields,
    section_values,
)
from plans.forms.edition import (
    NamedBody,
    body_field,
    date_field,
    first_day,
    paragraph_field,
    registry_field,
    short_field,
)
from plans.forms.measure_rows import ADD
from plans.minutes import motion_line
from plans.models import Decision, Edition

LONGEST_LINE = 1000
SPARE_POINTS, SPARE_SECTIONS, MOST_ROWS = 3, 1, 100


@dataclass(frozen=True)
class Group:
    """Some fields under one heading; `folded` when they are seldom needed.

    Before them may stand rows of the kind that `adds` names, of which the button `more` gives another.
    """

    title: str | Promise
    fields: list[BoundField]
    hint: str | Promise = ""
    folded: bool = True
    rows: list[BoundField] = field(default_factory=list)
    adds: str = ""
    more: str | Promise = ""
    is_open: bool = False


def lines_field(label: Any, help_text: Any, rows: int = 4) -> LinesField:
    return LinesField(label=label, help_text=help_text, required=False, longest=LONGEST_LINE, rows=rows)


class EditionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A version by its number and how it stands."""

    def label_from_instance(self, obj: Edition) -> str:
        return gettext("Version %(number)s, %(standing)s") % {"number": obj.number, "standing": obj.standing_words}


class MinutesFields(Form):
    """What the minutes of a § say. Only what is known is written; nothing is made up."""

    unguarded: ClassVar[tuple[str, ...]] = ("registry_number", "paragraph")
    spare: ClassVar[Mapping[str, int]] = {"point": SPARE_POINTS, "section": SPARE_SECTIONS}

    decided_on = date_field(
        label=_("Day of decision"),
        help_text=_("For example 2027-03-12. Needed when a plan is adopted or repealed; else empty if unknown."),
    )
    paragraph = paragraph_field()
    wording = long_field(_("Wording"), _("As in the minutes, so that it can be understood by itself."), rows=4)
    file = forms.FileField(
        label=_("Extract of the minutes"),
        help_text=_("A PDF of at most 10 MB. It is kept as it came."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        required=False,
        allow_empty_file=True,
    )
    amendment = long_field(_("Change"), _("When the proposal was adopted with change: what was changed."))
    motions = lines_field(_("Motions"), _("One a line, for example: Anna Johansson (S) yrkar bifall till förslaget."))
    order_of_propositions = long_field(_("Order of propositions"))
    reservations = long_field(_("Reservations"))
    heading = forms.CharField(label=_("Heading"), max_length=300, required=False)
    registry_number = registry_field()
    page = short_field(_("Page of the minutes"), "", 20)
    met_on = date_field(label=_("Day of the meeting"), help_text=_("Only if it was another day than the decision."))
    is_adjusted_at_once = forms.BooleanField(label=_("Adjusted at once (omedelbar justering)"), required=False)
    delegation = forms.CharField(
        label=_("Who decided, when it was no body"),
        max_length=200,
        required=False,
        help_text=_("For example: Kommundirektören, delegationsordningen punkt 4.2"),
    )
    proposal = long_field(_("Proposal before the body"))
    basis = lines_field(_("Basis for the decision"), _("One document a line, in order, as the minutes cite it."))
    recipients = lines_field(_("The decision is sent to"), _("One a line. “Akten” is the matter’s own file."), rows=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, make in (("point", point_fields), ("section", section_fields)):
            for place in range(self.rows_of(kind)):
                self.fields |= {f"{kind}_{place}_{name}": one for name, one in make(place)}

    def rows_of(self, kind: str) -> int:
        """How many rows of a kind there are to write in: those that stand there or were sent, and some more.

        What was sent grows only by the row that its button asks for.
        """
        names = self.data if self.is_bound else self.initial
        found = [int(one[1]) for one in (re.fullmatch(rf"{kind}_(\d{{1,2}})_text", name) for name in names) if one]
        spare = 0 if self.is_bound and found else self.spare[kind]
        return min(max(found, default=-1) + 1 + spare + (self.row_asked_for == kind), MOST_ROWS)

    @property
    def row_asked_for(self) -> str:
        """The kind of which one more row was asked for; empty when the form was sent to be saved."""
        kind = self.data.get(ADD, "")
        return kind if kind in self.spare else ""

    def clean_file(self) -> Any:
        """The file, unless it is empty, too large to be read or named after a person's identity number."""
        upload = self.cleaned_data["file"]
        if upload is None:
            return None
        refuse_identity_numbers(upload.name or "")
        if not upload.size or upload.size > MOST_BYTES:
            raise forms.ValidationError(gettext("Choose a PDF of at most 10 MB that is not empty."))
        return upload

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        rows = {f"{kind}s": self.given_rows(kind, given) for kind in self.spare}
        given = {name: value for name, value in given.items() if not re.match(r"(point|section)_\d", name)}
        upload = given.pop("file", None)
        received = {"file": upload.read(), "file_name": upload.name or ""} if upload is not None else {}
        return {**given, **rows, **received}

    def given_rows(self, kind: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows in which somebody has written; a heading that is only proposed is nothing written."""
        places = range(sum(1 for name in self.fields if re.fullmatch(rf"{kind}_\d+_text", name)))
        rows = [
            {name.split("_", 2)[2]: value for name, value in given.items() if name.startswith(f"{kind}_{place}_")}
            for place in places
        ]
        return [row for row in rows if is_written(row)]

    def group(self, title: Any, *names: str, hint: Any = "", folded: bool = True) -> Group:
        is_open = folded and self.is_written(names)
        return Group(title, [self[name] for name in names if name in self.fields], hint, folded, is_open=is_open)

    def is_written(self, names: Iterable[str]) -> bool:
        """Whether somebody has just written in one of the fields: what is shown again is not hidden."""
        return self.is_bound and any(str(self.data.get(self.add_prefix(name)) or "").strip() for name in names)

    def rows_group(self, kind: str, title: Any, more: Any, *names: str) -> Group:
        rows = [self[name] for name in self.fields if name.startswith(f"{kind}_")]
        texts = [name for name in self.fields if name.startswith(f"{kind}_") and name.endswith("_text")]
        group = self.group(title, *names)
        is_open = group.is_open or self.row_asked_for == kind or self.is_written(texts)
        return replace(group, rows=rows, adds=kind, more=more, is_open=is_open)

    @property
    def groups(self) -> list[Group]:
        top = ("body", "decided_on", "paragraph", "outcome", "wording", "file", "reason")
        return [
            self.group(_("The decision"), *top, folded=False),
            self.group(_("The plan"), "edition", "valid_from", folded=False),
            self.rows_group("point", _("More: points and change"), _("One more point"), "amendment"),
            self.group(_("More: how it was decided"), "motions", "order_of_propositions", "reservations"),
            self.group(
                _("More: the minutes"),
                *("heading", "registry_number", "page", "met_on", "is_adjusted_at_once", "is_delegated", "delegation"),
            ),
            self.rows_group("section", _("More: text and basis"), _("One more section"), "proposal", "basis"),
            self.group(_("More: sent to"), "recipients"),
        ]


class DecisionCreateForm(MinutesFields, NamedBody, CreateForm):
    """Note a decision of a matter."""

    body = body_field(label=_("Decided by"), empty_label=_("No body: somebody who is named below"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "–"), *Decision.Outcome.choices])
    edition = EditionChoice(
        Edition.objects.none(),
        label=_("Version that was decided about"),
        required=False,
        empty_label=_("None"),
        help_text=_("Needed when the plan is adopted or repealed."),
    )
    valid_from = first_day()
    is_delegated = forms.BooleanField(label=_("Decided by delegation"), required=False)

    def __init__(self, *args: Any, editions: Any, adoptable: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adoptable = adoptable
        choice: Any = self.fields["edition"]
        choice.queryset = editions
        if not editions:
            del self.fields["edition"], self.fields["valid_from"]

    def clean(self) -> dict[str, Any] | None:
        """Only who decides the matter puts a version in force or ends it, whatever else its body may say there."""
        cleaned = super().clean()
        edition = self.cleaned_data.get("edition")
        is_deciding = self.cleaned_data.get("outcome") in (*Decision.ADOPTING, Decision.Outcome.REPEAL)
        if is_deciding and edition is not None and not self.adoptable.filter(pk=edition.pk).exists():
            told = _("Your body does not decide this matter, so it cannot adopt or repeal the plan.")
            self.add_error("outcome", told)
        return cleaned


class DecisionUpdateForm(MinutesFields, EditForm):
    """Correct what is known of a decision; who decided what stays."""

    reason = forms.CharField(
        label=_("Why it is corrected"), max_length=300, help_text=_("Stands in the history of the decision.")
    )

    @classmethod
    def values_of(cls, row: Decision) -> dict[str, Any]:
        plain = ("decided_on", "paragraph", "wording", "amendment", "order_of_propositions", "reservations", "heading")
        more = ("registry_number", "page", "is_adjusted_at_once", "delegation", "proposal", "basis", "version")
        meeting = row.meeting
        return {
            **{name: getattr(row, name) for name in (*plain, *more)},
            "met_on": meeting.held_on if meeting and meeting.held_on != row.decided_on else None,
            "motions": [motion_line(one) for one in row.motions],
            "recipients": [one.recipient for one in row.dispatches.all()],
            **point_values(row.points),
            **section_values(row.sections),
        }


class DecisionWithdrawForm(EditForm):
    """Take away what was noted by mistake."""

    reason = forms.CharField(label=_("Why it is taken away"), max_length=300)

    @classmethod
    def values_of(cls, row: Decision) -> dict[str, Any]:
        return {"version": row.version}


class AmendedForm(EditForm):
    """Choose the version in which the change is written."""

    edition = EditionChoice(Edition.objects.none(), label=_("Version with the change"), empty_label=None)
    valid_from = first_day()

    def __init__(self, *args: Any, editions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["edition"]
        choice.queryset = editions

    @classmethod
    def values_of(cls, row: Decision) -> dict[str, Any]:
        return {"version": row.version, "edition": row.edition}
