"""manage.py import_measures: the same steps as the page, all or nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Role
from plans.models import MeasureImport, Responsibility
from tests.plans.factories import PlanFactory
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
TABLE = "Område;Åtgärd;Ansvarig\nSkola;Gör a;Socialtjänst\nSkola;Gör b;RTH\n"


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def run(
    tmp_path: Path, text: str | bytes, *arguments: str, name: str = "plan.csv", plan: Any = None
) -> tuple[str, str]:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    told, errors = StringIO(), StringIO()
    number = (plan or PlanFactory()).pk
    call_command("import_measures", str(file), "--plan", str(number), *arguments, stdout=told, stderr=errors)
    return told.getvalue(), errors.getvalue()


def test_it_reads_a_file_in_the_name_of_the_installation(tmp_path: Path) -> None:
    plan = PlanFactory()
    rth = UnitFactory(municipality=plan.municipality, name="Rådet", abbreviation="RTH")
    UnitFactory(municipality=plan.municipality, name="Socialtjänsten")
    told, _ = run(tmp_path, TABLE, plan=plan)
    made = MeasureImport.objects.get()
    assert told == f"2 measures and 0 activities were read in (table {made.pk}).\n"
    assert (made.source_name, made.imported_by) == ("plan.csv", User.objects.system())
    assert {one.wording: one.unit for one in Responsibility.objects.all()} == {"Socialtjänst": None, "RTH": rth}


def test_it_reads_in_somebodys_name(tmp_path: Path) -> None:
    anna = member(Role.COORDINATOR)
    run(tmp_path, TABLE, "--by", anna.email, plan=PlanFactory(municipality=anna.municipality))
    assert MeasureImport.objects.get().imported_by == anna


def test_it_tells_what_was_left_out(tmp_path: Path) -> None:
    _, errors = run(tmp_path, "Prosa\nOmråde\tÅtgärd\tBudget\nSkola\tGör a\t1\n")
    assert "Row 1: Text outside the table" in errors
    assert "Row 2, Budget" in errors


@pytest.mark.parametrize(
    ("text", "arguments", "words"),
    [
        (b"PK\x03\x04", (), "Excel or Word"),
        ("Färg;Form\nröd;rund", (), "No column"),
        ("Åtgärd\nSe 811228-9874", (), "correct the table"),
        ("Åtgärd\nSe 8112289874", (), "--confirm-digits"),
        (TABLE, ("--by", "ingen@exempelby.example"), "no account"),
    ],
)
def test_it_refuses_and_reads_nothing(
    tmp_path: Path, text: str | bytes, arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        run(tmp_path, text, *arguments)
    assert MeasureImport.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Handläggare Tolvan 19121212-1212\nOmråde\tÅtgärd\nSkola\tGör a", "Row 1"),
        ("Område\tÅtgärd\nSkola\tGör a\t19121212-1212", "Row 2, column 3"),
        ("Område\tÅtgärd\t19121212-1212\nSkola\tGör a\tb", "Row 1, column 3"),
        ("Område\tÅtgärd\tBudget\nSkola\tGör a\t19121212-1212", "Row 2, Budget"),
    ],
)
def test_an_identity_number_anywhere_is_refused_by_place_and_never_repeated(
    tmp_path: Path, text: str, place: str
) -> None:
    file, told = tmp_path / "plan.txt", StringIO()
    file.write_text(text)
    with pytest.raises(CommandError) as error:
        call_command("import_measures", str(file), "--plan", str(PlanFactory().pk), stdout=told, stderr=told)
    assert place in told.getvalue()
    assert "1212" not in told.getvalue() + str(error.value)
    assert MeasureImport.objects.count() == 0


def test_digits_can_be_confirmed(tmp_path: Path) -> None:
    run(tmp_path, "Åtgärd\nSe 8112289874", "--confirm-digits")
    assert MeasureImport.objects.count() == 1


def test_a_missing_plan_or_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no plan"):
        call_command("import_measures", str(tmp_path / "x"), "--plan", "0")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_measures", str(tmp_path / "x"), "--plan", str(PlanFactory().pk))


def test_a_file_name_may_hold_no_identity_number(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="identity number"):
        run(tmp_path, TABLE, name="811228-9874.csv")
