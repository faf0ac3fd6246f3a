"""The form of a measure, in the order in which one thinks: what, who, how we know, why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.forms import CreateForm, Difference, EditForm
from foundation.numbers import whole_number
from foundation.records import StaleVersion
from foundation.rich_text import plain
from plans.forms.measure_conflict import forget_removed, said_rows, take_in_added
from plans.forms.measure_rows import KINDS, Rows, TimeFields, rows_of, time_initial
from plans.forms.reason import ReasonField
from plans.forms.section import MoveForm, SectionChoice
from plans.models import FocusArea, Measure, Plan, Section
from plans.services.texts import LONGEST

LABELS = {"activities": _("Activities"), "responsibilities": _("Who?"), "indicators": _("Indicators")}


class AreaChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """An area of the plan, on one line."""

    def label_from_instance(self, obj: FocusArea) -> str:
        return place_name(obj)


def place_name(place: FocusArea | Section) -> str:
    """A place on one line, which says so when it has been removed."""
    name = str(place)
    short = name if len(name) <= 90 else f"{name[:88]}…"
    return gettext("%(name)s (removed)") % {"name": short} if place.is_withdrawn else short


def offered(places: Any, stands_in: int | None) -> QuerySet[Any]:
    """The current places, and the one that the measure stands in."""
    found: QuerySet[Any] = places.filter(Q(withdrawn_at=None) | Q(pk=stands_in))
    return found


class MeasureFields(TimeFields):
    """What a measure consists of, its rows included."""

    focus_area = AreaChoice(FocusArea.objects.none(), label=_("Area"), required=False, empty_label=_("In no area"))
    text = forms.CharField(
        label=_("Measure"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In one or two sentences. What is done step by step stands below, as activities."),
    )
    levels = forms.MultipleChoiceField(
        label=_("Prevention levels"), required=False, widget=forms.CheckboxSelectMultiple
    )
    condition = forms.CharField(
        label=_("Condition"), max_length=300, required=False, help_text=_("For example “when needed”.")
    )
    section = SectionChoice(
        Section.objects.none(), label=_("Section it comes from"), required=False, empty_label=_("None")
    )
    result = forms.CharField(
        label=_("Result"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    comment = forms.CharField(
        label=_("Comment"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["focus_area", "text"]
    origin: Section | None = None

    @property
    def origin_text(self) -> str:
        """What the section says that the measure comes from, in words only."""
        return plain(self.origin.body) if self.origin is not None else ""

    def arrange(self, plan: Plan, measure: Measure | None, data: QueryDict | None) -> None:
        """Fill the lists from the plan, and the rows from the measure or from what was sent.

        What the plan has dropped since, a level or a place, may stay on the measure that has it.
        """
        self.offer_places(plan, measure, data)
        levels = dict.fromkeys([*plan.prevention_levels, *(measure.levels if measure else [])])
        chosen: Any = self.fields["levels"]
        chosen.choices = [(level, level) for level in levels]
        for name, word in (("result", "result"), ("comment", "comment")):
            self.fields[name].label = plan.column_labels.get(word) or self.fields[name].label
        self.rows: dict[str, Rows] = rows_of(measure if data is None else None, data)

    def offer_places(self, plan: Plan, measure: Measure | None, data: QueryDict | None) -> None:
        """The plan's areas and sections, and those that the measure stands in although they have been removed."""
        area: Any = self.fields["focus_area"]
        area.queryset = offered(plan.focus_areas, measure.focus_area_id if measure else None)
        section: Any = self.fields["section"]
        stands_in = measure.section if measure else None
        if data is None:  # what was sent is looked up only if it names a section
            section.offer(plan)
            if stands_in is not None and stands_in.is_withdrawn:
                section.choices = [*section.choices, (stands_in.pk, place_name(stands_in))]
        section.queryset = offered(plan.sections, stands_in.pk if stands_in else None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not all([rows.is_valid() for rows in self.rows.values()]):  # noqa: C419 - each is to say what is wrong
            self.add_error(None, _("Something in the rows of the form needs to be corrected. It is marked there."))
        elif "text" not in self.errors and not self.says_what():
            self.add_error("text", _("Write what is to be done."))
        return cleaned

    def says_what(self) -> bool:
        return bool(self.cleaned_data.get("text") or self.cleaned_data.get("focus_area") or self.given("activities"))

    def given(self, kind: str) -> tuple[Any, ...]:
        return self.rows[kind].given()

    def service_arguments(self) -> dict[str, Any]:
        given = super().service_arguments()
        return {**given, **self.time(), **{kind: self.given(kind) for kind in KINDS}}

    def show_unfinished(self) -> None:
        super().show_unfinished()
        for rows in self.rows.values():
            for form in rows.forms:
                form.show_unfinished()

    def differences(self, row: Measure | None = None) -> list[Difference]:
        return [*super().differences(row), *self.row_differences(row)]

    def row_differences(self, row: Measure | None) -> Iterator[Difference]:
        """The rows as they stand beside the rows as they were typed, in words."""
        for kind, label in LABELS.items():
            theirs = said_rows(list(getattr(row, kind).current())) if row is not None else ""
            mine = said_rows(self.given(kind)) if self.rows[kind].is_valid() else self.rows[kind].raw()
            if theirs != mine:
                yield Difference(str(label), theirs, mine)

    def show_as_unfinished(self, kind: str, place: int) -> None:
        """Show what was typed without saying what is wrong: the writer goes on in the row at `place`."""
        self.show_unfinished()
        there = list(self.rows[kind].forms)
        for row in there[place : place + 1] or there[-1:]:
            row.fields[row.first].widget.attrs["autofocus"] = True

    @property
    def is_folded(self) -> bool:
        """Whether "why" can stay folded: nothing there was written or refused."""
        return not any(self[name].errors for name in ("levels", "condition", "section", "result", "comment"))


class MeasureCreateForm(MeasureFields, ReasonField, CreateForm):
    """A new measure says what is to be done; one that was read in may be no more than its area."""

    def __init__(
        self, data: QueryDict | None = None, *, plan: Plan, area: str = "", section: str = "", is_next: bool = False
    ) -> None:
        initial: dict[str, Any] = {"focus_area": whole_number(area)}
        key = whole_number(section)
        origin = plan.sections.current().filter(pk=key).first() if key else None
        if origin is not None:
            initial |= {"section": origin.pk, "text": "" if is_next else origin.heading}
        super().__init__(data, initial=initial)
        self.origin = origin
        self.arrange(plan, None, data)
        self.ask_reason(plan)

    @property
    def is_folded(self) -> bool:
        return super().is_folded and self.origin is None

    def says_what(self) -> bool:
        return bool(self.cleaned_data.get("text") or self.given("activities"))


class MeasureUpdateForm(MeasureFields, ReasonField, EditForm):
    def __init__(self, data: QueryDict | None = None, *, measure: Measure) -> None:
        super().__init__(data, initial=self.values_of(measure))
        self.measure = measure
        self.origin = measure.section
        self.arrange(measure.plan, measure, data)
        self.ask_reason(measure)

    @classmethod
    def values_of(cls, row: Measure) -> dict[str, Any]:
        own = ("version", "focus_area", "text", "levels", "condition", "section", "result", "comment")
        return {name: getattr(row, name) for name in own} | time_initial(row)

    def note_conflict(self, stale: StaleVersion) -> None:
        """Beside the fields also the rows, both as they stand and as they were typed."""
        super().note_conflict(stale)
        current: Any = stale.current
        self.conflict += self.row_differences(current)
        for kind in LABELS:
            standing = list(getattr(current, kind).current())
            forget_removed(self.data, kind, self.rows[kind], standing)
            take_in_added(self.data, kind, self.rows[kind], standing)
        self.has_conflict = self.has_conflict or bool(self.conflict)
        self.rows = rows_of(None, self.data)  # type: ignore[arg-type]  # a copy of what was sent


class MeasureMoveForm(MoveForm):
    """A step, a place, or another area."""

    focus_area = AreaChoice(FocusArea.objects.none(), label=_("Move to"), required=False, empty_label=_("In no area"))
    to_area = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, initial={"to_area": True, "focus_area": measure.focus_area_id}, **kwargs)
        area: Any = self.fields["focus_area"]
        area.queryset = measure.plan.focus_areas.current()


def area_name() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the area"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "data-short": "1"})
    )


class FocusAreaCreateForm(CreateForm):
    name = area_name()


class FocusAreaUpdateForm(ReasonField, EditForm):
    name = area_name()
    field_order = ["name", "reason"]

    def __init__(self, *args: Any, area: FocusArea, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.values_of(area), **kwargs)
        self.ask_reason(area)

    @classmethod
    def values_of(cls, row: FocusArea) -> dict[str, Any]:
        return {"version": row.version, "name": row.name}
