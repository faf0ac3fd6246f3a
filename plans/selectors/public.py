"""What anyone may read: the published versions of decided plans, and of each only what is named here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from plans.models import Edition
from plans.models.edition import EditionQuerySet
from plans.schema import Values

# What a tree holds and is not named here stays inside, also what is added to the trees tomorrow.
OF_PLAN = (
    "schema",
    "kind",
    "uid",
    "title",
    "document_type",
    "responsible_unit",
    "registry_number",
    "header",
    "is_numbered",
    "officials",
    "prevention_levels",
    "level_notes",
    "column_labels",
    "abbreviations",
)
OF_SECTION = ("uid", "number", "is_annex", "heading", "body")
OF_AREA = ("uid", "name", "column_labels")
OF_MEASURE = ("uid", "number", "text", "condition", "levels", "result", "comment", "section_number")
OF_TIME = ("wording", "start", "end", "recurrence")
OF_ACTIVITY = ("uid", "text")
OF_INDICATOR = ("uid", "text", "kind", "target")
OF_RESPONSIBILITY = ("uid", "part", "subject", "subject_kind", "wording", "scope_note")
OF_RELATED = ("uid", "kind", "title", "reference", "url")
OF_IMAGE = ("sha256", "width", "height")


@dataclass(frozen=True)
class PublicVersion:
    """A published version as a stranger reads of it: what was decided, and how it stands today."""

    plan_pk: int
    number: int
    title: str
    municipality: str
    body: str
    decided_on: Any
    paragraph: str
    registry_number: str
    valid_from: Any
    ends_on: Any
    is_in_force: bool
    standing: str
    standing_word: str
    standing_note: str
    is_delegated: bool
    paper_sha256: str

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the decision."""
        return any((self.body, self.decided_on, self.paragraph, self.registry_number, self.valid_from, self.ends_on))


@dataclass(frozen=True)
class PublicMunicipality:
    name: str
    versions: Sequence[PublicVersion]


def published() -> EditionQuerySet:
    """Decided versions that were published, of plans that have not been taken away."""
    rows: EditionQuerySet = Edition.objects.decided().exclude(published_at=None).filter(plan__withdrawn_at=None)
    return rows.select_related("municipality", "body", "decided_paper")


def published_in_force() -> list[PublicMunicipality]:
    """The published plans in force, by municipality; one statement."""
    rows = published().in_force().without_values().order_by("municipality__name", "municipality_id", "title", "pk")
    groups = groupby(rows, key=lambda one: one.municipality)
    return [PublicMunicipality(one.name, [public_version(row) for row in group]) for one, group in groups]


def published_versions(plan_pk: int) -> list[Edition]:
    """The published versions of a plan, the newest first; frozen trees stay in the database."""
    return list(published().without_values().filter(plan_id=plan_pk).order_by("-number"))


def public_version(edition: Edition) -> PublicVersion:
    return PublicVersion(
        plan_pk=edition.plan_id,
        number=edition.number,
        title=edition.title,
        municipality=edition.municipality.name,
        body=edition.body.name if edition.body else "",
        decided_on=edition.decided_on,
        paragraph=edition.paragraph,
        registry_number=edition.registry_number,
        valid_from=edition.valid_from,
        ends_on=edition.repealed_on,
        is_in_force=edition.is_in_force,
        standing=edition.standing,
        standing_word=edition.standing_word,
        standing_note=edition.standing_note,
        is_delegated=edition.is_delegated,
        paper_sha256=edition.decided_paper.sha256 if edition.decided_paper else "",
    )


def public_tree(values: Values) -> Values:
    """The parts of a frozen tree that a stranger reads; what is not open is left out."""
    return {
        **picked(values, OF_PLAN),
        "municipality": {"name": values["municipality"]["name"]},
        "sections": [public_section(one) for one in opened(values["sections"])],
        "focus_areas": [public_area(one) for one in opened(values["focus_areas"])],
        "related_documents": [picked(one, OF_RELATED) for one in opened(values["related_documents"])],
        "images": {uid: picked(one, OF_IMAGE) for uid, one in values["images"].items() if is_open(one)},
    }


def public_section(section: Values) -> Values:
    return {**picked(section, OF_SECTION), "children": [public_section(one) for one in opened(section["children"])]}


def public_area(area: Values) -> Values:
    return {**picked(area, OF_AREA), "measures": [public_measure(one) for one in opened(area["measures"])]}


def public_measure(measure: Values) -> Values:
    return {
        **picked(measure, OF_MEASURE),
        "time": picked(measure["time"], OF_TIME),
        "activities": [
            {**picked(one, OF_ACTIVITY), "time": picked(one["time"], OF_TIME)} for one in opened(measure["activities"])
        ],
        "indicators": [picked(one, OF_INDICATOR) for one in opened(measure["indicators"])],
        "responsibilities": [picked(one, OF_RESPONSIBILITY) for one in opened(measure["responsibilities"])],
    }


def picked(node: Values, names: Iterable[str]) -> Values:
    return {name: node[name] for name in names}


def opened(nodes: Iterable[Values]) -> list[Values]:
    return [one for one in nodes if is_open(one)]


def is_open(node: Values) -> bool:
    return bool(node["classification"] == "open")
