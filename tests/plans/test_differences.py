"""What differs between two trees is told, whatever it is: nothing in a plan changes in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.utils.translation import override

from plans.selectors.differences import Differences, tree_differences
from plans.tree_words import LABELS
from tests.reports import values as made

SHAPE = {("schema",), ("kind",), ("uid",)}
Path = tuple[Any, ...]

TIME = {"wording": "våren 2027", "start": "2027-03-01", "end": "2027-05-31", "recurrence": "yearly"}
NODE = {"classification": "open"}
IMAGE = {"sha256": "a" * 64, "width": 640, "height": 480, **NODE}
NOTE = {"description": "Alla barn", "actors": "Skolan", "examples": "Lektioner"}
PARTY = {**NODE, "subject_kind": "unit", "subject_uid": made.uid("skolan"), "subject": "Skolan"}
DOCUMENT = {
    **NODE,
    "uid": made.uid("d"),
    "kind": "law",
    "title": "Lagen",
    "reference": "2010:1",
    "url": "https://a.se/",
}


def whole() -> made.Values:
    """A plan in which everything says something."""
    measure = made.measure(
        1,
        text="Utbilda",
        condition="vid behov",
        levels=["Generell"],
        time=dict(TIME),
        activities=[{**made.activity("Steg"), **NODE, "time": dict(TIME)}],
        indicators=[{**made.indicator("Antal", "40"), **NODE}],
        responsibilities=[{**made.responsibility("responsible", "Skola", scope_note="för alla"), **PARTY}],
        result="Påbörjat",
        comment="Se rapporten",
        section_number="1",
    )
    return made.plan_values(
        officials=[{"role": "officer", "name": "Anna Ek", "title": "strateg"}],
        level_notes={"Generell": dict(NOTE)},
        related_documents=[dict(DOCUMENT)],
        abbreviations=[["KS", "Kommunstyrelsen"]],
        images={made.uid("bild"): dict(IMAGE)},
        sections=[
            made.section("Syfte", "<p>Alla.</p>", made.section("Mål", number="1.1"), number="1"),
            made.section("Inledning"),
            made.section("Formulär", number="Bilaga", is_annex=True),
        ],
        focus_areas=[made.area("Skola", measure, labels={"result": "Utfall"})],
    )


def leaves(node: Any, path: Path = ()) -> Iterator[Path]:
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inside:
        yield from leaves(value, (*path, key))
    if not isinstance(node, dict | list):
        yield path


def is_silent(path: Path) -> bool:
    """Names of rows inside a measure or list, numbers of measures, and the shape of the tree."""
    rows = {"uid": ("activities", "indicators", "responsibilities", "related_documents"), "number": ("measures",)}
    return path in SHAPE or (len(path) > 2 and path[-3] in rows.get(path[-1], ()))


def another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    is_day = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    return value.replace("2027", "2026") if is_day and value.endswith("01") else "2028-01-02" if is_day else "Annat"


def changed(path: Path) -> made.Values:
    tree = deepcopy(whole())
    node: Any = tree
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = {"recurrence": "monthly", "subject_kind": "function"}.get(path[-1]) or another(node[path[-1]])
    return tree


def told(found: Differences) -> list[str]:
    parts = (*found.facts, *found.sections, *found.areas, *found.measures)
    return [f"{one.label}: {one.difference}" for part in parts for one in part.fields]


ALL = [path for path in leaves(whole()) if not is_silent(path)]


def test_nothing_differs_from_itself() -> None:
    assert not tree_differences(whole(), deepcopy(whole()))


@pytest.mark.parametrize("path", ALL, ids=lambda path: ".".join(map(str, path)))
def test_whatever_is_changed_in_a_plan_is_told_with_a_label(path: Path) -> None:
    found = told(tree_differences(whole(), changed(path)))
    assert found, path
    assert not [one for one in found if "<ins>" not in one and "<del>" not in one]
    assert not {one.split(":")[0] for one in found} & ({*map(str, path)} - {*map(str, LABELS.values())})


@pytest.mark.parametrize("path", [path for path in leaves(whole()) if is_silent(path)])
def test_what_is_no_content_is_not_told(path: Path) -> None:
    assert not tree_differences(whole(), changed(path))


def test_every_value_has_a_label_in_swedish() -> None:
    tree = whole()
    area = tree["focus_areas"][0]
    nodes = [tree, tree["sections"][0], area, area["measures"][0]]
    keys = {key for node in nodes for key in node} - {"uid", "schema", "kind", "sections", "focus_areas"}
    assert keys - {"children", "measures"} <= set(LABELS)
    with override("en"):
        english = {key: str(LABELS[key]) for key in LABELS}
    assert [key for key in LABELS if str(LABELS[key]) == english[key] and key != "body"] == []


def test_a_part_is_told_in_words() -> None:
    (one,) = told(tree_differences(whole(), changed(("focus_areas", 0, "measures", 0, "responsibilities", 0, "part"))))
    assert one.startswith("Ansvariga och aktörer")
    now = deepcopy(whole())
    now["focus_areas"][0]["measures"][0]["responsibilities"][0]["part"] = "reports_back"
    (one,) = told(tree_differences(whole(), now))
    assert ("ansvarig" in one, "återrapporterar" in one, "reports_back" in one) == (True, True, False)


def test_an_own_number_is_told_but_not_that_others_are_counted_anew() -> None:
    old, new = whole(), whole()
    new["sections"].insert(0, made.section("Nytt", number="1"))
    new["sections"][1]["number"], new["sections"][1]["children"][0]["number"] = "2", "2.1"
    new["focus_areas"][0]["measures"][0]["section_number"] = "2"
    found = tree_differences(old, new)
    assert [(one.kind, one.name) for one in found.sections] == [("added", "1 Nytt")]
    assert found.count == 1
    old, new = whole(), whole()
    new["sections"][0]["number"] = "A"
    assert told(tree_differences(old, new))[0].startswith("Avsnittets nummer")


def test_a_picture_is_told_where_it_comes_and_not_twice() -> None:
    new = whole()
    new["images"][made.uid("ny")] = dict(IMAGE)
    new["sections"][0]["body"] += f'<p><img alt="Karta" data-image="{made.uid("ny")}"></p>'
    found = tree_differences(whole(), new)
    assert (found.facts, [one.name for one in found.sections]) == ((), ["1 Syfte"])
    assert "Karta" in told(found)[0]
