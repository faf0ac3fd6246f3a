"""Words are found however they were written."""

from __future__ import annotations

import unicodedata

import pytest

from foundation.search_text import SearchTextField, containing, folded
from plans.models import Plan
from tests.accounts.factories import MunicipalityFactory, RecordedFactory

pytestmark = pytest.mark.django_db


class PlanFactory(RecordedFactory):
    class Meta:
        model = Plan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Åtgärd  ÄR\n bra", "åtgärd är bra"),
        (unicodedata.normalize("NFD", "Ö"), "ö"),
        ("STRASSE ß", "strasse ss"),
        ("", ""),
    ],
)
def test_folded_text_is_composed_lower_and_single_spaced(text: str, expected: str):
    assert folded(text) == expected


@pytest.mark.parametrize(
    "words", ["åtgärd", "ÅTGÄRD", "gärd plan", unicodedata.normalize("NFD", "åtgärd"), "2016:168", ""]
)
def test_a_row_is_found_by_parts_of_its_words_in_any_order(words: str):
    plan = PlanFactory(municipality=MunicipalityFactory(), title="Plan med Åtgärder", registry_number="KS/2016:168")

    assert list(Plan.objects.filter(containing(words))) == [plan]


@pytest.mark.parametrize("words", ["riktlinje", "plan riktlinje", "%", "_"])
def test_a_row_is_not_found_by_what_it_does_not_say(words: str):
    PlanFactory(municipality=MunicipalityFactory(), title="Plan med Åtgärder")

    assert not Plan.objects.filter(containing(words)).exists()


def test_the_text_follows_every_save():
    plan = PlanFactory(municipality=MunicipalityFactory(), title="Gammal")
    plan.title = "Ny"
    plan.save()

    assert Plan.objects.get().search_text == "ny"


def test_migrations_know_the_sources_and_nothing_that_is_always_so():
    _name, path, _args, kwargs = SearchTextField(sources=("title",)).deconstruct()

    assert path == "foundation.search_text.SearchTextField"
    assert kwargs == {"sources": ("title",)}
