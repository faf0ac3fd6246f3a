"""Who is proposed to report on what."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.utils import timezone

from plans.assignments import Directory, parts_in, parts_of, proposal, proposals
from plans.frozen import FrozenMeasure
from responsibilities.models import Unit

Kind = Unit.Kind
NUMBERS = iter(range(1, 10_000))


def unit(name: str, kind: str = Kind.ADMINISTRATION, **more: Any) -> Unit:
    return Unit(pk=next(NUMBERS), name=name, kind=kind, **more)


def said(part: str, subject: Unit | None = None, *, wording: str = "", kind: str | None = None) -> dict[str, Any]:
    return {
        "uid": str(uuid.uuid4()),
        "part": part,
        "subject_kind": kind or ("unit" if subject else None),
        "subject_uid": str(subject.uid) if subject else None,
        "wording": wording or str(subject or "Någon"),
    }


def measure(*responsibilities: dict[str, Any]) -> FrozenMeasure:
    values = {
        "uid": str(uuid.uuid4()),
        "number": 1,
        "text": "Gör",
        "activities": [],
        "responsibilities": responsibilities,
    }
    return FrozenMeasure(values={**values, "responsibilities": list(responsibilities)}, area="")


def asked(
    one: FrozenMeasure, parts: list[str], *units: Unit, functions: dict[str, int | None] | None = None
) -> list[Any]:
    directory = Directory(units=units, function_units=functions or {})
    names = {unit.pk: unit.name for unit in units} | {None: None}
    return [names[pk] for pk in proposal(one, parts, directory).unit_ids]


def test_the_chosen_parts_report_and_the_consulted_never_do() -> None:
    a, b, c, d = unit("A"), unit("B"), unit("C"), unit("D")
    one = measure(said("responsible", a), said("actor", b), said("in_consultation", c), said("consult_when_needed", d))

    assert asked(one, ["responsible"], a, b, c, d) == ["A"]
    assert asked(one, ["responsible", "actor"], a, b, c, d) == ["A", "B"]
    assert asked(one, ["actor", "in_consultation", "consult_when_needed", "convener"], a, b, c, d) == ["B"]


def test_a_unit_with_two_parts_is_asked_once() -> None:
    a = unit("A")

    assert asked(measure(said("responsible", a), said("actor", a)), ["responsible", "actor"], a) == ["A"]


def test_each_administration_means_those_in_work() -> None:
    a, b = unit("A"), unit("B")
    planned, ended = unit("P", status="planned"), unit("E", status="ended")
    gone, office = unit("G", withdrawn_at=timezone.now()), unit("O", Kind.OFFICE)

    one = measure(said("responsible", kind="each_administration"))

    assert asked(one, ["responsible"], a, b, planned, ended, gone, office) == ["A", "B"]


def test_nobody_known_means_that_the_coordinator_reports() -> None:
    a = unit("A")

    assert asked(measure(), ["responsible"], a) == [None]
    assert asked(measure(said("responsible", wording="Styrgruppen")), ["responsible"], a) == [None]
    assert asked(measure(said("actor", a)), ["responsible"], a) == [None]


def test_one_known_among_the_unknown_is_enough_and_the_unknown_is_named() -> None:
    a = unit("A")
    one = measure(said("responsible", a), said("actor", wording="Webbredaktör"))
    found = proposal(one, ["responsible", "actor"], Directory(units=[a], function_units={}))

    assert found.unit_ids == (a.pk,)
    assert found.unknown == ("Webbredaktör",)


def test_a_function_speaks_through_its_unit() -> None:
    a, function = unit("A"), str(uuid.uuid4())
    responsibility = {
        **said("actor", wording="Utvecklingsstrateg"),
        "subject_kind": "function",
        "subject_uid": function,
    }

    assert asked(measure(responsibility), ["actor"], a, functions={function: a.pk}) == ["A"]
    assert asked(measure(responsibility), ["actor"], a, functions={function: None}) == [None]


def test_a_board_speaks_through_its_administration() -> None:
    board = unit("Socialnämnden", Kind.BOARD)
    own = unit("Socialförvaltningen", parent_id=board.pk)
    lone = unit("Valnämnden", Kind.BOARD)

    assert asked(measure(said("responsible", board)), ["responsible"], board, own) == ["Socialförvaltningen"]
    assert asked(measure(said("responsible", lone)), ["responsible"], lone, own) == ["Valnämnden"]


def test_a_council_alone_gives_way_to_its_actors_and_beside_them_speaks_for_itself() -> None:
    council, a, b = unit("RTH", Kind.ADVISORY), unit("A"), unit("B")
    one = measure(said("responsible", council), said("actor", a), said("actor", b))

    assert asked(one, ["responsible"], council, a, b) == ["A", "B"]
    assert asked(one, ["responsible", "actor"], council, a, b) == ["RTH", "A", "B"]
    assert asked(measure(said("responsible", council)), ["responsible"], council) == ["RTH"]


def test_duties_follow_to_the_successor_and_end_where_nobody_took_over() -> None:
    new = unit("Ny")
    old = unit("Gammal", status="ended", successor_id=new.pk)
    older = unit("Äldre", status="ended", successor_id=old.pk)
    orphan = unit("Nedlagd", status="ended")

    assert asked(measure(said("responsible", older)), ["responsible"], new, old, older) == ["Ny"]
    assert asked(measure(said("responsible", orphan)), ["responsible"], orphan) == [None]


def test_successors_in_a_circle_end_the_search() -> None:
    one, two = unit("Ett", status="ended"), unit("Två", status="ended")
    one.successor_id, two.successor_id = two.pk, one.pk

    assert asked(measure(said("responsible", one)), ["responsible"], one, two) == [None]


def test_an_external_party_is_not_asked() -> None:
    police, a = unit("Polisen", Kind.EXTERNAL), unit("A")

    assert asked(measure(said("actor", police)), ["actor"], police, a) == [None]
    assert asked(measure(said("actor", police), said("actor", a)), ["actor"], police, a) == ["A"]


def test_the_parts_that_each_unit_answers_for_are_kept() -> None:
    a, b = unit("A"), unit("B")
    one = measure(said("responsible", a), said("actor", b), said("actor", a))

    assert parts_of(one, Directory(units=[a, b], function_units={})) == {
        a.pk: ["responsible", "actor"],
        b.pk: ["actor"],
    }


@pytest.mark.parametrize(("held", "expected"), [(["actor", "responsible"], ["responsible", "actor"]), ([], [])])
def test_the_parts_that_somebody_holds_are_offered_in_order(held: list[str], expected: list[str]) -> None:
    values = {"focus_areas": [{"name": "", "measures": [measure(*map(said, held)).values]}]}

    assert parts_in(values) == expected
    assert len(proposals(values, held, Directory(units=[], function_units={}))) == 1
