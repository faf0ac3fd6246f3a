"""Forms about sections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import CreateForm, EditForm, Form
from plans.models import Plan, Section
from plans.outline import flattened, outline
from plans.services.texts import LONGEST

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


class SectionFields(Form):
    parent = SectionChoice(
        Section.objects.none(), label=_("Stands under"), required=False, empty_label=_("Nothing: a chapter of its own")
    )
    heading = forms.CharField(label=_("Heading"), max_length=300)
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("An empty line begins a new paragraph. A line that begins with “- ” becomes an item of a list."),
    )
    is_numbered = forms.BooleanField(label=_("Numbered"), required=False, initial=True)
    own_number = forms.CharField(
        label=_("Number of its own"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"data-narrow": "1"}),
        help_text=_("Only when the document numbers it otherwise than in order."),
    )

    @property
    def groups(self) -> list[dict[str, Any]]:
        shown = ["heading", "body", "parent"]
        return [
            {"title": _("The section"), "hint": "", "fields": [self[name] for name in shown], "folded": False},
            {
                "title": _("Numbering"),
                "hint": "",
                "fields": [self["is_numbered"], self["own_number"]],
                "folded": True,
            },
        ]


class SectionCreateForm(SectionFields, CreateForm):
    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.offer(plan)


class SectionUpdateForm(SectionFields, EditForm):
    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.values_of(section), **kwargs)
        parent: Any = self.fields["parent"]
        parent.offer(section.plan, without=section)

    @classmethod
    def values_of(cls, row: Section) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("version", "heading", "body", "is_numbered", "own_number")} | {
            "parent": row.parent
        }


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
