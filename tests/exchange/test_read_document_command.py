"""manage.py read_document: the same steps as the page, told in the shell."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Role
from plans.models import DocumentImport, Plan
from tests.exchange.test_document_refusals import NUMBER, TEN_DIGITS
from tests.plans.factories import PlanFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parent / "files" / "libreoffice.docx"


@pytest.fixture
def plan() -> Any:
    return PlanFactory(title="Ny plan")


def run(plan: Plan, file: Path, *arguments: str) -> tuple[str, str]:
    told, errors = StringIO(), StringIO()
    call_command("read_document", str(file), "--plan", str(plan.pk), *arguments, stdout=told, stderr=errors)
    return told.getvalue(), errors.getvalue()


def test_it_says_what_was_understood_and_what_was_not_and_leaves_it_to_be_looked_through(plan: Plan) -> None:
    told, errors = run(plan, FILE)
    document = DocumentImport.objects.get()
    assert told.splitlines()[:3] == [" Bakgrund", "   Lägesbild", " Arbetet"]
    assert "6 avsnitt, 2 åtgärder, 1 tabell, 2 noter, 1 bild" in told
    assert document.get_absolute_url() in told
    assert "1 kommentar lästes inte in\n  Bo Berg: Är adressen rätt?" in errors
    assert (document.state, document.imported_by, plan.sections.count()) == ("read", User.objects.system(), 0)


def test_it_takes_the_document_in_as_proposed(plan: Plan) -> None:
    told, _errors = run(plan, FILE, "--accept")
    plan.refresh_from_db()
    assert "Inläst: 6 avsnitt" in told
    assert (plan.title, plan.sections.count()) == ("Handlingsplan för trygghet i Exempelby", 6)


def test_a_text_file_is_read_as_a_paste(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("Plan mot oro\n1. Syfte\nText.\n2. Mål\nText.", encoding="utf-8")
    assert "1 Syfte\n2 Mål\n" in run(plan, file)[0]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.docx", b"%PDF-1.7", "PDF"),
        ("plan.docx", b"PK" + b"\0" * 11 * 1024**2, "10 MB"),
        ("plan.txt", f"1. Syfte\nRing {NUMBER}.".encode(), "personnummer"),
        (f"{NUMBER}.txt", b"1. Syfte\nText.", "personnummer"),
    ],
)
def test_what_the_page_refuses_is_refused(plan: Plan, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        run(plan, file, "--accept")
    assert plan.sections.count() == 0


def test_ten_digits_are_to_be_confirmed(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(f"Plan\n1. Syfte\nRing {TEN_DIGITS}.\n2. Mål\nText.", encoding="utf-8")
    with pytest.raises(CommandError, match="--confirm-digits"):
        run(plan, file, "--accept")
    run(plan, file, "--accept", "--confirm-digits")
    assert plan.sections.count() == 2


def test_nobody_reads_into_a_plan_of_others(plan: Plan) -> None:
    stranger = member(Role.COORDINATOR)
    with pytest.raises(CommandError, match="får inte ändra"):
        run(plan, FILE, "--by", stranger.email)
    assert not DocumentImport.objects.exists()


def test_a_file_or_plan_that_is_not_there_is_told(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kan inte läsas"):
        run(plan, tmp_path / "saknas.docx")
    with pytest.raises(CommandError, match="999999"):
        run(Plan(pk=999_999), FILE)
