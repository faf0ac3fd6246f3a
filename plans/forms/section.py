"""Forms about sections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.fields import RichTextField
from foundation.forms import CreateForm, EditForm, Form, label_of
from foundation.history import saves_since
from foundation.numbers import whole_number
from foundation.records import StaleVersion
from plans.forms.reason import ReasonField
from plans.forms.section_merge import BASE, Merge, is_unanswered, merge_of, with_choices
from plans.models import Plan, Section
from plans.outline import flattened, outline
from plans.selectors.section import section_at

INDENT = "\u2003"


class SectionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A section of the plan, indented and numbered as in its contents."""

    def offer(self, plan: Plan, *, without: Section | None = None) -> None:
        """Fill the list in one statement; a section cannot be put under itself."""
        nodes = flattened(outline(plan.sections.current(), is_numbered=plan.is_numbered))
        hidden = {node.section.pk for node in subtree(nodes, without)}
        self.queryset = plan.sections.current()
        named = [
            (node.section.pk, f"{INDENT * (node.level - 1)}{node.number or ''} {node.section.heading}".rstrip())
            for node in nodes
            if node.section.pk not in hidden
        ]
        self.choices = [("", self.empty_label), *named]


def subtree(nodes: Any, top: Section | None) -> list[Any]:
    if top is None:
        return []
    return next((list(node.walk()) for node in nodes if node.section.pk == top.pk), [])


class SectionFields(ReasonField):
    parent = SectionChoice(
        Section.objects.none(), label=_("Stands under"), required=False, empty_label=_("Nothing: a chapter of its own")
    )
    heading = forms.CharField(label=_("Heading"), max_length=300)
    body = RichTextField(label=_("Text"), required=False)
    is_numbered = forms.BooleanField(label=_("Numbered"), required=False, initial=True)
    own_number = forms.CharField(
        label=_("Number of its own"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"data-narrow": "1"}),
        help_text=_("Only when the document numbers it otherwise than in order."),
    )
    is_annex = forms.BooleanField(
        label=_("Annex"),
        required=False,
        help_text=_("Stands last in the document, as “Bilaga 1”, “Bilaga 2” … The words can be changed above."),
    )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The section, its numbering, and why it is changed when that is asked for."""
        told = (
            (_("The section"), ("heading", "body", "parent"), False),
            (_("Numbering"), ("is_numbered", "own_number", "is_annex"), True),
            (_("The change"), ("reason",), False),
        )
        groups = [
            {"title": title, "hint": "", "fields": [self[one] for one in names if one in self.fields], "folded": folded}
            for title, names, folded in told
        ]
        return [group for group in groups if group["fields"]]


class SectionCreateForm(SectionFields, CreateForm):
    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.offer(plan)
        self.ask_reason(plan)


class SectionUpdateForm(SectionFields, EditForm):
    """The form of a section; sent from the page of a conflict, it holds what was chosen there."""

    def __init__(
        self, data: QueryDict | None = None, *, section: Section, reader: User | None = None, **kwargs: Any
    ) -> None:
        self.section, self.reader = section, reader
        self.merge: Merge | None = None
        self.is_unanswered = self.is_to_be_edited = False
        super().__init__(self.chosen(data), initial=self.values_of(section), **kwargs)
        parent: Any = self.fields["parent"]
        parent.offer(section.plan, without=section)
        self.ask_reason(section)

    def chosen(self, data: QueryDict | None) -> QueryDict | None:
        """What was sent; from the page of a conflict, with what was chosen there, once every question is answered."""
        if data is None or BASE not in data:
            return data
        base, theirs = (section_at(self.section, whole_number(data.get(name, "")) or 0) for name in (BASE, "version"))
        if theirs is None:  # a version that nobody knows leaves what was sent
            return data
        self.is_unanswered = is_unanswered(base, theirs, data)
        self.is_to_be_edited = "edit" in data and not self.is_unanswered
        return data if self.is_unanswered else with_choices(base, theirs, data)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_unanswered:
            base, theirs = (
                section_at(self.section, whole_number(self.data.get(name, "")) or 0) for name in (BASE, "version")
            )
            self.merge = replace(self.merge_with(base, cast("Section", theirs)), is_unanswered=True)
            self.saves = saves_since(self.section, self.merge.base_version, reader=self.reader)
            self.add_error(None, _("Choose what is to stand in each place that both have changed."))
        return cleaned

    @classmethod
    def values_of(cls, row: Section) -> dict[str, Any]:
        return {
            name: getattr(row, name) for name in ("version", "heading", "body", "is_numbered", "own_number", "is_annex")
        } | {"parent": row.parent}

    def note_conflict(self, stale: StaleVersion) -> None:
        """Beside the two texts, how they go together."""
        base = section_at(self.section, whole_number(self.data.get("version", "")) or 0)
        base_version = whole_number(self.data.get("version", "")) or 0
        super().note_conflict(stale)
        data = cast("QueryDict", self.data).copy()
        data["body"], data[BASE] = str(self.typed("body") or ""), str(base_version)
        self.data = data
        self.merge = self.merge_with(base, cast("Section", stale.current))

    def merge_with(self, base: Section | None, theirs: Section) -> Merge:
        words = {
            name: (label_of(self.fields[name], name), there, here)
            for name, there, here in self.both_sides(self.values_of(theirs))
        }
        data = cast("QueryDict", self.data)
        return merge_of(base, theirs, data, base_version=whole_number(data.get(BASE, "")) or 0, words=words)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the page of a conflict sends again as it was typed."""
        data = cast("QueryDict", self.data)
        return [(name, value) for name in self.fields if name != "version" for value in data.getlist(name)]


class MoveForm(Form):
    """A step up or down, or a place among siblings."""

    direction = forms.ChoiceField(label=_("Direction"), choices=[("up", _("Up")), ("down", _("Down"))], required=False)
    position = forms.IntegerField(label=_("Place"), min_value=0, max_value=100_000, required=False)


class SectionMoveForm(MoveForm):
    """… or under another section."""

    parent = SectionChoice(
        Section.objects.none(), label=_("Move to"), required=False, empty_label=_("Top: a chapter of its own")
    )
    to_parent = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, initial={"to_parent": True, "parent": section.parent_id}, **kwargs)
        parent: Any = self.fields["parent"]
        parent.offer(section.plan, without=section)
