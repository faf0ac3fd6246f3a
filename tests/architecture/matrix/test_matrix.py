"""Complete over the resolver, two municipalities, every role, every method; see check.py for what a row says."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db.models import Model

from accounts.roles import Role
from tests.architecture.matrix.check import (
    STRANGER,
    Leak,
    disagreements,
    disagreements_backwards,
    guarded_models,
    leaks,
    name_of,
    open_doors,
    routes,
)
from tests.architecture.matrix.rows import MATRIX, PUBLIC
from tests.architecture.matrix.world import GUEST, KEEPER, World

pytestmark = pytest.mark.django_db

EVERYONE = [*Role, KEEPER, GUEST, STRANGER]


def test_every_address_has_a_row_or_a_reason_to_be_public() -> None:
    known = {name_of(route) for route in MATRIX} | set(PUBLIC)
    assert sorted(set(routes()) - known) == []
    assert sorted(known - set(routes())) == []


def test_every_public_address_says_why() -> None:
    assert all(PUBLIC.values())
    assert not set(PUBLIC) & set(MATRIX)


@pytest.mark.parametrize("who", EVERYONE, ids=str)
def test_nobody_is_shown_more_or_less_than_the_matrix_says(worlds: tuple[World, World], who: str) -> None:
    assert told(leaks(MATRIX, worlds, [who])) == []


@pytest.mark.no_cover
@pytest.mark.parametrize("who", EVERYONE, ids=str)
def test_no_address_is_opened_by_a_method_it_is_not_made_for(worlds: tuple[World, World], who: str) -> None:
    assert told(open_doors(MATRIX, worlds, [who])) == []


@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model._meta.label)
def test_what_is_seen_is_what_may_be_seen(worlds: tuple[World, World], model: type[Model]) -> None:
    assert model._default_manager.exists(), "the worlds hold no row of this model: nothing would be proven"
    assert disagreements(worlds, [model]) == []


@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model._meta.label)
def test_who_sees_a_row_is_told_alike_from_both_ends(worlds: tuple[World, World], model: type[Model]) -> None:
    assert disagreements_backwards(worlds, model) == []


def told(found: Iterable[Leak]) -> list[str]:
    return [f"{leak.method.upper()} {leak.route} as {leak.who}: {leak.what}" for leak in found]
