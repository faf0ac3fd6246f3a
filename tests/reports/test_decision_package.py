"""Papers for decision: every part once, in order, in one file whose pages are counted through."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from django.utils import translation

from reports.documents.package import Package, basis_rows, decision_package, parts_of, referral_package
from reports.documents.plan import Paper
from reports.rendering import Rendered
from tests.reports.examples import full_plan
from tests.reports.legal_examples import MATTER_HEAD, document, matter, recipient, referral, statement
from tests.reports.pdfs import outline_titles, pages_of, printed, squeezed, tagged
from tests.reports.values import MUNICIPALITY

PAPER = Paper(label="Förslag till beslut", edition=2, sha256="b" * 64)


@pytest.fixture(autouse=True)
def _swedish():
    with translation.override("sv"):
        yield


def package(**fields) -> Package:
    whole = {"matter": matter(), "municipality": MUNICIPALITY, "plan": full_plan(3), "paper": PAPER, **fields}
    return Package(**whole)


@pytest.fixture(scope="module")
def made() -> Rendered:
    return printed(decision_package(package(before=full_plan(2), before_words="Version 1, antagen")))


def test_it_has_every_part_once_in_the_order_of_reading():
    labels = [part.label for part in parts_of(package(before=full_plan(2)))]

    assert labels == [
        "Trygghetsutskottet § 5",
        "Missiv: Förslag till handlingsplan",
        "Beslutsunderlag",
        full_plan(3)["title"],
        "Yttrande: Miljönämnden",
        "Yttrande: Omsorgs- och socialnämnden",
        "Sammanställning av ändringar",
    ]


def test_a_chosen_order_is_kept_and_what_came_later_finds_its_place():
    whole = package()
    keys = [part.key for part in parts_of(whole)]
    chosen = (keys[3], keys[1], keys[4])

    found = [part.key for part in parts_of(replace(whole, order=chosen))]

    assert sorted(found) == sorted(keys)
    assert [key for key in found if key in chosen] == list(chosen)
    assert found.index(keys[2]) == found.index(keys[1]) + 1


def test_the_pages_are_counted_through(made):
    pages = pages_of(made.content)

    numbers = [re.search(r"sida (\d+) av (\d+)", page) for page in pages]
    assert all(numbers)
    assert [(int(one[1]), int(one[2])) for one in numbers if one] == [
        (place, len(pages)) for place in range(1, len(pages) + 1)
    ]
    assert made.problems == ()


def test_every_part_has_its_bookmark_and_its_line_in_the_contents(made):
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        titles = [squeezed(one) for one in outline_titles(pdf)]
    contents = squeezed(pages_of(made.content)[0])

    for word in ("Handlingar till beslut", "Beslutsunderlag", "Yttrande: Miljönämnden", "Sammanställning av ändringar"):
        assert squeezed(word) in titles, word
        assert squeezed(word) in contents
    assert squeezed(full_plan()["title"]) in titles


def test_headings_never_skip_a_level(made):
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        levels = [int(str(one.S)[2]) for one in tagged(pdf, "/H1", "/H2", "/H3", "/H4", "/H5", "/H6")]

    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_same_matter_gives_the_same_bytes():
    assert printed(decision_package(package())).content == printed(decision_package(package())).content


def test_a_committee_s_paragraph_stands_with_its_statement_and_nowhere_else():
    found = decision_package(package()).html

    assert found.count("Omsorgs- och socialnämnden §\N{NO-BREAK SPACE}15") >= 1
    assert [part.label for part in parts_of(package())].count("Miljönämnden § 6") == 0


def test_basis_documents_come_from_the_letter_else_from_what_the_matter_has():
    cited = basis_rows(package())
    counted = basis_rows(package(matter=matter(documents=[document(basis=[])])))

    assert cited == ["Förslag till handlingsplan", "Yttrande Miljönämnden, 2027-01-19"]
    assert counted[0] == full_plan(3)["title"]
    assert counted[1].startswith("Yttrande: Miljönämnden")


def test_the_referral_package_is_the_letter_and_the_plan():
    asked = referral(recipient("Miljönämnden"), letter=document("Remiss", document_kind="referral_letter"))
    whole = package(matter={**MATTER_HEAD, "documents": [], "decisions": [], "referrals": [asked]})

    found = referral_package(whole).html

    assert found.index("Remissmissiv") < found.index(full_plan(3)["title"])
    assert "Yttrande:" not in found


def test_a_referral_without_a_letter_still_says_what_is_asked():
    asked = referral(recipient("Miljönämnden"), recipient("Kultur <b>nämnden</b>", statement("Kultur")))
    whole = package(matter={**MATTER_HEAD, "documents": [], "decisions": [], "referrals": [asked]})

    found = referral_package(whole).html

    assert "Vad anser nämnden om förslaget?" in found
    assert "Kultur &lt;b&gt;nämnden&lt;/b&gt;" in found
