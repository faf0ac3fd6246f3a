"""What the text of a section may point at, and where its pictures are: for the editor."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from plans.models import Plan
from plans.outline import flattened, outline
from plans.prose import section_label

ANY_IMAGE = UUID(int=0)
"""Stands in an address where the editor puts the name of a picture."""


@dataclass(frozen=True)
class Target:
    """`key` as it stands in the text ("section:UID"), what is written there today, and how the list calls it."""

    key: str
    label: str
    name: str


@dataclass(frozen=True)
class Targets:
    sections: list[Target]
    measures: list[Target]


@dataclass(frozen=True)
class Writing:
    """What the form of a section gives the editor; nothing is read until a page is made of it."""

    plan: Plan

    @cached_property
    def targets(self) -> Targets:
        return reference_targets(self.plan)

    @property
    def image_create(self) -> str:
        return reverse("plans:image_create", args=[self.plan.pk])

    @property
    def image_address(self) -> str:
        return reverse("plans:plan_image", args=[self.plan.pk, ANY_IMAGE])


def reference_targets(plan: Plan) -> Targets:
    """Every section and measure of the draft, in order, called what a reference to it is called; two statements."""
    nodes = flattened(outline(plan.sections.current(), is_numbered=plan.is_numbered))
    measures = plan.measures.current().in_order().values_list("uid", "text")
    return Targets(
        sections=[
            Target(
                f"section:{node.section.uid}",
                section_label(
                    {"number": node.number, "heading": node.section.heading, "is_annex": node.section.is_annex}
                ),
                f"{node.number or ''} {node.section.heading}".strip(),
            )
            for node in nodes
        ],
        measures=[
            Target(f"measure:{uid}", _("measure %(number)d") % {"number": number}, f"{number} {text}")
            for number, (uid, text) in enumerate(measures, start=1)
        ],
    )
