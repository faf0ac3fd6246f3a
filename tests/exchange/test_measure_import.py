"""Reading in a table from the page: paste, look through, read in, undo; and everything that must be refused."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from exchange.forms.measure_import import MeasureImportForm
from exchange.forms.subjects import field_of
from exchange.selectors.measure_import import Subject
from plans.models import Measure, MeasureImport, Plan, Responsibility
from tests.plans.factories import PlanFactory, PlanGrantFactory
from tests.responsibilities.factories import FunctionFactory, UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
TABLE = (
    "Område\tAktivitet\tIndikator\tAktörer\tAnsvarig\tKommentar\n"
    "Utbildning\t• Utbildningsplan (våren 2027) • Utse ansvarig\tAntal\t"
    "Utvecklingsstrateg i samråd med Skola\tRTH\tJa\n"
    "Lägesbild\tUppdatera årligen\tRapport finns\tSocialtjänst\tRTH\t\n"
)


@pytest.fixture
def anna() -> Any:
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna: Any) -> Any:
    return PlanFactory(municipality=anna.municipality)


@pytest.fixture
def page(client: Client, anna: Any) -> Client:
    client.force_login(anna)
    return client


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def address(plan: Plan) -> str:
    return reverse("exchange:measure_import", args=[plan.pk])


def given(**fields: Any) -> dict[str, Any]:
    return {"source": TABLE, "html": "", "submission_key": str(uuid.uuid4()), **fields}


def subject_field(name: str) -> str:
    return field_of(Subject(name, None))


def test_the_first_page_asks_for_a_table(page: Client, plan: Plan) -> None:
    response = page.get(address(plan))
    assert response.status_code == 200
    assert "data-paste-html-target" in response.content.decode()


def test_a_pasted_table_is_shown_before_it_is_read_in(page: Client, plan: Plan) -> None:
    response = page.post(address(plan), given())
    text = response.content.decode()
    assert response.status_code == 200
    assert response.context["form"].summary == "2 measures, 3 activities, 4 questions left"
    assert "Read in 2 measures" in text
    assert "interpreted as 1 March – 31 May 2027" in text
    assert Measure.objects.count() == 0


def test_a_confirmed_table_becomes_measures(page: Client, plan: Plan) -> None:
    response = page.post(address(plan), given(confirm="1"), follow=True)
    made = MeasureImport.objects.get()
    assert response.redirect_chain == [(made.get_absolute_url(), 302)]
    assert [str(measure.focus_area) for measure in plan.measures.current().in_order()] == ["Utbildning", "Lägesbild"]
    first = plan.measures.get(focus_area__name="Utbildning")
    assert [(one.text, one.time_wording) for one in first.activities.all()] == [
        ("Utbildningsplan (våren 2027)", "våren 2027"),
        ("Utse ansvarig", ""),
    ]
    assert [(one.text, one.kind) for one in first.indicators.all()] == [("Antal", "count")]
    assert first.comment == "Ja"
    plan.refresh_from_db()
    assert plan.column_labels["activities"] == "Aktivitet"
    assert reverse("exchange:measure_import_undo", args=[made.pk]) in response.content.decode()


def test_known_names_become_units_and_functions_and_others_stay_words(page: Client, plan: Plan) -> None:
    rth = UnitFactory(municipality=plan.municipality, name="Rådet för trygghet", abbreviation="RTH")
    social = UnitFactory(municipality=plan.municipality, name="Socialtjänsten")
    strategist = FunctionFactory(municipality=plan.municipality, unit=None, title="Utvecklingsstrateg")
    preview = page.post(address(plan), given()).context["form"]
    assert [(one.name, one.state) for one, _ in preview.subject_fields] == [
        ("Skola", "unknown"),
        ("Socialtjänst", "likely"),
    ]
    assert preview[subject_field("Socialtjänst")].value() == f"unit-{social.pk}"
    page.post(address(plan), given(confirm="1"))
    found = {one.wording: (one.part, one.unit or one.function) for one in Responsibility.objects.all()}
    assert found == {
        "RTH": ("responsible", rth),
        "Utvecklingsstrateg i samråd med": ("actor", strategist),
        "Skola": ("in_consultation", None),
        "Socialtjänst": ("actor", social),
    }


def test_who_is_meant_can_be_chosen(page: Client, plan: Plan) -> None:
    school = UnitFactory(municipality=plan.municipality, name="Barn och utbildning")
    chosen = {subject_field("Skola"): f"unit-{school.pk}", subject_field("RTH"): "each"}
    assert "2 questions left" in page.post(address(plan), given(**chosen)).context["form"].summary
    page.post(address(plan), given(confirm="1", **chosen))
    assert Responsibility.objects.get(wording="Skola").unit == school
    assert all(one.is_each_administration for one in Responsibility.objects.filter(wording="RTH"))


@pytest.mark.parametrize("value", ["unit-{unit}", "function-{function}", "unit-0", "x", "<script>"])
def test_another_municipality_can_not_be_chosen(page: Client, plan: Plan, value: str) -> None:
    stranger = UnitFactory(name="KAN-främmande")
    function = FunctionFactory(unit=stranger)
    choice = value.format(unit=stranger.pk, function=function.pk)
    response = page.post(address(plan), given(confirm="1", **{subject_field("Skola"): choice}))
    assert response.status_code == 422
    assert subject_field("Skola") in response.context["form"].errors
    assert "KAN-främmande" not in response.content.decode()
    assert TABLE.split("\t")[6] in response.content.decode()
    assert MeasureImport.objects.count() == 0


def test_a_column_can_be_chosen_anew(page: Client, plan: Plan) -> None:
    text = "Åtgärd\tBudget\nGör a\t10 tkr"
    first = page.post(address(plan), given(source=text)).context["form"]
    assert first.summary == "1 measure, 0 activities, 1 question left"
    assert first.asks_about_columns
    chosen = page.post(address(plan), given(source=text, **{"column-1": "comment"})).context["form"]
    assert chosen.summary == "1 measure, 0 activities, no questions left"
    page.post(address(plan), given(source=text, confirm="1", **{"column-1": "comment"}))
    assert plan.measures.get().comment == "10 tkr"


@pytest.mark.parametrize("fields", [{"column-0": "password"}, {"column-0": "\0"}])
def test_a_column_that_is_none_of_ours_is_refused(page: Client, plan: Plan, fields: dict[str, str]) -> None:
    response = page.post(address(plan), given(confirm="1", **fields))
    assert response.status_code == 422
    assert "column-0" in response.context["form"].errors


@pytest.mark.parametrize(
    "fields", [{"column-9999999999": "text"}, {"column-x": "text"}, {"column-²": "text"}, {"column-": ""}]
)
def test_columns_that_do_not_exist_are_left_alone(page: Client, plan: Plan, fields: dict[str, str]) -> None:
    assert page.post(address(plan), given(**fields)).status_code == 200


def test_a_column_with_a_number_of_thousands_of_digits_is_left_alone(page: Client, plan: Plan) -> None:
    data = urlencode(given(**{"column-" + "9" * 5_000: "text"}))
    response = page.post(address(plan), data, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200


def test_the_clipboards_web_page_is_used_where_it_holds_a_table(page: Client, plan: Plan) -> None:
    html = "<table><tr><td>Åtgärd<td>Ansvarig<tr><td>Gör <b>a</b><br>nu<td>RTH</table>"
    form = page.post(address(plan), given(source="skräp", html=html)).context["form"]
    assert form.reading.rows[0].text == "Gör a nu"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_and_carried_to_the_next_step(page: Client, plan: Plan, encoding: str) -> None:
    data = "Område;Åtgärd;Ansvarig\r\nSkola;Gör å;RTH\r\n".encode(encoding)
    response = page.post(address(plan), given(source="", file=SimpleUploadedFile("plan 2027.csv", data)))
    form = response.context["form"]
    assert response.status_code == 200
    assert form["source"].value() == "Område;Åtgärd;Ansvarig\nSkola;Gör å;RTH\n"
    page.post(address(plan), given(source=form["source"].value(), source_name=form["source_name"].value(), confirm="1"))
    assert MeasureImport.objects.get().source_name == "plan 2027.csv"
    assert plan.measures.get().text == "Gör å"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.xlsx", b"PK\x03\x04" + b"\0" * 200, "Excel or Word"),
        ("plan.pdf", b"%PDF-1.7", "PDF"),
        ("tom.csv", b"", "Paste a table"),
        ("bild.csv", b"\x81\x8d\x00\x90" * 9, "not text"),
        ("nul.csv", "Åtgärd;Mål\0\nGör;x".encode(), "NUL"),
        ("stor.csv", b"x" * (11 * 1024 * 1024), "too large"),
        ("811228-9874.csv", b"x", "identity number"),
        ("annat.csv", "Färg;Form\nröd;rund".encode(), "No column was recognised"),
    ],
)
def test_wrong_files_are_refused_with_a_reason(page: Client, plan: Plan, name: str, data: bytes, words: str) -> None:
    response = page.post(address(plan), given(source="", file=SimpleUploadedFile(name, data)))
    assert response.status_code == 422
    assert words in str(response.context["form"].errors)


def test_text_and_file_at_once_are_refused(page: Client, plan: Plan) -> None:
    response = page.post(address(plan), given(file=SimpleUploadedFile("a.csv", b"x")))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]


@pytest.mark.parametrize(
    "source",
    ["", "   ", "Bara prosa", "Åtgärd\t\0", "Åtgärd\n", "Åtgärd\n" + "å" * 100_001, "Åtgärd\n" + "a\n" * 2_001],
)
def test_what_is_no_table_is_refused_and_kept_on_the_page(page: Client, plan: Plan, source: str) -> None:
    response = page.post(address(plan), given(source=source, confirm="1"))
    assert response.status_code == 422
    assert response.context["form"]["source"].value() == source
    assert not response.context["form"].is_preview


def test_an_identity_number_is_refused_by_row_and_cell_and_the_text_is_kept(page: Client, plan: Plan) -> None:
    source = TABLE.replace("Ja", "Anna 811228-9874")
    response = page.post(address(plan), given(source=source, confirm="1"))
    told = str(response.context["form"].errors["source"])
    assert response.status_code == 422
    assert "Row 2, Kommentar" in told
    assert "9874" not in told
    assert response.context["form"]["source"].value() == source
    assert MeasureImport.objects.count() == 0


NUMBER = "19121212-1212"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (f"Handläggare Tolvan {NUMBER}\n{TABLE}", "Row 1"),
        (f"{TABLE}Underskrift {NUMBER}\n", "Row 4"),
        (f"Åtgärd\tAnsvarig\nGör\tRTH\t{NUMBER}", "Row 2, column 3"),
        (f"Åtgärd\t{NUMBER}\nGör\ta", "Row 1, column 2"),
        (f"Åtgärd\tAnsvarig {NUMBER}\nGör\t{'ord ' * 200}", "Row 1, column 2"),
        (f"Åtgärd\tBudget\nGör\t{NUMBER}", "Row 2, Budget"),
        (f"Diarie\tÅtgärd\n{NUMBER}\t\n\tGör", "Row 2, Diarie"),
    ],
)
@pytest.mark.parametrize("choice", ["", "ignore", "text"])
def test_an_identity_number_anywhere_in_the_paste_is_refused_and_never_repeated(
    page: Client, plan: Plan, source: str, place: str, choice: str
) -> None:
    response = page.post(address(plan), given(source=source, confirm="1", **({"column-1": choice} if choice else {})))
    told = str(response.context["form"].errors["source"]) + response.content.decode().split("<textarea")[0]
    assert response.status_code == 422
    assert not response.context["form"].is_preview
    assert place in told or choice
    assert "12121212" not in told
    assert "1212-1212" not in told
    assert MeasureImport.objects.count() == 0


def test_an_identity_number_divided_over_two_cells_that_are_put_together_is_refused(page: Client, plan: Plan) -> None:
    response = page.post(address(plan), given(source="Åtgärd\tNär\tTid\nGör\t19121212\t-1212", confirm="1"))
    assert "Row 2, När" in str(response.context["form"].errors["source"])


def test_ten_digits_beside_the_table_are_asked_about_before_they_are_kept(page: Client, plan: Plan) -> None:
    source = f"Ring 8112289874\n{TABLE}"
    assert "5 questions left" in page.post(address(plan), given(source=source)).context["form"].summary
    assert page.post(address(plan), given(source=source, confirm="1")).status_code == 422
    assert page.post(address(plan), given(source=source, confirm="1", confirm_digits="on")).status_code == 302


@pytest.mark.parametrize(
    ("label", "longest"),
    [
        ("Område", 2_000),
        ("Åtgärd", 20_000),
        ("Aktivitet", 20_000),
        ("Indikator", 20_000),
        ("Ansvarig", 500),
        ("När", 200),
        ("Resultat", 20_000),
        ("Kommentar", 20_000),
    ],
)
def test_what_is_too_long_is_told_by_row_and_cell_before_it_is_read_in(
    page: Client, plan: Plan, label: str, longest: int
) -> None:
    def table(length: int) -> dict[str, str]:
        return given(source=f"Område\tÅtgärd\t{label}\n\n\nSkola\tGör\t" + "x" * length)

    response = page.post(address(plan), table(longest + 1))
    assert response.status_code == 422
    assert f"Row 4, {label}: " in str(response.context["form"].errors["source"])
    allowed = longest if label not in ("Område", "Åtgärd") else longest - len("Skola\n")
    assert page.post(address(plan), {**table(allowed), "confirm": "1"}).status_code == 302


def test_several_places_to_correct_are_listed_once(page: Client, plan: Plan) -> None:
    response = page.post(address(plan), given(source=f"Åtgärd\tAnsvarig\n{NUMBER}\tRTH\nGör\t" + "ord " * 200))
    text = response.content.decode()
    assert (text.count("Row 2, Åtgärd"), text.count("Row 3, Ansvarig")) == (1, 1)
    assert response.context["form"].errors["source"] == ["Correct the table in 2 places. They are listed above."]
    many = page.post(address(plan), given(source="Åtgärd\n" + f"{NUMBER}\n" * 30)).context["form"]
    assert len(many.places_to_correct) == 20
    assert many.errors["source"] == ["Correct the table in 30 places. The first 20 are listed above."]


def test_ten_digits_wait_for_a_confirmation(page: Client, plan: Plan) -> None:
    source = TABLE.replace("Ja", "Ring 8112289874")
    assert "5 questions left" in page.post(address(plan), given(source=source)).context["form"].summary
    refused = page.post(address(plan), given(source=source, confirm="1"))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["confirm_digits"])
    response = page.post(address(plan), given(source=source, confirm="1", confirm_digits="on"))
    assert response.status_code == 302


def test_a_file_name_with_ten_digits_is_asked_about(page: Client, plan: Plan) -> None:
    file = SimpleUploadedFile("plan 8112289874.csv", "Åtgärd\nGör".encode())
    assert page.post(address(plan), given(source="", file=file)).status_code == 422


def test_attacks_in_cells_are_text(page: Client, plan: Plan) -> None:
    source = "Område\tAktivitet\tAktörer\n<script>alert(1)</script>😀\t<img src=x onerror=alert(1)>\t{{ 7|add:7 }}"
    text = page.post(address(plan), given(source=source)).content.decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert page.post(address(plan), given(source=source, confirm="1")).status_code == 302
    assert plan.measures.get().focus_area.name == "<script>alert(1)</script>😀"


def test_a_wording_that_is_too_long_is_refused_by_row(page: Client, plan: Plan) -> None:
    response = page.post(address(plan), given(source="Åtgärd\tAnsvarig\nGör\t" + "ord " * 200, confirm="1"))
    assert response.status_code == 422
    assert "Row 2, Ansvarig" in str(response.context["form"].errors)


def test_sent_twice_it_is_read_in_once(page: Client, plan: Plan) -> None:
    fields = given(confirm="1")
    assert [page.post(address(plan), fields).status_code for _ in range(2)] == [302, 302]
    assert MeasureImport.objects.count() == 1


def test_reading_in_can_be_undone(page: Client, plan: Plan) -> None:
    page.post(address(plan), given(confirm="1"))
    undo = reverse("exchange:measure_import_undo", args=[MeasureImport.objects.get().pk])
    assert undo in page.get(address(plan)).content.decode()
    assert "Take away 2 measures" in page.get(undo).content.decode()
    assert page.post(undo).status_code == 302
    assert plan.measures.current().count() == 0
    assert plan.focus_areas.current().count() == 0
    assert "Nothing is left" in page.get(undo).content.decode()
    assert undo not in page.get(address(plan)).content.decode()


def test_strangers_find_nothing_and_readers_may_not(client: Client, page: Client, plan: Plan) -> None:
    page.post(address(plan), given(confirm="1"))
    doors = [address(plan), reverse("exchange:measure_import_undo", args=[MeasureImport.objects.get().pk])]
    reader = PlanGrantFactory(content_object=plan).user
    for person, status in (
        (member(Role.COORDINATOR), 404),
        (reader, 403),
        (member(Role.ADMINISTRATOR, plan.municipality), 404),
    ):
        client.force_login(fresh(person))
        assert [client.get(door).status_code for door in doors] == [status] * 2
        assert [client.post(door, given(confirm="1")).status_code for door in doors] == [status] * 2
    assert plan.measures.current().count() == 2


def test_the_number_of_statements_does_not_grow_with_the_rows(
    page: Client, plan: Plan, django_assert_max_num_queries: Any
) -> None:
    header, *rows = TABLE.strip().split("\n")
    for number in (1, 60):
        with django_assert_max_num_queries(16):
            page.post(address(plan), given(source="\n".join([header, *(rows[:1] * number)])))


def test_the_form_without_a_table_makes_nothing(plan: Plan) -> None:
    form = MeasureImportForm(plan=plan)
    assert (form.summary, form.rows, form.digit_notes) == ("", [], [])
    with pytest.raises(ValidationError):
        form.service_arguments()


def test_each_administration_and_known_names_are_told_on_the_page(page: Client, plan: Plan) -> None:
    UnitFactory(municipality=plan.municipality, name="Rådet för trygghet", abbreviation="RTH")
    source = "Åtgärd\tAnsvarig\tNär\nGör\tRespektive förvaltning, RTH\tvåren 2027"
    response = page.post(address(plan), given(source=source))
    text = response.content.decode()
    assert "→ each administration" in text
    assert "→ Rådet för trygghet" in text
    assert response.context["form"].summary == "1 measure, 0 activities, no questions left"
    assert [one.state for one in response.context["form"].rows] == ["certain"]
    assert [row.time for row in response.context["form"].rows] == ["interpreted as 1 March – 31 May 2027"]


def test_a_confirmed_answer_about_digits_is_no_question_left(page: Client, plan: Plan) -> None:
    fields = given(source="Åtgärd\nRing 8112289874", confirm_digits="on")
    assert page.post(address(plan), fields).context["form"].summary.endswith("no questions left")


def test_every_text_of_the_source_stands_on_the_page(page: Client, plan: Plan) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", page.post(address(plan), given()).content.decode()).split())
    for cell in re.split(r"[\t\n•]", TABLE):
        assert " ".join(cell.split()) in text


def test_a_table_that_was_read_in_long_ago_stays(page: Client, plan: Plan) -> None:
    page.post(address(plan), given(confirm="1"))
    made = MeasureImport.objects.get()
    MeasureImport.objects.update(imported_at=timezone.now() - timedelta(days=31))
    undo = reverse("exchange:measure_import_undo", args=[made.pk])
    assert page.get(address(plan)).context["imports"] == []
    response = page.post(undo)
    assert response.status_code == 422
    assert "30 days" in str(response.context["form"].non_field_errors())
    assert plan.measures.current().count() == 2


def test_a_paste_of_eleven_megabytes_is_told_the_limit(page: Client, plan: Plan) -> None:
    response = page.post(address(plan), given(source="å" * (11 * 1024 * 512)))
    assert response.status_code == 413
    assert "10 MB" in response.content.decode()


def test_a_forged_host_is_answered_shortly(client: Client) -> None:
    response = client.get("/", headers={"host": "elak.example"})
    assert response.status_code == 400
    assert "400" in response.content.decode()
