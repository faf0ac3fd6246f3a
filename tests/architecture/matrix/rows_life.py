"""The states of an edition, its comparison and revision, and what is published, in the matrix."""

from __future__ import annotations

from tests.architecture.matrix.check import Row
from tests.architecture.matrix.words import COORDINATOR, form, of

LIFE: dict[str, Row] = {
    "plans:edition_propose": form(COORDINATOR, of("referred")),
}
