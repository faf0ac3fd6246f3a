"""What the review proposes, warns of and counts before a document is taken in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exchange.imports.document.pasted import read_pasted
from exchange.imports.document.reading import HeaderFound
from foundation.rich_text import LONGEST, plain
from plans.models import Plan
from tests.exchange.documents import proposed, taken, word

pytestmark = pytest.mark.django_db
PLAN = "Plan mot oro\n\nBeslutad av: kommunstyrelsen 2026-xx-xx\n\n1. Syfte\n\nKlart 20xx. Antas 2027-xx-xx i mars.\n"


@pytest.mark.parametrize(
    ("title", "is_ticked"), [("Ny plan", True), ("Handlingsplan", True), ("Plan för trygghet 2026", False)]
)
def test_the_title_is_ticked_only_where_the_plan_has_none_of_its_own(
    page: Client, plan: Plan, title: str, is_ticked: bool
) -> None:
    Plan.objects.filter(pk=plan.pk).update(title=title)
    document = taken(page, plan, pasted=PLAN)
    rows = page.get(document.get_absolute_url()).context["form"].head_rows
    assert [is_taken for one, is_taken in rows if one.name == "titel"] == [is_ticked]


def test_what_the_document_leaves_open_is_shown_and_not_ticked(page: Client, plan: Plan) -> None:
    document = taken(page, plan, pasted=PLAN)
    response = page.get(document.get_absolute_url())
    form = response.context["form"]
    assert [(one.label, is_taken) for one, is_taken in form.head_rows if one.waits] == [("Beslutad av", False)]
    assert [(row.heading, row.placeholder) for row in form.placeholders] == [
        ("Inledande text", "Beslutad av: kommunstyrelsen 2026-xx-xx"),
        ("Syfte", "Klart 20xx. Antas 2027-xx-xx i mars."),
    ]
    assert "Att fylla i" in response.content.decode()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Antagen av kommunstyrelsen 2026-05-12", [("Beslutad av", "Kommunstyrelsen"), ("Beslutsdatum", "2026-05-12")]),
        (
            "Fastställd av kommunfullmäktige den 2026-05-12, § 45",
            [("Beslutad av", "Kommunfullmäktige"), ("Beslutsdatum", "2026-05-12"), ("Paragraf", "§ 45")],
        ),
        ("Antagen av kommunstyrelsen 2016-xx-xx", []),
        ("Antagen av kommunstyrelsen 2016-13-45", []),
    ],
)
def test_a_line_that_says_who_decided_is_offered_only_when_it_is_clean(line: str, found: list[Any]) -> None:
    reading = read_pasted(html="", text=f"Plan mot oro\n{line}\n1. Syfte\nText.\n2. Mål\nText.")
    assert reading.header == tuple(HeaderFound(*one) for one in found)
    assert (line in plain(reading.sections[0].body)) == (not found)


def test_the_list_of_contents_is_one_thing_of_many_lines(page: Client, plan: Plan) -> None:
    text = "Plan mot oro\n\nInnehåll\n1\tSyfte\t2\n2\tMål\t3\n\n1. Syfte\nText.\n2. Mål\nText."
    shown = page.get(taken(page, plan, pasted=text).get_absolute_url()).content.decode()
    assert "Innehållsförteckningen (2 rader) lämnas utanför: planen gör sin egen" in shown


LINK = '<a href="https://exempelby.example/a?b=1&amp;c=2">https://exempelby.example/a?b=1&amp;c=2</a>'


def test_addresses_between_angle_brackets_become_links() -> None:
    typed = "<https://exempelby.example/a?b=1&c=2>"
    reading = read_pasted(html="", text=f"Plan\n1. Syfte\nSe {typed} nu.\n- {typed}\n2. Mål\nÄr a <b> och <http:>.")
    assert reading.sections[0].body == f"<p>Se {LINK} nu.</p>\n<ul><li><p>{LINK}</p></li></ul>"
    assert reading.sections[1].body == "<p>Är a &lt;b&gt; och &lt;http:&gt;.</p>"


def test_an_address_that_is_a_link_already_stays_one() -> None:
    html = f"<h1>A</h1><p>{LINK.replace('>https', '>&lt;https').replace('</a>', '&gt;</a>')}</p><h1>B</h1><p>b</p>"
    assert read_pasted(html=f"<p>Plan</p>{html}", text="").sections[0].body.count("<a ") == 1


def test_everything_that_is_taken_in_is_counted(page: Client, plan: Plan) -> None:
    html = (
        "<p>Plan</p><h1>Syfte</h1><p>Ett<a href='#f1' id='b1'>1</a></p><table><tr><td>Fråga</td></tr></table>"
        "<h1>Mål</h1><p>Socialnämnden ska möta alla.</p><p><a href='#b1' id='f1'>1</a> Noten</p>"
    )
    document = taken(page, plan, pasted="Plan", html=html)
    assert "2 avsnitt, 1 åtgärd, 1 tabell, 1 not" in page.get(document.get_absolute_url()).content.decode()
    response = page.post(document.get_absolute_url(), proposed(page, document, confirm="1"), follow=True)
    assert "Inläst: 2 avsnitt, 1 åtgärd, 1 tabell, 1 not." in response.content.decode()


def test_all_text_can_be_unfolded_and_the_choices_stay(page: Client, plan: Plan) -> None:
    long = f"1. Syfte\n{'ord ' * 400}sist.\n2. Mål\nText."
    document = taken(page, plan, pasted=f"Plan\n{long}")
    assert [row.is_unfolded for row in page.get(document.get_absolute_url()).context["form"].rows] == [False, True]
    sent = proposed(page, document, all_text="1", **{"ta-1": None})
    response = page.post(document.get_absolute_url(), sent)
    form = response.context["form"]
    assert [(row.is_unfolded, row.choice.is_taken) for row in form.rows] == [(True, True), (True, False)]
    assert '<input type="hidden" name="all_text" value="1">' in response.content.decode()


def test_all_text_of_a_document_of_many_sections_can_be_read(page: Client, plan: Plan) -> None:
    long = "".join(f"<h1>Rubrik {one}</h1><p>{'ord ' * 400}sist{one}.</p>" for one in range(1, 152))
    document = taken(page, plan, pasted="Plan", html=f"<p>Plan</p>{long}")
    assert "sist7." not in page.get(document.get_absolute_url()).content.decode()
    assert "sist7." in page.post(document.get_absolute_url(), proposed(page, document, all_text="1")).content.decode()


def long_text(letters: int) -> str:
    return "\n".join(f"Mening {one} om något som är viktigt." for one in range(letters // 40))


def test_joined_sections_that_no_section_holds_become_two_and_nothing_is_lost(page: Client, plan: Plan) -> None:
    words = [long_text(LONGEST * 3 // 4), long_text(LONGEST * 3 // 4).upper()]
    document = taken(page, plan, pasted=f"Plan\n1. Ett\n{words[0]}\n2. Två\n{words[1]}\n3. Tre\nText.")
    joined = {"niva-1": "0"}
    shown = page.post(document.get_absolute_url(), proposed(page, document, preview="1", **joined))
    assert [row.parts for row in shown.context["form"].rows] == [2, 1, 1]
    assert "Den blir 2 avsnitt efter varandra." in shown.content.decode()
    response = page.post(document.get_absolute_url(), proposed(page, document, confirm="1", **joined))
    assert response.status_code == 302, response.context["form"].errors
    made = list(plan.sections.order_by("position"))
    assert [one.heading for one in made] == ["Ett", "Ett (forts.)", "Tre"]
    assert max(len(plain(one.body)) for one in made) <= LONGEST
    said = "\n".join(plain(one.body) for one in made)
    assert said == f"{words[0]}\n2 Två\n{words[1]}\nText."


def test_a_deep_table_that_is_not_taken_as_measures_never_refuses_the_document(page: Client, plan: Plan) -> None:
    cells = [["Område", "Aktivitet", "Ansvarig"], *([f"Område {one}", "ord " * 900, "RTH"] for one in range(30))]
    file: SimpleUploadedFile = word(("Heading 1", "Åtgärder"), ("Normal", "Se tabellen."), table=cells)
    document = taken(page, plan, file=file)
    sent = proposed(page, document, confirm="1", **{"tabell-0": None})
    response = page.post(document.get_absolute_url(), sent)
    assert response.status_code == 302, response.context["form"].errors
    said = "".join(plain(one.body) for one in plan.sections.all())
    assert said.count("Område ") == 30
    assert plan.sections.count() > 1
