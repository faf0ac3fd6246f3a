"""How much of a plan a paper holds: all of it, its text, or its measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Values = Mapping[str, Any]
WITHOUT_TEXT: Values = {
    "sections": [],
    "related_documents": [],
    "abbreviations": [],
    "officials": [],
}


class Part(models.TextChoices):
    WHOLE = "whole", _("The whole plan")
    PROSE = "prose", _("Only the text")
    MEASURES = "measures", _("Only the measures")


@dataclass(frozen=True)
class PartOf:
    """What is left out of the tree, and what the paper says of it on its cover."""

    words: str | Promise
    left_out: Mapping[str, Any]

    def of(self, values: Values) -> Values:
        return {**values, **self.left_out}


PARTS: Mapping[str, PartOf] = {
    Part.WHOLE: PartOf("", {}),
    Part.PROSE: PartOf(Part.PROSE.label, {"focus_areas": []}),
    Part.MEASURES: PartOf(Part.MEASURES.label, WITHOUT_TEXT),
}
